"""The commands of the record by what they want, and a conference with lines in several parts."""

from functools import lru_cache

from app.domain.commands import SERVICE, Close, NotePlanApplied, WriteLine
from app.domain.copying.build import copy_from
from app.domain.copying.copy import Copy, digest_of
from app.domain.copying.readers import Course, course_of
from app.domain.events import LineKind
from app.domain.evolve import Recorded
from app.domain.ids import CorrectionId, LineId, ParticipantId, SectionId
from app.domain.people import TextRef
from app.domain.record.commands import (
    ApproveCopy,
    ApproveRecord,
    AskCorrection,
    FillHeading,
    NamePart,
    NoteCopyBuilt,
    SendCopy,
    SetCopyRule,
    SettleCorrection,
    WithholdLine,
)
from app.domain.record.words import Heading, LineDetails, Minutes, Outcome, WithholdGround
from tests.domain.people import (
    CHAIR,
    CLOSED_PART,
    MINUTE_TAKER,
    MOTHER,
    MOTHERS_VIEWS,
    PLAN,
    SOCIAL_WORKER,
    TEACHER,
    named,
    words,
)
from tests.domain.scenario import WITHOUT_HIM_THERE, Story, given
from tests.domain.steps import Step, answer, begin, bring_back, sealed

OPENED, TOLD, SECRET, HERS, DECIDED = (LineId(named(0x6_1000 + n)) for n in range(5))
"""Two lines of the welcome, one of the closed part, one of the mother's, one of the plan."""

CORRECTION = CorrectionId(named(0x8_0000))
APPLIED: Step = (lambda seen: NotePlanApplied(seen.version), SERVICE)


def say(
    id: LineId,
    speaker: ParticipantId = SOCIAL_WORKER,
    kind: LineKind = LineKind.FACT,
    details: LineDetails | None = None,
    ago: int = 0,
) -> Step:
    text = words(0x900 + id.int % 0x100)
    return WriteLine(id, speaker, kind, text, ago, details), MINUTE_TAKER


def withhold(
    id: LineId,
    *recipients: ParticipantId,
    ground: WithholdGround = WithholdGround.SAFE_CONTACT,
    reason: TextRef | None = None,
) -> Step:
    return WithholdLine(id, frozenset(recipients), ground, reason), CHAIR


def copy_to(section: SectionId, *people: ParticipantId) -> Step:
    return SetCopyRule(section, frozenset(people)), CHAIR


def name_part(id: ParticipantId, section: SectionId) -> Step:
    return NamePart(id, section), CHAIR


def fill(*lines: LineId) -> tuple[Step, ...]:
    """These lines stand under every heading."""
    return tuple((FillHeading(each, frozenset(lines)), MINUTE_TAKER) for each in Heading)


def close() -> Step:
    return Close(), CHAIR


def approve_record() -> Step:
    return lambda seen: ApproveRecord(seen.version), CHAIR


def approve(id: ParticipantId, minutes: Minutes = Minutes.PART) -> Step:
    return lambda seen: ApproveCopy(id, minutes, seen.version), CHAIR


def send(id: ParticipantId) -> Step:
    return SendCopy(id), CHAIR


def ask_correction(line: LineId, by: ParticipantId = MOTHER) -> Step:
    return AskCorrection(CORRECTION, line, words(0xA00)), by


def settle(outcome: Outcome = Outcome.ACCEPTED) -> Step:
    return SettleCorrection(CORRECTION, outcome, words(0xA01)), CHAIR


def copy_of(story: Story, id: ParticipantId) -> Copy:
    """Who was there when is worked out once for all the copies of one log."""
    return copy_from(story.state, course_at(story.log), id)


@lru_cache(maxsize=16)
def course_at(log: tuple[Recorded, ...]) -> Course:
    return course_of(log)


def build(story: Story, id: ParticipantId) -> Step:
    """What the service says of the copy that it has just built."""
    copy = copy_of(story, id)
    return NoteCopyBuilt(id, copy.minutes, copy.line_ids, digest_of(copy)), SERVICE


def built(story: Story, id: ParticipantId) -> Story:
    return story.and_then(build(story, id))


def lines_of(story: Story, id: ParticipantId) -> list[LineId]:
    return list(copy_of(story, id).line_ids)


MINUTED = given(
    WITHOUT_HIM_THERE,
    APPLIED,
    say(OPENED),
    say(TOLD, TEACHER),
    begin(CLOSED_PART),
    sealed(CLOSED_PART),
    APPLIED,
    say(SECRET),
    begin(MOTHERS_VIEWS),
    answer(MOTHER),
    bring_back(),
    APPLIED,
    say(HERS, MOTHER, LineKind.ACCOUNT),
    begin(PLAN),
    say(DECIDED, CHAIR, LineKind.DECISION),
)
"""Every part but the family talk has been held; the father is out since the closed part."""

OVER = given(MINUTED, *fill(OPENED), close())
APPROVED = given(OVER, approve_record())
SENT_TO_TEACHER = given(
    built(given(APPROVED, approve(TEACHER, Minutes.FULL)), TEACHER), send(TEACHER)
)
