"""Commands about telephones, each with whoever usually sends it; and what the chair sees."""

from app.domain.commands import SERVICE, Actor, DropLegs
from app.domain.ids import SECOND, LegId, Micros, ParticipantId
from app.domain.noting.commands import RingOut
from app.domain.people import LegKind
from app.domain.telephones.commands import (
    AskCallBack,
    NoteCall,
    NoteCallPlaced,
    NotePinFailed,
    PlanCall,
    SettleNeed,
    StopRinging,
    TellNeed,
    WithdrawNeed,
)
from app.domain.telephones.events import Need, Progress
from app.domain.telephoning.due import calls_to_place
from app.domain.telephoning.panel import TelephonePanel
from tests.domain.people import CHAIR, KITCHEN, MOTHER, OFFICE, OFFICE_STAFF, USUAL, who, words
from tests.domain.scenario import LOBBY_OPEN, Story, given
from tests.domain.steps import Step, admit, answer, connect, join, open_conference

NUMBER = words(900)


def allow(id: ParticipantId = MOTHER, begins: int | None = None, ends: int | None = None) -> Step:
    plan = PlanCall(id, NUMBER, may_ring=True, after_drop=True, from_minute=begins, to_minute=ends)
    return plan, OFFICE_STAFF


def allow_but_not_after_a_drop(id: ParticipantId = MOTHER) -> Step:
    return PlanCall(id, NUMBER, may_ring=True, after_drop=False), OFFICE_STAFF


def forbid(id: ParticipantId = MOTHER) -> Step:
    return PlanCall(id, None, may_ring=False, after_drop=False), OFFICE_STAFF


def ring(id: ParticipantId = MOTHER) -> Step:
    return RingOut(id), CHAIR


def stop(id: ParticipantId = MOTHER) -> Step:
    return StopRinging(id), CHAIR


def place(id: ParticipantId = MOTHER) -> Step:
    return NoteCallPlaced(id), SERVICE


def note(progress: Progress, id: ParticipantId = MOTHER) -> Step:
    return NoteCall(id, progress), SERVICE


def wrong_pins(id: ParticipantId = MOTHER) -> Step:
    return NotePinFailed(id), SERVICE


def want_call_back(id: ParticipantId = MOTHER, leg: LegId | None = None) -> Step:
    at = leg or USUAL[id]
    return AskCallBack(at), who(id, at)


def tell(need: Need, leg: LegId, by: Actor, for_whom: ParticipantId | None = None) -> Step:
    return TellNeed(leg, need, for_whom), by


def settle(need: Need, id: ParticipantId = MOTHER) -> Step:
    return SettleNeed(id, need), CHAIR


def withdraw_need(need: Need, id: ParticipantId = MOTHER) -> Step:
    return WithdrawNeed(need), id


def lose(leg: LegId = KITCHEN) -> Step:
    return DropLegs(frozenset({leg}), "call-lost"), SERVICE


def phone(id: ParticipantId = MOTHER) -> tuple[Step, Step, Step]:
    """They have rung, said their PIN and answered; they wait in the lobby."""
    return join(id, kind=LegKind.PHONE), connect(USUAL[id]), answer(id)


BY_PHONE: Story = given(
    LOBBY_OPEN,
    join(CHAIR),
    connect(USUAL[CHAIR]),
    answer(CHAIR),
    *phone(),
    open_conference(),
    admit(MOTHER),
)
"""The chair at her desk and the mother by telephone, in the first section."""

NOBODY = ()
HER = (MOTHER,)


def due(story: Story, after: float = 0) -> tuple[ParticipantId, ...]:
    """Whose call is due so many seconds later."""
    return calls_to_place(story.state, Micros(story.now + int(after * SECOND)))


def panel(story: Story) -> TelephonePanel:
    shown = story.view(OFFICE).panel
    assert shown is not None
    return shown.telephones
