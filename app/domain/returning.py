"""The acts that let many in at once: the opening, and the one tap back."""

from collections.abc import Iterable, Mapping

from app.domain.attendance import objection, would_meet
from app.domain.commands import Actor, BringBackEveryone, OpenConference
from app.domain.conference import RUNNING, Conference, Phase, Section
from app.domain.errors import ChairAway, WrongPhase
from app.domain.events import ConferenceResumed, Event, ParticipantAdmitted, SectionOpened
from app.domain.evolve import foreseen
from app.domain.freshness import check_seen, is_fresh, may_go_on
from app.domain.gating.company import exposures_at
from app.domain.ids import Micros, ParticipantId
from app.domain.inside import chair_is_inside, chair_takes_part
from app.domain.people import HELD, Leg, Participant, Standing, is_side
from app.domain.routing import is_with_whom_they_serve


def open_conference(
    conference: Conference, command: OpenConference, actor: Actor, now: Micros
) -> list[Event]:
    """Admits all who are clear, identified and in the first audience, each as its own event."""
    if conference.phase is not Phase.LOBBY_OPEN:
        raise WrongPhase("The conference opens from its lobby, once.")
    check_seen(conference, command.seen)
    if not conference.sections:
        raise WrongPhase("The running order is empty.")
    first = conference.sections[0]
    events = [SectionOpened(first.id), *_let_in(conference, first.audience, first, actor, now)]
    if not chair_takes_part(foreseen(conference, events, actor, now)):
        raise ChairAway("Answer who is with you first: the chair opens from inside.")
    return events


def bring_back_everyone(
    conference: Conference, command: BringBackEveryone, actor: Actor, now: Micros
) -> list[Event]:
    """The one tap: all who were in, may be in this section and have answered since; no more.

    The conference goes on as well, unless the chair herself had paused it, or somebody who stayed
    inside has not answered since.
    """
    if conference.phase not in RUNNING:
        raise WrongPhase("The conference is not running.")
    check_seen(conference, command.seen)
    section = conference.governing
    me = frozenset(id for id in [actor.participant_id] if id is not None)
    wanted = (conference.was_in | me) & (section.audience if section is not None else me)
    admitted = _let_in(conference, wanted, section, actor, now)
    after = foreseen(conference, admitted, actor, now)
    if not chair_is_inside(after):
        raise ChairAway("Nobody is let in while the chair is not inside.")
    goes_on = after.phase is Phase.PAUSED and after.pause_reason != "chair"
    if goes_on and chair_takes_part(after) and may_go_on(after, now):
        return [*admitted, ConferenceResumed()]
    return [*admitted]


def _let_in(
    conference: Conference,
    wanted: Iterable[ParticipantId],
    section: Section | None,
    actor: Actor,
    now: Micros,
) -> list[Event]:
    """Each on their newest leg that needs no further question; the chair first.

    Two who are kept apart are left to the chair: an act on many lets neither in.
    """
    ready = {id: _ready_leg(conference, id, section, now) for id in wanted}
    ready = {id: leg for id, leg in ready.items() if _has_whom_they_serve(conference, id, ready)}
    coming = [person for leg in ready.values() if leg is not None for person in leg.present]
    return [
        ParticipantAdmitted(id, leg.id, None)
        for id, leg in sorted(
            ready.items(), key=lambda of: (of[0] != actor.participant_id, str(of[0]))
        )
        if leg is not None and not would_meet(conference, id, leg, coming)
    ]


def _has_whom_they_serve(
    conference: Conference, id: ParticipantId, ready: Mapping[ParticipantId, Leg | None]
) -> bool:
    """An interpreter comes with the person they serve, or after them."""
    served = conference.gates.serves.get(id)
    is_coming = served is not None and ready.get(served) is not None
    return is_coming or is_with_whom_they_serve(conference, id)


def _ready_leg(
    conference: Conference, id: ParticipantId, section: Section | None, now: Micros
) -> Leg | None:
    person = conference.participants.get(id)
    if person is None or person.standing is not Standing.WAITING or person.turned_away:
        return None
    ready = [
        leg
        for leg in conference.legs.values()
        if _may_be_let_in(conference, person, leg, section)
        and is_fresh(conference, leg, now, section)
        and not exposures_at(conference, leg)
    ]
    return ready[-1] if ready else None


def _may_be_let_in(
    conference: Conference, person: Participant, leg: Leg, section: Section | None
) -> bool:
    not_moved = leg.zone != HELD and not is_side(leg.zone)
    here = person.id in leg.present and leg.device in person.identified
    return here and not_moved and objection(conference, person, leg, section) is None
