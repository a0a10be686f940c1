"""What a person has asked for themselves, as their own screen shows it."""

from app.domain.asking.state import Hand
from app.domain.conference import Conference
from app.domain.people import Leg, LegKind
from app.domain.telephones.events import Need
from app.domain.telephoning.decide import may_be_rung


def has_asked(leg: Leg, hands: tuple[Hand, ...]) -> bool:
    return any(hand.participant_id == leg.owner for hand in hands)


def has_trouble(conference: Conference, leg: Leg) -> bool:
    """Hearing the others: they have told the chair so."""
    told = (leg.owner, Need.TROUBLE_HEARING)
    return any((each.participant_id, each.need) == told for each in conference.telephones.needs)


def may_choose_to_be_rung(conference: Conference, leg: Leg) -> bool:
    if leg.kind is not LegKind.PHONE or leg.owner is None or leg.notice is None:
        return False
    is_put_out = leg.notice.code in {"excluded", "held"}
    return is_put_out and may_be_rung(conference, leg.owner)
