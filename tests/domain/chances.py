"""What may be asked for, by chance, in a conference as it is now."""

from collections.abc import Callable
from uuid import UUID

from app.domain.commands import (
    SERVICE,
    Close,
    ConfirmIdentity,
    GiveAnswers,
    Join,
    Leave,
    NoteLost,
    NoteMediaFault,
    NotePlanApplied,
    NoteReturned,
)
from app.domain.conference import Conference, Phase
from app.domain.events import Span
from app.domain.gates.commands import ConsentToObserver
from app.domain.gates.events import Consented
from app.domain.halting.commands import AgreeToObserver
from app.domain.ids import MINUTE, SECOND, LineId, ParticipantId
from app.domain.people import IdentityMethod, LegKind
from tests.domain.agenda_steps import (
    keep_out,
)
from tests.domain.chances_of_parts import planning, ringing, scripting
from tests.domain.people import (
    AUDIENCES,
    CHAIR,
    CIVIC_CENTRE,
    FATHER,
    MOTHER,
    OBSERVER,
    REASON,
    ROOMS,
    SOCIAL_WORKER,
    STAFF,
    TEACHER,
    UNCLE,
    USUAL,
    device_of,
    room_device,
    who,
)
from tests.domain.steps import (
    Step,
    admit,
    agree,
    answer,
    ask,
    begin,
    bring_back,
    confirm,
    drop,
    exclude,
    hold,
    join_room,
    open_conference,
    pause,
    readmit,
    refuse,
    release,
    restart,
    restate,
    resume,
    sealed,
    write,
)
from tests.domain.tape import (
    COMPANIONS,
    KNOWN,
    OTHER_LEGS,
    PEOPLE,
    Tape,
    all_say,
    anybody,
    at_some_leg,
    is_held,
    is_in,
    is_out,
    says,
    waits,
)


def joining(tape: Tape, seen: Conference) -> list[Step]:
    """Somebody comes, or comes back; most answer. Some staff have not signed in there."""
    away = [id for id in PEOPLE if USUAL[id] not in seen.legs]
    id = tape.one_of(away) if away and tape.number(4) else tape.person()
    leg = OTHER_LEGS[id] if USUAL[id] in seen.legs or tape.seldom() else USUAL[id]
    kind = LegKind.COMPANION if leg in COMPANIONS else LegKind.BROWSER
    signed_in = id in STAFF and tape.number(4) < 3
    join = (Join(leg, kind, device_of(leg), signed_in), who(id, leg))
    if tape.number(4) == 3:
        return [join]
    return [join, (GiveAnswers(leg, tape.answers(), None), who(id, leg))]


def room_joining(tape: Tape, seen: Conference) -> list[Step]:
    away = [room for room in ROOMS if room not in seen.legs]
    return [join_room(tape.one_of(away or tuple(ROOMS)))]


def stating(tape: Tape, seen: Conference) -> list[Step]:
    room = tape.one_of([room for room in ROOMS if room in seen.legs] or tuple(ROOMS))
    host = SOCIAL_WORKER if room == CIVIC_CENTRE else TEACHER
    there = {tape.person() for _ in range(tape.number(3))}
    usually = set[ParticipantId]() if tape.seldom() else {host}
    return [restate(room, *(there | usually), answers=tape.answers())]


def answering(tape: Tape, seen: Conference) -> list[Step]:
    _, leg = at_some_leg(tape, seen, anybody)
    return says(tape, seen, leg)


def sitting(tape: Tape, seen: Conference) -> list[Step]:
    """Somebody comes to somebody else's laptop, or goes; all of them are let in again, or not."""
    owner, leg = at_some_leg(tape, seen, anybody)
    there = {tape.person() for _ in range(tape.number(3))} - {owner}
    agreed = [] if tape.seldom() else [agree(owner, *there)]
    back = [admit(id, leg, None, KNOWN) for id in sorted({owner, *there})] if tape.number(2) else []
    return [*agreed, answer(owner, tape.answers(), leg, here=there), *back]


def settling(tape: Tape, _seen: Conference) -> list[Step]:
    """Somebody of the family, or the chair, agrees to the observer; sometimes all of them."""
    each: list[Step] = [
        (AgreeToObserver(OBSERVER), CHAIR),
        *((ConsentToObserver(OBSERVER, id, Consented.ON_SCREEN), id) for id in RELATIVES),
    ]
    steps = each if tape.number(2) else [tape.one_of(each)]
    return [*steps, admit(OBSERVER, identity=KNOWN)]


def admitting(tape: Tape, seen: Conference) -> list[Step]:
    person, leg = at_some_leg(tape, seen, waits)
    before = says(tape, seen, leg) if tape.number(4) else []
    reason = REASON if tape.number(4) == 3 else None
    return [*before, admit(person, leg, reason, None if tape.seldom() else KNOWN)]


def admitting_a_room(tape: Tape, seen: Conference) -> list[Step]:
    """Everybody in it, one after the other."""
    room = tape.one_of(tuple(ROOMS))
    people = sorted(seen.legs[room].present) if room in seen.legs else []
    return [*says(tape, seen, room), *(admit(id, room) for id in people)]


def refusing(tape: Tape, seen: Conference) -> list[Step]:
    return [refuse(*at_some_leg(tape, seen, waits))]


def confirming(tape: Tape, seen: Conference) -> list[Step]:
    person, leg = at_some_leg(tape, seen, anybody)
    return [(ConfirmIdentity(person, leg, IdentityMethod.VOUCHED_FOR), CHAIR)]


def excluding(tape: Tape, seen: Conference) -> list[Step]:
    person, _ = at_some_leg(tape, seen, is_in)
    if tape.number(3):
        return [exclude(person, tape.one_of((None, 10)))]
    if tape.number(2):
        return [keep_out(person, span=tape.one_of((Span.FROM_NOW_ON, Span.WHOLE)))]
    return [keep_out(person, tape.one_of(tuple(AUDIENCES)))]


def readmitting(tape: Tape, seen: Conference) -> list[Step]:
    person, leg = at_some_leg(tape, seen, is_out)
    before = says(tape, seen, leg) if tape.number(4) else []
    known = [] if tape.seldom() else [confirm(person, leg)]
    return [*before, *known, readmit(person, leg)]


def holding(tape: Tape, seen: Conference) -> list[Step]:
    _, leg = at_some_leg(tape, seen, is_in)
    return [hold(leg, tape.one_of((None, 5)))]


def releasing(tape: Tape, seen: Conference) -> list[Step]:
    _, leg = at_some_leg(tape, seen, is_held)
    before = says(tape, seen, leg) if tape.number(2) else []
    return [*before, release(leg)]


def moving_on(tape: Tape, seen: Conference) -> list[Step]:
    """To another section; the seal is usually confirmed."""
    section = tape.one_of(tuple(each.id for each in seen.sections))
    if seen.next_id is not None:
        return [sealed(section), sealed(seen.next_id)]
    return [begin(section)] if tape.number(4) == 3 else [begin(section), sealed(section)]


def pausing(tape: Tape, seen: Conference) -> list[Step]:
    """Or opening, or going on."""
    if seen.phase is Phase.LOBBY_OPEN:
        return [open_conference()]
    if seen.phase is not Phase.PAUSED:
        return [pause()]
    return [*(all_say(tape, seen) if tape.number(4) else []), resume()]


def tapping(tape: Tape, seen: Conference) -> list[Step]:
    """The chair comes back, whoever is there says how it is, and she taps."""
    back = [] if USUAL[CHAIR] in seen.legs else [*back_again(CHAIR)]
    return [*back, *(all_say(tape, seen) if tape.number(4) else []), bring_back()]


def back_again(id: ParticipantId) -> tuple[Step, Step]:
    leg = USUAL[id]
    kind = LegKind.COMPANION if leg in COMPANIONS else LegKind.BROWSER
    join = Join(leg, kind, device_of(leg), signed_in=id in STAFF)
    return (join, who(id)), answer(id)


def ending(tape: Tape, seen: Conference) -> list[Step]:
    return [(Close(), CHAIR)] if tape.number(4) == 3 else [*says(tape, seen, USUAL[CHAIR])]


def leaving(tape: Tape, seen: Conference) -> list[Step]:
    person, leg = at_some_leg(tape, seen, anybody)
    here = seen.legs.get(leg)
    owner = person if here is None else here.owner
    room = leg if leg in ROOMS else CIVIC_CENTRE
    return [(Leave(leg), room_device(room) if owner is None else who(owner, leg))]


def dropping(tape: Tape, seen: Conference) -> list[Step]:
    _, leg = at_some_leg(tape, seen, is_in)
    lost, back = (NoteLost(leg), SERVICE), (NoteReturned(leg), SERVICE)
    return tape.one_of(([drop(leg)], [lost], [lost, drop(leg)], [lost, back], [back]))


def serving(tape: Tape, seen: Conference) -> list[Step]:
    _, leg = at_some_leg(tape, seen, is_in)
    applied = NotePlanApplied(seen.version - tape.number(3))
    return [tape.one_of(((applied, SERVICE), ask(leg), restart(), (NoteMediaFault(), SERVICE)))]


def writing(tape: Tape, _seen: Conference) -> list[Step]:
    return [write(LineId(UUID(int=tape.number(200))), FATHER, tape.number(30))]


RELATIVES = (MOTHER, FATHER, UNCLE)
Asking = Callable[[Tape, Conference], list[Step]]
ASKINGS: tuple[Asking, ...] = (
    *(joining,) * 3,
    room_joining,
    *(answering,) * 2,
    *(stating,) * 4,
    *(sitting,) * 3,
    settling,
    *(admitting,) * 5,
    *(admitting_a_room,) * 2,
    refusing,
    confirming,
    *(excluding,) * 3,
    *(readmitting,) * 4,
    *(holding,) * 2,
    *(releasing,) * 2,
    *(moving_on,) * 3,
    *(planning,) * 2,
    scripting,
    ringing,
    *(pausing,) * 3,
    *(tapping,) * 4,
    ending,
    leaving,
    *(dropping,) * 2,
    *(serving,) * 2,
    writing,
)
PASSES = (*(SECOND,) * 29, 3 * MINUTE, 11 * MINUTE, 46 * MINUTE)


def next_steps(tape: Tape, seen: Conference) -> tuple[int, list[Step]]:
    """Microseconds that pass, and what is asked for then. Sometimes by somebody else."""
    passes = tape.one_of(PASSES)
    steps = tape.one_of(ASKINGS)(tape, seen)
    if not tape.seldom():
        return passes, steps
    other = tape.one_of((*(who(id) for id in PEOPLE), *(room_device(leg) for leg in ROOMS)))
    return passes, [(wanted, other) for wanted, _ in steps]
