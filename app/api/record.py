"""The record: its rules, what becomes of its lines, its headings, its corrections."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import AfterValidator, Field

from app.api.bodies import Body, Id, Reason, plain
from app.api.deps import From, Sender
from app.api.minutes import Details
from app.domain.errors import UnknownLine, WrongPhase
from app.domain.ids import CorrectionId, LineId, ParticipantId, SectionId
from app.domain.record.commands import (
    AskCorrection,
    ClearFlag,
    DescribeLine,
    FillHeading,
    FlagLine,
    KeepDraft,
    LiftWithholding,
    NamePart,
    ReviseLine,
    SetCopyRule,
    SetRecordRules,
    SettleCorrection,
    WithholdLine,
)
from app.domain.record.events import RecordRulesSet
from app.domain.record.words import DraftsUntil, Heading, Outcome, WithholdGround
from app.service.text_class import class_of, drafts_class_of

router = APIRouter(tags=["record"])

Words = Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(plain)]
IsoDate = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Rules(Body):
    required: Annotated[frozenset[Annotated[Heading, Field(strict=False)]], Field(strict=False)]
    drafts_until: Annotated[DraftsUntil, Field(strict=False)]
    correction_days: Annotated[int, Field(ge=1, le=366)]
    bank_holidays: Annotated[frozenset[IsoDate], Field(strict=False)]


class People(Body):
    people: Annotated[frozenset[Id], Field(strict=False)]

    @property
    def ids(self) -> frozenset[ParticipantId]:
        return frozenset(ParticipantId(id) for id in self.people)


class Nothing(Body):
    pass


class Revision(Body):
    text: Words
    reason: Reason
    known: Annotated[int, Field(ge=0, le=1000)] | None = None
    """How many earlier words of the line the sender has seen."""


class Flag(Body):
    note: Reason | None


class Withholding(People):
    ground: Annotated[WithholdGround, Field(strict=False)]
    reason: Reason | None


class Lines(Body):
    line_ids: Annotated[frozenset[Id], Field(strict=False)]


class Note(Body):
    text: Words


class Asking(Body):
    correction_id: Id
    line_number: Annotated[int, Field(ge=1, le=100_000)]
    """As it stands in one's own copy."""
    text: Words


class Settling(Body):
    outcome: Annotated[Outcome, Field(strict=False)]
    text: Words


async def sealing_like(sender: Sender, line_id: LineId) -> Sender:
    """What is said of a restricted line is sealed as that line is, whenever it is said."""
    conference = await sender.wired.conferences.current(sender.conference)
    section = conference.section(conference.line(line_id).section_id)
    return replace(sender, text_class=class_of(section))


@router.put("/record/rules", status_code=204)
async def set_rules(body: Rules, sender: From) -> None:
    rules = RecordRulesSet(
        body.required, body.drafts_until, body.correction_days, body.bank_holidays
    )
    await sender.send(SetRecordRules(rules))


@router.put("/sections/{section_id}/copies", status_code=204)
async def set_copy_rule(section_id: UUID, body: People, sender: From) -> None:
    """Whose copy holds this section, instead of what the rule was."""
    await sender.send(SetCopyRule(SectionId(section_id), body.ids))


@router.put("/sections/{section_id}/excluded/{participant_id}", status_code=204)
async def name_part(section_id: UUID, participant_id: UUID, _: Nothing, sender: From) -> None:
    """An exclusion names this part: its copy will say that it was held without them."""
    await sender.send(NamePart(ParticipantId(participant_id), SectionId(section_id)))


@router.put("/record/headings/{heading}", status_code=204)
async def fill_heading(heading: Heading, body: Lines, sender: From) -> None:
    lines = frozenset(LineId(id) for id in body.line_ids)
    await sender.send(FillHeading(heading, lines))


@router.post("/record/drafts", status_code=204)
async def keep_draft(body: Note, sender: From) -> None:
    """A note of the minute taker's own. Nothing is sealed when the record is approved already."""
    conference = await sender.wired.conferences.current(sender.conference)
    if conference.record.is_approved:
        raise WrongPhase("The record is approved.")
    drafting = replace(sender, text_class=drafts_class_of(conference.current))
    await sender.send(KeepDraft(await drafting.keep(body.text, KeepDraft)))


@router.put("/lines/{line_id}/details", status_code=204)
async def describe_line(line_id: UUID, body: Details, sender: From) -> None:
    await sender.send(DescribeLine(LineId(line_id), body.of_domain()))


@router.put("/lines/{line_id}/text", status_code=204)
async def revise_line(line_id: UUID, body: Revision, sender: From) -> None:
    """The earlier words stay."""
    sealing = await sealing_like(sender, LineId(line_id))
    text = await sealing.keep(body.text, ReviseLine)
    reason = await sealing.keep(body.reason, ReviseLine)
    await sender.send(ReviseLine(LineId(line_id), text, reason, body.known))


@router.put("/lines/{line_id}/withholding", status_code=204)
async def withhold_line(line_id: UUID, body: Withholding, sender: From) -> None:
    reason = None
    if body.reason is not None:
        sealing = await sealing_like(sender, LineId(line_id))
        reason = await sealing.keep(body.reason, WithholdLine)
    await sender.send(WithholdLine(LineId(line_id), body.ids, body.ground, reason))


@router.put("/lines/{line_id}/flag", status_code=204)
async def flag_line(line_id: UUID, body: Flag, sender: From) -> None:
    """The minute taker is asked to look at it again."""
    note = None
    if body.note is not None:
        sealing = await sealing_like(sender, LineId(line_id))
        note = await sealing.keep(body.note, FlagLine)
    await sender.send(FlagLine(LineId(line_id), note))


@router.delete("/lines/{line_id}/flag", status_code=204)
async def clear_flag(line_id: UUID, sender: From) -> None:
    await sender.send(ClearFlag(LineId(line_id)))


@router.put("/lines/{line_id}/lifting", status_code=204)
async def lift_withholding(line_id: UUID, body: People, sender: From) -> None:
    await sender.send(LiftWithholding(LineId(line_id), body.ids))


@router.post("/record/corrections", status_code=204)
async def ask_correction(body: Asking, sender: From) -> None:
    """Of a line by its number in one's own copy, as it was sent."""
    conference = await sender.wired.conferences.current(sender.conference)
    own = None
    if sender.actor.participant_id is not None:
        own = conference.record.copies.get(sender.actor.participant_id)
    if own is None or body.line_number > len(own.line_ids):
        raise UnknownLine("This line is not in the minutes.")
    line_id = own.line_ids[body.line_number - 1]
    sealing = await sealing_like(sender, line_id)
    text = await sealing.keep(body.text, AskCorrection)
    await sender.send(AskCorrection(CorrectionId(body.correction_id), line_id, text))


@router.put("/record/corrections/{correction_id}/outcome", status_code=204)
async def settle_correction(correction_id: UUID, body: Settling, sender: From) -> None:
    """An addendum; the words of the line stay."""
    id = CorrectionId(correction_id)
    conference = await sender.wired.conferences.current(sender.conference)
    known = conference.record.corrections.get(id)
    sealing = sender if known is None else await sealing_like(sender, known.line_id)
    text = await sealing.keep(body.text, SettleCorrection)
    await sender.send(SettleCorrection(id, body.outcome, text))
