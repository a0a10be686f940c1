"""Each professional's view, by agency and child; never the family's (REQ-94)."""

from collections import Counter
from dataclasses import dataclass

from app.domain.case.codes import ConferenceKind, Jurisdiction, ProfessionalView
from app.domain.case.commands import GiveView
from app.domain.case.events import CaseDescribed, ViewGiven
from app.domain.commands import Actor
from app.domain.conference import Conference, Phase
from app.domain.decisions.described import case_of, child_of, find_seat
from app.domain.decisions.quorum import HEALTH, people_here
from app.domain.errors import NotOffered, NotPermitted, WrongPhase, WrongStanding
from app.domain.ids import ChildId, ParticipantId
from app.domain.people import Participant, Role

FOR = frozenset({ProfessionalView.PLAN, ProfessionalView.REGISTER, ProfessionalView.CONTINUE})
"""On the side of a plan."""
AGAINST = frozenset(
    {ProfessionalView.NO_PLAN, ProfessionalView.NOT_REGISTER, ProfessionalView.END_PLAN}
)
RECORDERS = frozenset({Role.INDEPENDENT_CHAIR, Role.MINUTE_TAKER})
"""They put down what somebody else has said."""


def views_offered(case: CaseDescribed) -> frozenset[ProfessionalView]:
    """A review asks the same in both countries."""
    if case.kind is ConferenceKind.REVIEW:
        sides = {ProfessionalView.CONTINUE, ProfessionalView.END_PLAN}
    elif case.jurisdiction is Jurisdiction.WALES:
        sides = {ProfessionalView.REGISTER, ProfessionalView.NOT_REGISTER}
    else:
        sides = {ProfessionalView.PLAN, ProfessionalView.NO_PLAN}
    return frozenset(sides | {ProfessionalView.NO_VIEW})


def give_view(conference: Conference, command: GiveView, actor: Actor) -> list[ViewGiven]:
    """Spoken in the conference by somebody who takes part, or written, before or during it."""
    case, child = case_of(conference), child_of(conference, command.child_id)
    person = command.participant_id
    agency = agency_of(conference, person)
    check_speaks_for(conference, person, actor)
    if command.view not in views_offered(case):
        raise NotOffered("This view is not one of those asked for here.")
    if child.child_id in conference.decisions.decided:
        raise WrongPhase("The decision for this child is made.")
    if not command.written:
        check_takes_part(conference, person)
        check_takes_part(conference, actor.participant_id)
    return [ViewGiven(person, agency, child.child_id, command.view, written=command.written)]


def agency_of(conference: Conference, id: ParticipantId) -> str:
    conference.participant(id)
    seat = find_seat(case_of(conference), id)
    if seat is None:
        raise NotPermitted("Only professionals who speak for an agency are asked.")
    return seat.agency


def check_speaks_for(conference: Conference, id: ParticipantId, actor: Actor) -> None:
    """Oneself, on a device that is known to be one's own; or the chair or minute taker."""
    is_recorder = actor.role in RECORDERS
    if actor.participant_id != id and not is_recorder:
        raise NotPermitted("Everybody speaks for themselves.")
    leg = None if actor.leg_id is None else conference.leg(actor.leg_id)
    if leg is None and is_recorder:
        return
    if leg is None or leg.device not in sender_of(conference, actor).identified:
        raise NotPermitted("Nobody has confirmed whose device this is.")


def sender_of(conference: Conference, actor: Actor) -> Participant:
    if actor.participant_id is None:
        raise NotPermitted("This needs a person.")
    return conference.participant(actor.participant_id)


def check_takes_part(conference: Conference, id: ParticipantId | None) -> None:
    if conference.phase is not Phase.IN_SECTION:
        raise WrongPhase("Views are spoken while the conference is in session.")
    if id not in people_here(conference):
        raise WrongStanding("Whoever is not there gives a written view.")


def views_owed(conference: Conference, id: ParticipantId) -> frozenset[ChildId]:
    """On which children this professional is asked for a written view before leaving (REQ-73)."""
    case = conference.decisions.case
    if case is None or find_seat(case, id) is None:
        return frozenset()
    return frozenset(
        child.child_id
        for child in case.children
        if child.child_id not in conference.decisions.decided
        and (id, child.child_id) not in conference.decisions.views
    )


def agencies_unheard(conference: Conference, child: ChildId) -> frozenset[str]:
    """Agencies taking part of which nobody has yet given a view on this child, not even none."""
    here = people_here(conference)
    asked = {seat.agency for seat in case_of(conference).seats if seat.participant_id in here}
    heard = {view.agency for view in _views_on(conference, child)}
    return frozenset(asked - heard)


@dataclass(frozen=True, slots=True)
class Tally:
    """Agencies for and against a plan. Whose people disagree, or have no view, are neither."""

    agencies_for: int
    agencies_against: int


def tally(conference: Conference, child: ChildId) -> Tally:
    balance: Counter[object] = Counter()
    one = case_of(conference).quorum.health_counts_as_one
    for view in _views_on(conference, child):
        voice = view.participant_id if view.agency == HEALTH and not one else view.agency
        balance[voice] += (view.view in FOR) - (view.view in AGAINST)
    sides = balance.values()
    return Tally(sum(side > 0 for side in sides), sum(side < 0 for side in sides))


def _views_on(conference: Conference, child: ChildId) -> list[ViewGiven]:
    return [view for view in conference.decisions.views.values() if view.child_id == child]
