"""A professional formally disagrees with a decision, with reasons (REQ-96)."""

from app.domain.case.commands import RecordDissent
from app.domain.case.events import CaseDescribed, DissentRecorded
from app.domain.case.state import Dissent
from app.domain.commands import Actor
from app.domain.conference import Conference
from app.domain.decisions.agency_views import agency_of, check_speaks_for, check_takes_part
from app.domain.decisions.described import child_of
from app.domain.decisions.outcome import check_in_session
from app.domain.errors import AlreadyHere, Incomplete, WrongPhase, WrongStanding
from app.domain.ids import ChildId, Micros, ParticipantId


def record_dissent(
    conference: Conference, command: RecordDissent, actor: Actor
) -> list[DissentRecorded]:
    child, decisions = child_of(conference, command.child_id), conference.decisions
    check_in_session(conference)
    agency = agency_of(conference, command.participant_id)
    check_speaks_for(conference, command.participant_id, actor)
    check_takes_part(conference, actor.participant_id)
    key = command.participant_id, child.child_id
    if child.child_id not in decisions.decided:
        raise WrongPhase("There is no decision for this child yet.")
    if key not in decisions.views:
        raise WrongStanding("Only who has given a view on this child can dissent.")
    if any(key == _key(dissent) for dissent in decisions.dissents):
        raise AlreadyHere("This dissent is recorded already.")
    if command.reasons is None:
        raise Incomplete("A dissent has its reasons.")
    if command.line_id is not None:
        conference.line(command.line_id)
    return [
        DissentRecorded(
            command.participant_id, agency, child.child_id, command.reasons, command.line_id
        )
    ]


def _key(dissent: Dissent) -> tuple[ParticipantId, ChildId]:
    return dissent.recorded.participant_id, dissent.recorded.child_id


def escalate_by(case: CaseDescribed, dissent: Dissent) -> Micros:
    """Until when it may be escalated: the local clock runs from its recording."""
    return Micros(dissent.at + case.settings.escalation_time)
