"""Whether the description of a case holds together, and what the rules look up in it."""

from collections import Counter
from collections.abc import Iterator

from app.domain.case.codes import ConferenceKind, Subkind
from app.domain.case.events import CaseDescribed, Child, DecisionSettings, Seat
from app.domain.conference import Conference, Phase
from app.domain.errors import Incomplete, UnknownChild, WrongPhase
from app.domain.ids import ChildId, ParticipantId
from app.domain.people import Role

VOTERS = frozenset(
    {
        Role.LEAD_SOCIAL_WORKER,
        Role.TEAM_MANAGER,
        Role.POLICE,
        Role.HEALTH,
        Role.EDUCATION,
        Role.AGENCY,
    }
)
"""Whose view is asked and whose agency may count. Nobody else's, ever (REQ-94)."""

OF_KIND = {
    Subkind.TRANSFER_IN: ConferenceKind.INITIAL,
    Subkind.PRE_BIRTH: ConferenceKind.INITIAL,
    Subkind.RECONVENED: ConferenceKind.REVIEW,
}


def describe(conference: Conference, described: CaseDescribed) -> list[CaseDescribed]:
    """Before the lobby opens: what people are counted by does not change under them."""
    if conference.phase is not Phase.BOOKED:
        raise WrongPhase("A case is described after the booking and before the lobby opens.")
    for wrong in faults(conference, described):
        raise Incomplete(wrong)
    return [described]


def faults(conference: Conference, described: CaseDescribed) -> Iterator[str]:
    if not described.children:
        yield "A conference is about a child."
    if any(n > 1 for n in Counter(child.child_id for child in described.children).values()):
        yield "A child is there twice."
    if described.subkind is not None and OF_KIND[described.subkind] is not described.kind:
        yield "This kind of conference has no such form."
    yield from _faults_of_seats(conference, described)
    if described.quorum.other_agencies_min < 0 or not described.quorum.required_agency:
        yield "The quorum names an agency, and how many others."
    yield from _faults_of_settings(described.settings)


def _faults_of_seats(conference: Conference, described: CaseDescribed) -> Iterator[str]:
    people = conference.participants
    if any(n > 1 for n in Counter(seat.participant_id for seat in described.seats).values()):
        yield "A person speaks for one agency."
    if not all(seat.participant_id in people for seat in described.seats):
        yield "An agency is spoken for by somebody who is not on the list."
    elif not all(people[seat.participant_id].role in VOTERS for seat in described.seats):
        yield "Only professionals speak for an agency and count for the quorum."
    if not all(seat.agency and seat.counts_as != "" for seat in described.seats):
        yield "An agency has a name."


def _faults_of_settings(settings: DecisionSettings) -> Iterator[str]:
    if min(settings.core_group_working_days, settings.review_months) < 1:
        yield "The core group and the review come after the conference."
    if settings.escalation_time <= 0:
        yield "There is time to escalate a dissent."


def case_of(conference: Conference) -> CaseDescribed:
    if conference.decisions.case is None:
        raise WrongPhase("Nobody has described the case of this conference.")
    return conference.decisions.case


def child_of(conference: Conference, id: ChildId) -> Child:
    for child in case_of(conference).children:
        if child.child_id == id:
            return child
    raise UnknownChild("This child is not on the list of the conference.")


def find_seat(case: CaseDescribed, id: ParticipantId) -> Seat | None:
    return next((seat for seat in case.seats if seat.participant_id == id), None)
