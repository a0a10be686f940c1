"""The running order and who is in each part: changed by the chair until a part has been opened.

Nothing here moves anybody. Whoever may not be in a part is put out by its seal, when it opens.
"""

from collections.abc import Iterable, Set

from app.domain.agenda.commands import ChangeAudience, ChangeOrder, PlanAttendance
from app.domain.agenda.events import (
    AttendancePlanned,
    AudienceChanged,
    OrderChanged,
    SectionAdded,
)
from app.domain.booked import PlannedSection
from app.domain.commands import Actor
from app.domain.conference import LIVE, Conference, Phase, Section
from app.domain.errors import (
    AlreadyHere,
    Incomplete,
    KeptApart,
    NotInAudience,
    NotPermitted,
    WrongPhase,
)
from app.domain.events import Event
from app.domain.freshness import check_seen
from app.domain.ids import ParticipantId, SectionId
from app.domain.minuting.decide import copy_rule
from app.domain.people import Role
from app.domain.record.commands import SetCopyRule
from app.domain.routing import are_kept_apart

BEFORE_THE_END = LIVE | {Phase.BOOKED}


def check_not_over(conference: Conference) -> None:
    if conference.phase not in BEFORE_THE_END:
        raise WrongPhase("This is not possible at this point of the conference.")


def is_settled(conference: Conference, section: Section) -> bool:
    """Opened already, or being sealed now: it stays as it is."""
    return section.opened_at is not None or section.id == conference.next_id


def open_to_change(conference: Conference) -> list[Section]:
    return [each for each in conference.sections if not is_settled(conference, each)]


def check_open_to_change(conference: Conference, section: Section) -> None:
    if is_settled(conference, section):
        raise WrongPhase("This part has been opened, or is about to open.")


def change_order(conference: Conference, command: ChangeOrder) -> list[OrderChanged]:
    """Every part once; those that have been opened in the order that they have."""
    check_not_over(conference)
    check_seen(conference, command.seen)
    known = [section.id for section in conference.sections]
    for id in command.order:
        conference.section(id)
    if len(command.order) != len(known) or set(command.order) != set(known):
        raise Incomplete("Every part is in the running order once.")
    settled = [each.id for each in conference.sections if is_settled(conference, each)]
    if [id for id in command.order if id in settled] != settled:
        raise WrongPhase("What has been opened keeps its place.")
    return [OrderChanged(command.order)]


def change_audience(conference: Conference, command: ChangeAudience) -> list[Event]:
    check_not_over(conference)
    check_seen(conference, command.seen)
    section = conference.section(command.section_id)
    check_open_to_change(conference, section)
    check_audience(conference, command.audience)
    changed = AudienceChanged(section.id, command.audience)
    if command.copy_to is None:
        return [changed]
    return [changed, copy_rule(conference, SetCopyRule(section.id, command.copy_to))]


def check_audience(conference: Conference, audience: Set[ParticipantId]) -> None:
    """Raises UnknownParticipant, NotInAudience or KeptApart."""
    people = [conference.participant(id) for id in audience]
    if not any(person.role is Role.INDEPENDENT_CHAIR for person in people):
        raise NotInAudience("The chair must be in every section.")
    if are_kept_apart(conference, audience, audience):
        raise KeptApart("These two may not be in one part.")


def add_section(
    conference: Conference, section: PlannedSection, before: SectionId | None, seen: int
) -> SectionAdded:
    check_not_over(conference)
    check_seen(conference, seen)
    if any(known.id == section.section_id for known in conference.sections):
        raise AlreadyHere("This part is in the running order already.")
    if not section.kind:
        raise Incomplete("A part has a kind.")
    check_audience(conference, section.audience)
    return SectionAdded(section, None if before is None else conference.section(before).id)


def plan_attendance(conference: Conference, command: PlanAttendance, actor: Actor) -> list[Event]:
    """Adds the person to these parts and takes them out of all others (REQ-68).

    The office plans before the lobby opens; from then on the chair alone.
    """
    check_not_over(conference)
    check_seen(conference, command.seen)
    if actor.role is Role.ADMINISTRATOR and conference.phase is not Phase.BOOKED:
        raise NotPermitted("From now on the chair says who is in a part.")
    person = conference.participant(command.participant_id)
    if person.role is Role.INDEPENDENT_CHAIR:
        raise NotPermitted("The chair is in every part.")
    for id in command.sections:
        conference.section(id)
    if command.sections & kept_out_of(conference, person.id):
        raise NotPermitted("The chair has decided that this person is out of this part.")
    planned = AttendancePlanned(person.id, command.sections, command.reason)
    return [planned, *_moved(conference, person.id, command.sections)]


def _moved(
    conference: Conference, id: ParticipantId, wanted: Set[SectionId]
) -> Iterable[AudienceChanged]:
    for section in open_to_change(conference):
        if section.id in wanted and id not in section.audience:
            if are_kept_apart(conference, {id}, section.audience):
                raise KeptApart("Somebody in this part is kept apart from this person.")
            yield AudienceChanged(section.id, section.audience | {id})
        elif section.id not in wanted and id in section.audience:
            yield AudienceChanged(section.id, section.audience - {id})


def without(
    conference: Conference, id: ParticipantId, sections: Set[SectionId]
) -> list[AudienceChanged]:
    """These parts without this person."""
    return [
        AudienceChanged(section.id, section.audience - {id})
        for section in conference.sections
        if section.id in sections and id in section.audience
    ]


def kept_out_of(conference: Conference, id: ParticipantId) -> frozenset[SectionId]:
    """By an exclusion that was asked for and granted."""
    granted = [
        request.decided.sections
        for request in conference.agenda.requests.values()
        if request.decided is not None and request.asked.about == id
    ]
    return frozenset[SectionId]().union(*granted)
