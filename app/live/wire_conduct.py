"""The chair's and the responder's part of a view, of asking and halting, as wire messages."""

from collections.abc import Mapping

from app.domain.conduct_panels import (
    ConductPanel,
    PanelHand,
    PanelResponse,
    PanelSignal,
    ResponderPanel,
)
from app.domain.ids import TextId
from app.domain.people import TextRef
from signalling import panel as parts

Words = Mapping[TextId, str]

UNREADABLE = "…"
"""Stands for a text whose key is gone."""


def texts_of(shown: ConductPanel | ResponderPanel) -> list[TextRef | None]:
    return [ref for signal in shown.signals for ref in (signal.phrase, signal.plan)]


def panel(shown: ConductPanel, words: Words) -> parts.Conduct:
    return parts.Conduct(
        queue=[_hand(each) for each in shown.queue],
        breaks=[_hand(each) for each in shown.breaks],
        not_spoken=[*shown.not_spoken],
        asked_back=[
            parts.AskedBack(participant_id=id, answered=answered)
            for id, answered in shown.asked_back
        ],
        signals=[_signal(each, words) for each in shown.signals],
        response=_response(shown.response),
        missing=[
            parts.Missing(participant_id=id, since_ms=since // 1000) for id, since in shown.missing
        ],
        to_repeat=[
            parts.Missed(
                participant_id=each.participant_id,
                from_ms=each.begins_at // 1000,
                to_ms=each.ends_at // 1000,
            )
            for each in shown.to_repeat
        ],
        offer_pause=shown.offer_pause,
        break_minutes=shown.break_minutes,
        muted=[*shown.muted],
        own_mutes=[*shown.own_mutes],
        reminders=[
            parts.Reminders(participant_id=id, times=times) for id, times in shown.reminders
        ],
        guidance=[*shown.guidance],
        flags=[
            parts.Flag(
                concern=each.concern,
                participant_id=each.about,
                since_ms=each.flagged_at // 1000,
            )
            for each in shown.flags
        ],
    )


def responder(shown: ResponderPanel, words: Words) -> parts.ResponderPanel:
    return parts.ResponderPanel(
        signals=[_signal(each, words) for each in shown.signals],
        response=_response(shown.response),
        guidance=[*shown.guidance],
    )


def _hand(hand: PanelHand) -> parts.PanelHand:
    return parts.PanelHand(
        participant_id=hand.participant_id,
        leg_id=hand.leg_id,
        kind=hand.kind,
        since_ms=hand.since // 1000,
    )


def _signal(signal: PanelSignal, words: Words) -> parts.PanelSignal:
    return parts.PanelSignal(
        participant_id=signal.participant_id,
        leg_id=signal.leg_id,
        since_ms=signal.since // 1000,
        lost=signal.lost,
        responder=signal.responder,
        phrase=_word(words, signal.phrase),
        plan=_word(words, signal.plan),
    )


def _word(words: Words, ref: TextRef | None) -> str | None:
    return None if ref is None else words.get(ref.id, UNREADABLE)


def _response(response: PanelResponse | None) -> parts.PanelResponse | None:
    if response is None:
        return None
    return parts.PanelResponse(
        participant_id=response.participant_id,
        responder=response.responder,
        question=response.question,
        replies=[parts.Reply(question=asked, yes=yes) for asked, yes in response.replies],
        phrase_given=response.phrase_given,
        outcome=response.outcome,
    )
