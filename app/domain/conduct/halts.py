"""Stop, break, adjourn, call off, and repeat what was missed."""

from datetime import date
from typing import assert_never

from app.domain.attendance import check_stands_in
from app.domain.commands import Actor
from app.domain.conduct import asides, voices
from app.domain.conference import ASIDE_OPEN, LIVE, Conference, Phase
from app.domain.days import dates, day_of, working_days_after
from app.domain.errors import Incomplete, WrongPhase, WrongStanding
from app.domain.events import ConferencePaused, Event
from app.domain.halting.commands import (
    Adjourn,
    AsideCommand,
    CallOff,
    GiveBreak,
    HaltingCommand,
    NoteRepeated,
    PrepareConduct,
    Stop,
    VoiceCommand,
)
from app.domain.halting.events import (
    AdjournCause,
    BreakBegun,
    ConductPrepared,
    ConferenceAdjourned,
    ConferenceNotHeld,
    ConferenceStopped,
    Day,
    PointRepeated,
)
from app.domain.ids import Micros


def decide(
    conference: Conference, command: HaltingCommand, actor: Actor, now: Micros
) -> list[Event]:
    if isinstance(command, AsideCommand):
        return asides.decide(conference, command, actor, now)
    if isinstance(command, VoiceCommand):
        return voices.decide(conference, command, actor)
    match command:
        case PrepareConduct(prepared):
            return prepare(conference, prepared)
        case Stop():
            _check(conference, ASIDE_OPEN)
            return [ConferenceStopped()]
        case GiveBreak(minutes):
            _check(conference, frozenset({Phase.IN_SECTION}))
            return [BreakBegun(minutes), ConferencePaused("break")]
        case Adjourn():
            check_stands_in(conference, actor)
            return adjourn(conference, command, now)
        case CallOff(reason):
            _check(conference, frozenset({Phase.BOOKED, Phase.LOBBY_OPEN}))
            return [ConferenceNotHeld(reason)]
        case NoteRepeated(participant_id):
            if participant_id not in conference.halting.to_repeat:
                raise WrongStanding("This person has missed nothing that is not repeated.")
            return [PointRepeated(participant_id)]
        case _:
            assert_never(command)


def _check(conference: Conference, allowed: frozenset[Phase]) -> None:
    if conference.phase not in allowed:
        raise WrongPhase("This is not possible at this point of the conference.")


def prepare(conference: Conference, prepared: ConductPrepared) -> list[Event]:
    _check(conference, frozenset({Phase.BOOKED, Phase.LOBBY_OPEN}))
    if prepared.redate_within < 1 or prepared.signal_within <= 0 or prepared.signal_lasts <= 0:
        raise Incomplete("Every figure is at least one.")
    for day in prepared.bank_holidays:
        _date(day)
    return [prepared]


def adjourn(conference: Conference, command: Adjourn, now: Micros) -> list[Event]:
    """Nothing is left open: why, what keeps the child safe, and when next (REQ-71)."""
    _check(conference, LIVE)
    if command.reason is None or command.interim is None or command.new_date is None:
        raise Incomplete("Say why, what holds until then, and the new date.")
    new = _date(command.new_date)
    if new <= day_of(now):
        raise Incomplete("The new date is still to come.")
    latest = latest_date(conference, command.cause, now)
    if latest is not None and new > latest and command.late_reason is None:
        raise Incomplete("The new date is later than it should be: say why.")
    new_date = Day(new.isoformat())
    return [
        ConferenceAdjourned(
            command.cause, command.reason, command.interim, new_date, command.late_reason
        )
    ]


def latest_date(conference: Conference, cause: AdjournCause, now: Micros) -> date | None:
    """By when an inquorate initial conference is held again; None: there is no such day."""
    rules = conference.halting
    if not rules.initial or cause is not AdjournCause.INQUORATE:
        return None
    return working_days_after(day_of(now), rules.redate_within, dates(rules.bank_holidays))


def _date(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Incomplete("A date is written 2026-11-22.") from None
