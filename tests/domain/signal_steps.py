"""Commands of asking, answering a signal, halting and private rooms, each with its usual sender."""

from app.domain.asking.commands import (
    AskForBreak,
    AskQuestion,
    AskToSpeak,
    EndResponse,
    LowerHand,
    MarkSpoken,
    NoteAskedBack,
    NoteReply,
    NoteSafePhrase,
    PauseForCheck,
    PlanSafety,
    SilentSignal,
    WithdrawBreak,
)
from app.domain.asking.events import Outcome, Question
from app.domain.halting.commands import (
    Adjourn,
    BringFromAside,
    GiveBreak,
    MoveAside,
    Mute,
    NoteRepeated,
    SetOwnMute,
    Stop,
    Unmute,
)
from app.domain.halting.events import AdjournCause
from app.domain.ids import LegId, ParticipantId
from app.domain.people import TextRef
from tests.domain.people import CHAIR, OFFICE_STAFF, REASON, TEACHER, USUAL, who, words
from tests.domain.steps import Step

PHRASE, SAFETY_PLAN, INTERIM = words(20), words(21), words(22)


def speak(id: ParticipantId, leg: LegId | None = None) -> Step:
    at = leg or USUAL[id]
    return AskToSpeak(at, None), who(id, at)


def signal(id: ParticipantId, leg: LegId | None = None) -> Step:
    at = leg or USUAL[id]
    return SilentSignal(at, None), who(id, at)


def speak_for(id: ParticipantId, room: LegId, host: ParticipantId) -> Step:
    return AskToSpeak(room, id), host


def want_break(id: ParticipantId) -> Step:
    return AskForBreak(USUAL[id], None), who(id)


def withdraw_break(id: ParticipantId, by: ParticipantId | None = None) -> Step:
    return WithdrawBreak(id), by or id


def lower(id: ParticipantId, by: ParticipantId = CHAIR) -> Step:
    return LowerHand(id), by


def spoke(id: ParticipantId) -> Step:
    return MarkSpoken(id), CHAIR


def ask_back(id: ParticipantId, *, answered: bool = True) -> Step:
    return NoteAskedBack(id, answered), CHAIR


def plan_safety(id: ParticipantId, responder: ParticipantId = TEACHER) -> Step:
    return PlanSafety(id, responder, PHRASE, SAFETY_PLAN), OFFICE_STAFF


def check(id: ParticipantId, by: ParticipantId = CHAIR) -> Step:
    return PauseForCheck(id), by


def question(id: ParticipantId, asked: Question, by: ParticipantId = TEACHER) -> Step:
    return AskQuestion(id, asked), by


def reply(id: ParticipantId, *, yes: bool) -> Step:
    return NoteReply(id, yes), who(id)


def phrase(id: ParticipantId, by: ParticipantId = TEACHER) -> Step:
    return NoteSafePhrase(id), by


def end(id: ParticipantId, outcome: Outcome = Outcome.SAFE, by: ParticipantId = TEACHER) -> Step:
    return lambda seen: EndResponse(id, outcome, seen.version), by


def stop() -> Step:
    return Stop(), CHAIR


def give_break(minutes: int = 10) -> Step:
    return GiveBreak(minutes), CHAIR


def adjourn(
    cause: AdjournCause = AdjournCause.SAFETY,
    reason: TextRef | None = REASON,
    interim: TextRef | None = INTERIM,
    new_date: str | None = "1970-01-09",
    late_reason: TextRef | None = None,
) -> Step:
    return Adjourn(cause, reason, interim, new_date, late_reason), CHAIR


def aside(leg: LegId, room_of: ParticipantId) -> Step:
    return MoveAside(leg, room_of), CHAIR


def bring(leg: LegId) -> Step:
    return lambda seen: BringFromAside(leg, seen.version), CHAIR


def repeated(id: ParticipantId) -> Step:
    return NoteRepeated(id), CHAIR


def mute(id: ParticipantId) -> Step:
    return Mute(id, REASON), CHAIR


def unmute(id: ParticipantId) -> Step:
    return Unmute(id), CHAIR


def mute_self(id: ParticipantId, *, muted: bool = True) -> Step:
    return SetOwnMute(USUAL[id], muted), who(id)
