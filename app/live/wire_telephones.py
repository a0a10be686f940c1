"""The chair's part of a view, of telephones, as a wire message: people and codes alone."""

from app.domain.ids import Micros
from app.domain.telephoning.panel import PanelCall, Since, TelephonePanel
from signalling import telephones as parts


def panel(shown: TelephonePanel) -> parts.Telephones:
    return parts.Telephones(
        calls=[_call(each) for each in shown.calls],
        call_back_wanted=[_since(each) for each in shown.call_back_wanted],
        needs=[
            parts.PanelNeed(
                participant_id=each.participant_id, need=each.need, since_ms=_ms(each.since)
            )
            for each in shown.needs
        ],
        may_ring=[
            parts.MayRing(
                participant_id=each.participant_id,
                from_minute=each.from_minute,
                to_minute=each.to_minute,
            )
            for each in shown.may_ring
        ],
        forbidden=[
            parts.Forbidden(
                participant_id=each.participant_id,
                lost_at_ms=None if each.lost_at is None else _ms(each.lost_at),
                never=each.never,
            )
            for each in shown.forbidden
        ],
        pin_failed=[_since(each) for each in shown.pin_failed],
        practised=[
            parts.Practised(participant_id=each.participant_id, result=each.result)
            for each in shown.practised
        ],
    )


def _call(call: PanelCall) -> parts.PanelCall:
    return parts.PanelCall(
        participant_id=call.participant_id,
        state=call.state,
        attempts=call.attempts,
        since_ms=_ms(call.since),
        goes_on=call.goes_on,
    )


def _since(known: Since) -> parts.Since:
    return parts.Since(participant_id=known.participant_id, since_ms=_ms(known.since))


def _ms(at: Micros) -> int:
    return at // 1000
