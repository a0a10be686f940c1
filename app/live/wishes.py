"""What a caller wants, as a command of the conference."""

from app.domain.asking.commands import AskForBreak, AskToSpeak, NoteReply, SilentSignal
from app.domain.commands import Command, GiveAnswers
from app.domain.halting.commands import SetOwnMute
from app.domain.ids import LegId, ParticipantId
from app.domain.people import Answers
from app.domain.telephones.commands import AskCallBack, TellNeed
from app.domain.telephones.events import Need
from signalling.phone import acts
from signalling.phone.acts import Act


def command_for(act: Act, leg: LegId, who: ParticipantId) -> Command | None:
    """None: it is no wish of that kind."""
    match act:
        case acts.Answer():
            return GiveAnswers(leg, _answers(act), None)
        case acts.AskToSpeak():
            return AskToSpeak(leg, None)
        case acts.Signal():
            return SilentSignal(leg, None)
        case acts.AskForBreak():
            return AskForBreak(leg, None)
        case acts.TellTrouble():
            return TellNeed(leg, Need.TROUBLE_HEARING)
        case acts.CallOffice():
            return TellNeed(leg, Need.ADMINISTRATOR)
        case acts.SetMute(muted):
            return SetOwnMute(leg, muted)
        case acts.RingMeBack():
            return AskCallBack(leg)
        case acts.ReplyTo(yes):
            return NoteReply(who, yes)
        case _:
            return None


def _answers(given: acts.Answer) -> Answers:
    return Answers(
        given.alone,
        given.others_can_hear,
        given.child_can_hear,
        given.headphones,
        given.safe_to_talk,
        given.will_not_record,
    )
