"""What the record takes and refuses: its lines and rules here, its approval beside."""

from typing import assert_never

from app.domain.conference import Conference
from app.domain.errors import (
    Incomplete,
    NotPermitted,
    StaleCommand,
    UnknownChild,
    WrongPhase,
    WrongStanding,
)
from app.domain.ids import SECOND, ChildId, LineId, Micros, ParticipantId
from app.domain.minuting import approval
from app.domain.people import Role
from app.domain.record.commands import (
    MAY_GET_A_COPY,
    ApproveCopy,
    ApproveRecord,
    AskCorrection,
    ClearFlag,
    DescribeLine,
    FillHeading,
    FlagCommand,
    FlagLine,
    KeepDraft,
    LiftWithholding,
    LineCommand,
    NamePart,
    NoteCopyBuilt,
    NoteCopyOpened,
    NoteDraftsDestroyed,
    RecordCommand,
    ReviseLine,
    RuleCommand,
    SendCopy,
    SetCopyRule,
    SetRecordRules,
    SettleCorrection,
    WithholdLine,
)
from app.domain.record.events import (
    CopyRuleSet,
    DraftKept,
    DraftsDestroyed,
    FlagCleared,
    HeadingFilled,
    LineDescribed,
    LineFlagged,
    LineRevised,
    LineWithheld,
    PartNamed,
    RecordEvent,
    RecordRulesSet,
    WithholdingLifted,
)
from app.domain.record.words import LineDetails, WithholdGround

ALWAYS_WHOLE = frozenset({Role.INDEPENDENT_CHAIR, Role.MINUTE_TAKER})
"""Nothing is withheld from whoever writes the record and whoever approves it."""


def decide(
    conference: Conference, command: RecordCommand, asker: ParticipantId | None, now: Micros
) -> list[RecordEvent]:
    match command:
        case (
            DescribeLine()
            | ReviseLine()
            | WithholdLine()
            | LiftWithholding()
            | FlagLine()
            | ClearFlag()
        ):
            return [of_line(conference, command)]
        case SetRecordRules() | SetCopyRule() | NamePart() | FillHeading():
            return [of_rules(conference, command)]
        case KeepDraft(text):
            check_open(conference)
            return [DraftKept(text)]
        case NoteDraftsDestroyed():
            return [DraftsDestroyed()] if conference.record.drafts else []
        case ApproveRecord() | ApproveCopy() | NoteCopyBuilt() | SendCopy() | NoteCopyOpened():
            return approval.of_copies(conference, command, now)
        case AskCorrection() | SettleCorrection():
            return [approval.of_corrections(conference, command, asker, now)]
        case _:
            assert_never(command)


def check_open(conference: Conference) -> None:
    """Approved words stand for ever; what is wrong in them is put right by an addendum."""
    if conference.record.is_approved:
        raise WrongPhase("The record is approved: ask for a correction.")


def of_line(conference: Conference, command: LineCommand) -> RecordEvent:
    line = conference.line(command.line_id)
    match command:
        case DescribeLine(_, details):
            check_open(conference)
            known = conference.record.details.get(line.id)
            over = line.written_at if known is None else known.until_at
            return described(conference, line.id, details, (line.began_at, over))
        case ReviseLine():
            return revised(conference, command)
        case WithholdLine():
            return withheld(conference, command)
        case LiftWithholding(id, recipients):
            if not recipients <= set(conference.record.withheld.get(id, {})):
                raise WrongStanding("This line is not withheld from them.")
            return WithholdingLifted(id, recipients)
        case FlagLine() | ClearFlag():
            return flagged(conference, command)
        case _:
            assert_never(command)


def revised(conference: Conference, command: ReviseLine) -> LineRevised:
    check_open(conference)
    id = command.line_id
    if conference.line(id).struck:
        raise WrongStanding("This line is struck.")
    if command.known not in {None, len(conference.record.earlier.get(id, ()))}:
        raise StaleCommand("Somebody has changed this line since: look at its words first.")
    return LineRevised(id, command.text, command.reason)


def flagged(conference: Conference, command: FlagCommand) -> LineFlagged | FlagCleared:
    id = command.line_id
    match command:
        case FlagLine(note=note):
            if conference.line(id).struck:
                raise WrongStanding("This line is struck.")
            return LineFlagged(id, note)
        case ClearFlag():
            if id not in conference.record.flags:
                raise WrongStanding("This line has no flag.")
            return FlagCleared(id)
        case _:
            assert_never(command)


def described(
    conference: Conference, id: LineId, details: LineDetails, written: tuple[Micros, Micros]
) -> LineDescribed:
    """What a line reports was over at some time between its beginning and its writing.

    Args:
        written: from when to when; never later than was said of it before.
    """
    if not details.language:
        raise Incomplete("A line has a language.")
    case = conference.decisions.case
    known = set[ChildId]() if case is None else {child.child_id for child in case.children}
    if not details.children <= known:
        raise UnknownChild("This child is not on the list of the conference.")
    began, end = written
    until = min(max(end - details.until_seconds_ago * SECOND, began), end)
    return LineDescribed(id, details.children, details.language, Micros(until))


def withheld(conference: Conference, command: WithholdLine) -> LineWithheld:
    """Also after approval: a danger may be seen late. Copies not sent yet are approved again."""
    people = [conference.participant(id) for id in command.recipients]
    if not people:
        raise Incomplete("Say from whom.")
    if any(person.role in ALWAYS_WHOLE for person in people):
        raise NotPermitted("Nothing is withheld from the chair and the minute taker.")
    if command.ground is WithholdGround.OTHER and command.reason is None:
        raise Incomplete("This ground needs a reason in words.")
    return LineWithheld(command.line_id, command.recipients, command.ground, command.reason)


def of_rules(conference: Conference, command: RuleCommand) -> RecordEvent:
    match command:
        case SetRecordRules(rules):
            return checked_rules(conference, rules)
        case SetCopyRule():
            return copy_rule(conference, command)
        case NamePart(participant_id, section_id):
            person = conference.participant(participant_id)
            if person.role in ALWAYS_WHOLE:
                raise NotPermitted("The chair and the minute taker are in every part.")
            return PartNamed(person.id, conference.section(section_id).id)
        case FillHeading(heading, line_ids):
            check_open(conference)
            if any(conference.line(id).struck for id in line_ids):
                raise WrongStanding("This line is struck.")
            return HeadingFilled(heading, line_ids)
        case _:
            assert_never(command)


def checked_rules(conference: Conference, rules: RecordRulesSet) -> RecordRulesSet:
    check_open(conference)
    if rules.correction_days < 1:
        raise Incomplete("There is a day at least to ask for a correction.")
    return rules


def copy_rule(conference: Conference, command: SetCopyRule) -> CopyRuleSet:
    """Refuses whoever has no copy of their own, and whoever is named as kept out of the part."""
    section = conference.section(command.section_id)
    people = [conference.participant(id) for id in command.copy_to]
    if any(person.role not in MAY_GET_A_COPY for person in people):
        raise NotPermitted("This role has no copy of its own.")
    if any((id, section.id) in conference.record.named_parts for id in command.copy_to):
        raise NotPermitted("Somebody is excluded from this part.")
    return CopyRuleSet(section.id, command.copy_to)
