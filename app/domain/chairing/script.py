"""The opening script: each step blocks the next; steps 1 to 5 rest on what everybody has said."""

from app.domain.agenda.codes import ScriptStep
from app.domain.agenda.events import (
    AgendaPrepared,
    ParticipantAnnounced,
    ScriptStepNoted,
    WaitingTold,
)
from app.domain.conference import LIVE, Conference, Phase
from app.domain.errors import (
    AnswersNeeded,
    IdentityNeeded,
    Incomplete,
    ScriptOpen,
    WrongPhase,
    WrongStanding,
)
from app.domain.freshness import still_count
from app.domain.ids import ParticipantId
from app.domain.people import MAIN, Leg, TextRef

ANSWERED = frozenset(
    {
        ScriptStep.WHO_IS_WITH_YOU,
        ScriptStep.HEADPHONES,
        ScriptStep.RECORDING,
        ScriptStep.SAFE_TO_SPEAK,
    }
)


def prepare(conference: Conference, prepared: AgendaPrepared) -> AgendaPrepared:
    if conference.phase is not Phase.BOOKED:
        raise WrongPhase("This is said after the booking and before the lobby opens.")
    if prepared.exclusion_notice_days < 0:
        raise Incomplete("A notice is so many working days, or none.")
    return prepared


def note_step(conference: Conference, step: ScriptStep) -> ScriptStepNoted:
    agenda = conference.agenda
    if conference.phase is not Phase.IN_SECTION or not agenda.has_script:
        raise WrongPhase("The script is for the opening of the conference.")
    if agenda.next_step is None:
        raise WrongStanding("The script is done.")
    if step is not agenda.next_step:
        raise ScriptOpen("Each step of the script follows the one before it.")
    inside = [leg for leg in conference.legs.values() if leg.zone == MAIN and leg.present]
    _check_said(conference, inside, step)
    return ScriptStepNoted(step)


def _check_said(conference: Conference, inside: list[Leg], step: ScriptStep) -> None:
    if step is ScriptStep.IDENTITY and not all(_are_known(conference, leg) for leg in inside):
        raise IdentityNeeded("Say first how you know who each person inside is.")
    if step in ANSWERED and not all(still_count(conference, leg) for leg in inside):
        raise AnswersNeeded("Somebody inside has not answered.")
    if any(step in unsaid(leg) for leg in inside):
        raise AnswersNeeded("Somebody inside has not agreed to this: ask again, or hold them.")


def _are_known(conference: Conference, leg: Leg) -> bool:
    return all(leg.device in conference.participant(id).identified for id in leg.present)


def unsaid(leg: Leg) -> frozenset[ScriptStep]:
    """The steps to which this place has said no, or nothing."""
    if leg.answers is None:
        return ANSWERED
    wrong = {
        ScriptStep.RECORDING: not leg.answers.will_not_record,
        ScriptStep.SAFE_TO_SPEAK: not leg.answers.safe_to_talk,
    }
    return frozenset(step for step, is_so in wrong.items() if is_so)


def note_announced(conference: Conference, id: ParticipantId) -> ParticipantAnnounced:
    if id not in conference.agenda.to_announce:
        raise WrongStanding("Nobody waits to be told that this person has come.")
    return ParticipantAnnounced(id)


def tell_waiting(conference: Conference, minutes: int | None, words: TextRef | None) -> WaitingTold:
    """A delay, or a few words: they name nobody, for everybody who waits reads them."""
    if conference.phase not in LIVE:
        raise WrongPhase("Nobody waits: the lobby is not open.")
    if minutes is not None and minutes < 1:
        raise Incomplete("A delay is at least a minute.")
    return WaitingTold(minutes, words)
