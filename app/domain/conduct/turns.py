"""Asking: to speak, for a break, or by a signal that nobody can tell from asking to speak."""

from typing import assert_never

from app.domain.asking.commands import (
    AskForBreak,
    AskToSpeak,
    LowerHand,
    MarkSpoken,
    NoteAskedBack,
    SilentSignal,
    TurnCommand,
    WithdrawBreak,
)
from app.domain.asking.events import (
    AskedBack,
    AskingEvent,
    BreakAsked,
    BreakWithdrawn,
    HandLowered,
    HandRaised,
    Level,
    ParticipantSpoke,
    SilentSignalled,
)
from app.domain.asking.state import Hand, Signal
from app.domain.commands import Actor
from app.domain.conference import LIVE, RUNNING, Conference, Section
from app.domain.errors import NotPermitted, WrongPhase, WrongStanding
from app.domain.ids import Micros, ParticipantId
from app.domain.people import FAMILY_SIDE, WITHOUT_VOICE, Role
from app.domain.presence import asked_for


def decide(
    conference: Conference, command: TurnCommand, actor: Actor, now: Micros
) -> list[AskingEvent]:
    match command:
        case AskToSpeak():
            return ask_to_speak(conference, command, actor, now)
        case SilentSignal():
            return signal(conference, command, actor, now)
        case AskForBreak(leg_id):
            asker = asker_of(conference, command, actor)
            waits = any(each.participant_id == asker for each in conference.asking.breaks)
            return [] if waits else [BreakAsked(asker, leg_id)]
        case WithdrawBreak(participant_id):
            return withdraw_break(conference, participant_id, actor)
        case LowerHand(participant_id):
            return lower(conference, participant_id, actor)
        case MarkSpoken(participant_id):
            _section(conference)
            return [ParticipantSpoke(conference.participant(participant_id).id)]
        case NoteAskedBack():
            return asked_back(conference, command)
        case _:
            assert_never(command)


def asker_of(
    conference: Conference, command: AskToSpeak | SilentSignal | AskForBreak, actor: Actor
) -> ParticipantId:
    """The one check for every way to ask, so that being refused does not tell one from another."""
    if conference.phase not in LIVE:
        raise WrongPhase("The conference is not open.")
    asker = asked_for(conference, command.leg_id, command.for_whom, actor)
    if conference.participant(asker).role in WITHOUT_VOICE:
        raise NotPermitted("An observer does not speak.")
    return asker


def ask_to_speak(
    conference: Conference, command: AskToSpeak, actor: Actor, now: Micros
) -> list[AskingEvent]:
    """Asking again changes nothing; asking again at once is the signal."""
    asker = asker_of(conference, command, actor)
    hand = hand_of(conference, asker)
    if hand is None:
        return [HandRaised(asker, command.leg_id)]
    at_once = now - hand.raised_at <= conference.halting.signal_within
    if at_once and hand.leg_id == command.leg_id and open_signal(conference, asker) is None:
        return [SilentSignalled(asker, command.leg_id)]
    return []


def signal(
    conference: Conference, command: SilentSignal, actor: Actor, now: Micros
) -> list[AskingEvent]:
    """The hand goes up as if asked for: the ordinary record is that of asking to speak."""
    asker = asker_of(conference, command, actor)
    signalled = SilentSignalled(asker, command.leg_id, command.level)
    if hand_of(conference, asker) is None:
        return [HandRaised(asker, command.leg_id), signalled]
    if command.level is Level.NEED_BREAK:
        waits = any(each.participant_id == asker for each in conference.asking.needs)
        return [] if waits else [signalled]
    known = open_signal(conference, asker)
    again = known is not None and now - known.signalled_at <= conference.halting.signal_within
    return [] if again else [signalled]


def hand_of(conference: Conference, id: ParticipantId) -> Hand | None:
    return next((hand for hand in conference.asking.hands if hand.participant_id == id), None)


def open_signal(conference: Conference, id: ParticipantId) -> Signal | None:
    signals = conference.asking.signals
    return next((each for each in signals if each.participant_id == id and each.open), None)


def lower(conference: Conference, id: ParticipantId, actor: Actor) -> list[AskingEvent]:
    if id != actor.participant_id and actor.role is not Role.INDEPENDENT_CHAIR:
        raise NotPermitted("One takes back one's own hand.")
    if hand_of(conference, id) is None:
        raise WrongStanding("This person has not asked to speak.")
    return [HandLowered(id)]


def withdraw_break(conference: Conference, id: ParticipantId, actor: Actor) -> list[AskingEvent]:
    if id != actor.participant_id and actor.role is not Role.INDEPENDENT_CHAIR:
        raise NotPermitted("One takes back one's own wish for a break.")
    if all(each.participant_id != id for each in conference.asking.breaks):
        raise WrongStanding("This person has not asked for a break.")
    return [BreakWithdrawn(id)]


def asked_back(conference: Conference, command: NoteAskedBack) -> list[AskingEvent]:
    section = _section(conference)
    person = conference.participant(command.participant_id)
    if person.role not in FAMILY_SIDE or person.id not in section.audience:
        raise WrongStanding("Only a family member of this part is asked back.")
    return [AskedBack(person.id, section.id, command.answered)]


def _section(conference: Conference) -> Section:
    if conference.phase not in RUNNING or conference.current is None:
        raise WrongPhase("No section is open.")
    return conference.current
