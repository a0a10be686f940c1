"""What may be asked for, by chance, of the running order, the script and requests."""

from dataclasses import replace

from app.domain.agenda.codes import SCRIPT
from app.domain.conference import Conference
from app.domain.telephones.events import Need
from tests.domain.agenda_steps import (
    ADVICE,
    add,
    announce,
    answer_closed,
    ask_out,
    audience,
    gist,
    grant,
    note_views,
    plan,
    reorder,
    tick,
    want_closed,
    warn,
)
from tests.domain.people import (
    CHAIR,
    SOCIAL_WORKER,
    TEACHER,
    who,
)
from tests.domain.steps import (
    Step,
    begin,
)
from tests.domain.tape import (
    Tape,
    at_some_leg,
    is_in,
)
from tests.domain.telephone_steps import allow, forbid, place, ring, stop, tell


def planning(tape: Tape, seen: Conference) -> list[Step]:
    """The running order and who is in its parts, requests and prompts."""
    parts = tuple(each.id for each in seen.sections)
    part, person = tape.one_of(parts), tape.person()
    at = tape.number(len(parts))
    some = {tape.person() for _ in range(tape.number(6))} | {CHAIR}
    return tape.one_of(
        (
            [audience(part, *some)],
            [plan(person, part)],
            [reorder(*parts[at:], *parts[:at])],
            [add(replace(ADVICE, audience=frozenset(some)), part), begin(ADVICE.section_id)],
            [ask_out(person), grant(part)],
            [want_closed(by=tape.one_of((TEACHER, SOCIAL_WORKER))), answer_closed()],
            [warn(person), note_views(person), gist(part, person)],
        )
    )


def scripting(tape: Tape, seen: Conference) -> list[Step]:
    step = seen.agenda.next_step or SCRIPT[0]
    waits = seen.agenda.to_announce
    return [tick(step), announce(tape.one_of(waits) if waits else tape.person())]


def ringing(tape: Tape, seen: Conference) -> list[Step]:
    """Calls and needs change nothing of who hears what."""
    person, leg = at_some_leg(tape, seen, is_in)
    told = tell(tape.one_of(tuple(Need)), leg, who(person, leg))
    return tape.one_of(
        ([allow(person), ring(person), place(person)], [forbid(person)], [stop(person)], [told])
    )
