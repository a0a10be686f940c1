"""What the chair does to people: admit, refuse, exclude, readmit, hold."""

from collections.abc import Iterable
from typing import assert_never

from app.domain.chairing.guards import check_short_form
from app.domain.commands import (
    Actor,
    AdmitParticipant,
    AttendanceCommand,
    ExcludeParticipant,
    HoldLeg,
    ReadmitParticipant,
    RefuseAdmission,
    ReleaseHold,
)
from app.domain.conference import RUNNING, Conference, Section, carries_media
from app.domain.errors import (
    IdentityNeeded,
    Incomplete,
    KeptApart,
    NotInAudience,
    NotOffered,
    NotPermitted,
    Refusal,
    WrongPhase,
    WrongStanding,
    WrongZone,
)
from app.domain.events import (
    AdmissionRefused,
    Event,
    HoldReleased,
    LegHeld,
    ParticipantAdmitted,
    ParticipantExcluded,
    ParticipantReadmitted,
    Span,
)
from app.domain.freshness import check_answers, check_chair, check_seen
from app.domain.gating.conditions import audience_of, condition
from app.domain.ids import Micros, ParticipantId, SectionId
from app.domain.inside import INSIDE, chair_is_inside, is_chairs
from app.domain.people import HELD, LOBBY, MAIN, Leg, Participant, Role, Standing, is_side
from app.domain.presence import confirmed, person_at
from app.domain.record.events import PartNamed
from app.domain.routing import (
    are_kept_apart,
    is_in_another_room,
    is_put_out,
    is_with_whom_they_serve,
)


def decide(
    conference: Conference, command: AttendanceCommand, actor: Actor, now: Micros
) -> list[Event]:
    match command:
        case AdmitParticipant():
            return admit(conference, command, actor, now)
        case RefuseAdmission():
            return refuse(conference, command)
        case ExcludeParticipant():
            return exclude(conference, command)
        case ReadmitParticipant():
            return readmit(conference, command, now)
        case HoldLeg(leg_id, notice_minutes):
            check_stands_in(conference, actor)
            return hold(conference, conference.leg(leg_id), notice_minutes)
        case ReleaseHold():
            return release(conference, command, now)
        case _:
            assert_never(command)


def admit(
    conference: Conference, command: AdmitParticipant, actor: Actor, now: Micros
) -> list[Event]:
    """Let one person in on one leg. The chair may let herself in; nobody else without her."""
    person, leg = person_at(conference, command.participant_id, command.leg_id)
    if person.standing is Standing.EXCLUDED:
        raise WrongStanding("This person is excluded: bring them back instead.")
    is_in = leg.zone == MAIN and person.standing is Standing.ADMITTED
    if leg.zone == HELD or is_side(leg.zone) or is_in:
        raise WrongZone("This person is in already.")
    _check_running(conference)
    check_seen(conference, command.seen, person.id)
    if person.id != actor.participant_id:
        check_chair(conference)
    events: list[Event] = []
    if command.identity is not None:
        events.append(confirmed(person, leg, command.identity))
    elif leg.device not in person.identified:
        raise IdentityNeeded("Say first how you know who this is.")
    check_answers(conference, leg, now, command.seen if command.reason is not None else None)
    check_short_form(conference, person, leg)
    check_place(conference, person, leg)
    return [*events, ParticipantAdmitted(person.id, leg.id, command.reason)]


def _check_running(conference: Conference) -> None:
    if conference.phase not in RUNNING:
        raise WrongPhase("The conference is not running.")


def check_place(conference: Conference, person: Participant, leg: Leg) -> None:
    """Whether this person could take part there, whoever asks.

    Raises what `objection` names, or KeptApart.
    """
    refusal = objection(conference, person, leg, conference.governing)
    if refusal is not None:
        raise refusal
    if not is_with_whom_they_serve(conference, person.id):
        raise NotInAudience("An interpreter is where the person is whom they serve.")
    if would_meet(conference, person.id, leg):
        raise KeptApart("This person may not be here at the same time as somebody inside.")


def objection(
    conference: Conference, person: Participant, leg: Leg, section: Section | None
) -> Refusal | None:
    """What stands against their taking part there in this section: the same for each way in."""
    missing = condition(conference, person)
    if missing is not None:
        return missing
    if section is None or person.id not in audience_of(conference, section):
        return NotInAudience("This section is not for this person.")
    if not carries_media(leg):
        return WrongZone("A companion device is never let in by itself.")
    if leg.lost_at is not None:
        return WrongZone("This connection is lost at the moment.")
    if is_in_another_room(conference, person.id, leg.id):
        return WrongZone("Somebody has said that this person is with them: they restate first.")
    if leg.owner is not None and leg.owner != person.id and is_put_out(conference, leg.owner):
        return WrongStanding("Whoever this connection belongs to is excluded.")
    return None


def would_meet(
    conference: Conference, id: ParticipantId, leg: Leg, others: Iterable[ParticipantId] = ()
) -> bool:
    """Somebody at this leg is kept apart from somebody else there, inside, or of `others`."""
    here = leg.present | {id}
    inside = [
        person
        for other in conference.legs.values()
        if other.zone in INSIDE and other.id != leg.id
        for person in other.present
    ]
    return are_kept_apart(conference, here, here.union(inside, others))


def refuse(conference: Conference, command: RefuseAdmission) -> list[Event]:
    person, leg = person_at(conference, command.participant_id, command.leg_id)
    if person.standing is Standing.EXCLUDED:
        raise WrongStanding("This person is excluded already.")
    if leg.zone != LOBBY:
        raise WrongZone("This person is in already: exclude or hold instead.")
    return [AdmissionRefused(person.id, leg.id, command.reason)]


def exclude(conference: Conference, command: ExcludeParticipant) -> list[Event]:
    """Put one person out. Whoever shares their microphone goes dark with them."""
    person = conference.participant(command.participant_id)
    if person.standing is Standing.EXCLUDED:
        raise WrongStanding("This person is excluded already.")
    if person.role is Role.INDEPENDENT_CHAIR:
        raise NotPermitted("The chair cannot be excluded.")
    ground, reason, told = command.ground, command.reason, command.told
    route, span = command.views_route, command.span
    if ground is None or reason is None or told is None or route is None or span is None:
        raise Incomplete("Say the ground, the reason, how they are told, how heard, and how long.")
    part = part_of(conference, span, command.section_id)
    notice = command.notice_minutes
    excluded = ParticipantExcluded(person.id, ground, reason, told, route, span, notice, part)
    if part is None or person.role is Role.MINUTE_TAKER:
        return [excluded]
    return [excluded, PartNamed(person.id, part)]


def part_of(conference: Conference, span: Span, named: SectionId | None) -> SectionId | None:
    """The part that an exclusion is for: the named one, else what is open, else what opens first.

    None: it is for more than one part.
    """
    if span is not Span.THIS_PART:
        if named is not None:
            raise NotOffered("One part is named where the exclusion is for one part.")
        return None
    if named is not None:
        return conference.section(named).id
    first = conference.sections[0] if conference.sections else None
    part = conference.governing or first
    return None if part is None else part.id


def readmit(conference: Conference, command: ReadmitParticipant, now: Micros) -> list[Event]:
    person, leg = person_at(conference, command.participant_id, command.leg_id)
    if person.standing is not Standing.EXCLUDED:
        raise WrongStanding("Only an excluded person is brought back.")
    if leg.zone == HELD or is_side(leg.zone):
        raise WrongZone("This connection is held or in a private room: bring it from there first.")
    _check_running(conference)
    check_seen(conference, command.seen, person.id)
    check_chair(conference)
    if leg.device not in person.identified:
        raise IdentityNeeded("Say first how you know who this is.")
    check_answers(conference, leg, now, accepted=None)
    check_short_form(conference, person, leg)
    check_place(conference, person, leg)
    return [ParticipantReadmitted(person.id, leg.id)]


def check_stands_in(conference: Conference, actor: Actor) -> None:
    """A deputy may act only while the chair is away (REQ-76)."""
    if actor.role is Role.DEPUTY_CHAIR and chair_is_inside(conference):
        raise NotPermitted("The chair is here.")


def hold(conference: Conference, leg: Leg, notice_minutes: int | None) -> list[Event]:
    if leg.zone != MAIN:
        raise WrongZone("Only somebody inside can be held.")
    if is_chairs(conference, leg):
        raise NotPermitted("The chair is there: she pauses the conference instead.")
    return [LegHeld(leg.id, notice_minutes)]


def release(conference: Conference, command: ReleaseHold, now: Micros) -> list[Event]:
    """Whoever asks for it has seen the answers, and accepts them if they are not all clear."""
    leg = conference.leg(command.leg_id)
    if leg.zone != HELD:
        raise WrongZone("This connection is not held.")
    _check_running(conference)
    check_chair(conference)
    for id in leg.present:
        check_seen(conference, command.seen, id)
        check_place(conference, conference.participant(id), leg)
    check_answers(conference, leg, now, accepted=command.seen)
    return [HoldReleased(leg.id)]
