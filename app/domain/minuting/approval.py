"""Nothing leaves before the chair has said so.

record approved -> copy approved -> copy built -> copy sent -> correction asked -> settled
                        ^                                                            |
                        +---- whatever changes a copy makes its approval void <------+
"""

from typing import assert_never

from app.domain.conference import RUNNING, Conference, Phase
from app.domain.errors import (
    AlreadyHere,
    HeadingsEmpty,
    NotApproved,
    NotPermitted,
    StaleCommand,
    TooLate,
    UnknownCorrection,
    UnknownLine,
    WrongPhase,
    WrongStanding,
)
from app.domain.ids import Micros, ParticipantId
from app.domain.minuting.headings import empty_headings
from app.domain.minuting.window import window_end
from app.domain.record.commands import (
    MAY_GET_A_COPY,
    ApproveCopy,
    ApproveRecord,
    AskCorrection,
    CopyCommand,
    CorrectionCommand,
    NoteCopyBuilt,
    NoteCopyOpened,
    SendCopy,
    SettleCorrection,
)
from app.domain.record.events import (
    CopyApproved,
    CopyBuilt,
    CopyOpened,
    CopySent,
    CorrectionAsked,
    CorrectionSettled,
    RecordApproved,
    RecordEvent,
)
from app.domain.record.state import CopyState
from app.domain.record.words import Minutes

NOT_OVER = RUNNING | {Phase.UNBOOKED, Phase.BOOKED, Phase.LOBBY_OPEN}


def of_copies(conference: Conference, command: CopyCommand, now: Micros) -> list[RecordEvent]:
    match command:
        case ApproveRecord(seen):
            return [approve_record(conference, seen)]
        case ApproveCopy():
            return [approve_copy(conference, command)]
        case NoteCopyBuilt():
            return [build(conference, command)]
        case SendCopy(recipient):
            return [send(conference, recipient, now)]
        case NoteCopyOpened(recipient):
            if not is_sent(conference, recipient):
                raise NotApproved("This copy has not been sent.")
            return [CopyOpened(recipient)]
        case _:
            assert_never(command)


def approve_record(conference: Conference, seen: int) -> RecordApproved:
    """Once, after the conference, of what the chair has read."""
    if conference.phase in NOT_OVER:
        raise WrongPhase("The record is approved when the conference is over.")
    if conference.record.is_approved:
        raise WrongPhase("The record is approved already.")
    if empty_headings(conference):
        raise HeadingsEmpty("A heading that the record must hold is empty.")
    if seen < conference.record.changed_version:
        raise StaleCommand("The record has changed since.")
    return RecordApproved()


def approve_copy(conference: Conference, command: ApproveCopy) -> CopyApproved:
    if not conference.record.is_approved:
        raise NotApproved("The record is approved before its copies.")
    person = conference.participant(command.recipient)
    if person.role not in MAY_GET_A_COPY and command.minutes is not Minutes.NONE:
        raise NotPermitted("This role has no copy of its own.")
    if command.seen < conference.record.changed_version:
        raise StaleCommand("This copy has changed since.")
    return CopyApproved(person.id, command.minutes)


def approved_copy(conference: Conference, recipient: ParticipantId) -> CopyState:
    """Raises NotApproved where there is no approval, or only one of an earlier form."""
    copy = conference.record.copies.get(recipient)
    if copy is None or copy.approved_version < conference.record.changed_version:
        raise NotApproved("The chair has not approved this copy as it is now.")
    return copy


def build(conference: Conference, command: NoteCopyBuilt) -> CopyBuilt:
    copy = approved_copy(conference, command.recipient)
    if copy.minutes is not command.minutes:
        raise NotApproved("The chair has approved more or less than this.")
    return CopyBuilt(command.recipient, command.line_ids, command.digest)


def send(conference: Conference, recipient: ParticipantId, now: Micros) -> CopySent:
    copy = approved_copy(conference, recipient)
    if copy.built_version < copy.approved_version:
        raise NotApproved("This copy has not been built since it was approved.")
    record = conference.record
    until = window_end(now, record.correction_days, record.bank_holidays)
    return CopySent(recipient, until)


def is_sent(conference: Conference, recipient: ParticipantId) -> bool:
    """Sent, and nothing has changed since that would take something from it."""
    copy = conference.record.copies.get(recipient)
    return (
        copy is not None
        and copy.sent_version > 0
        and copy.approved_version >= conference.record.changed_version
    )


def of_corrections(
    conference: Conference, command: CorrectionCommand, asker: ParticipantId | None, now: Micros
) -> RecordEvent:
    match command:
        case AskCorrection():
            return ask(conference, command, asker, now)
        case SettleCorrection(id, outcome, text):
            known = conference.record.corrections.get(id)
            if known is None:
                raise UnknownCorrection("Nobody has asked for this correction.")
            if known.outcome is not None:
                raise WrongStanding("This correction is settled.")
            return CorrectionSettled(id, outcome, text)
        case _:
            assert_never(command)


def ask(
    conference: Conference, command: AskCorrection, asker: ParticipantId | None, now: Micros
) -> CorrectionAsked:
    """Of a line in one's own copy. Whether another line exists is not told."""
    copy = None if asker is None else conference.record.copies.get(asker)
    if asker is None or copy is None or copy.corrections_until is None:
        raise NotApproved("This person has been sent no copy.")
    if command.line_id not in copy.sent_lines:
        raise UnknownLine("This line is not in the minutes.")
    if now >= copy.corrections_until:
        raise TooLate("The time to ask for a correction is over.")
    if command.correction_id in conference.record.corrections:
        raise AlreadyHere("This correction is asked for already.")
    return CorrectionAsked(command.correction_id, asker, command.line_id, command.text)
