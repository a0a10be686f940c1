"""A slow reader costs little, and what is destroyed is never sent."""

from uuid import UUID

import anyio
import pytest

from signalling.hub import Hub
from signalling.messages import Companion, Ended, Refused, Slots, ToBrowser, View, Waiting
from signalling.outbox import REPLIES, Outbox, OutboxFull

LEG = UUID(int=1)


def view(*, needed: bool) -> View:
    screen = Waiting(notice=None, answers_needed=needed, asked=False, asked_for_break=False)
    return View(number=0, screen=screen, panel=None, room=None, responder=None)


async def first(outbox: Outbox, count: int) -> list[ToBrowser]:
    """What comes out within a moment, at most `count`."""
    taken: list[ToBrowser] = []
    with anyio.move_on_after(0.1):
        async for message in outbox.messages():
            taken.append(message)
            if len(taken) == count:
                break
    return taken


async def test_of_many_views_only_the_newest_is_sent() -> None:
    outbox = Outbox()
    outbox.show(view(needed=True))
    outbox.show(view(needed=False))
    assert await first(outbox, 2) == [view(needed=False)]


async def test_replies_go_before_the_view() -> None:
    outbox = Outbox()
    outbox.show(view(needed=True))
    outbox.reply(Refused(code="wrong-phase"))
    assert await first(outbox, 2) == [Refused(code="wrong-phase"), view(needed=True)]


async def test_a_browser_that_asks_and_does_not_read_is_given_up() -> None:
    outbox = Outbox()
    for _ in range(REPLIES):
        outbox.reply(Refused(code="wrong-phase"))
    with pytest.raises(OutboxFull):
        outbox.reply(Refused(code="wrong-phase"))


async def test_a_burnt_outbox_sends_nothing_of_what_waited_and_nothing_new() -> None:
    outbox = Outbox()
    outbox.show(view(needed=True))
    outbox.reply(Refused(code="wrong-phase"))
    outbox.burn()
    outbox.show(view(needed=False))
    assert await first(outbox, 1) == []


async def test_cutting_a_leg_destroys_its_outbox_and_its_socket() -> None:
    hub, outbox, aborted = Hub(), Outbox(), []
    hub.attach(LEG, outbox, lambda: aborted.append(LEG))
    hub.show(LEG, view(needed=True))
    hub.burn(LEG)
    assert aborted == [LEG]
    assert await first(outbox, 1) == []


async def test_a_view_is_sent_only_if_it_differs_from_the_last() -> None:
    hub, outbox = Hub(), Outbox()
    hub.attach(LEG, outbox, lambda: None)
    hub.show(LEG, view(needed=True))
    assert [type(message) for message in await first(outbox, 1)] == [View]
    hub.show(LEG, view(needed=True))
    assert await first(outbox, 1) == []


async def test_a_views_number_counts_for_its_leg_alone_and_outlives_its_socket() -> None:
    hub, before, after = Hub(), Outbox(), Outbox()
    hub.attach(LEG, before, lambda: None)
    hub.show(LEG, view(needed=True))
    hub.attach(LEG, after, lambda: None)
    hub.show(LEG, view(needed=True))
    (shown,) = await first(after, 1)
    assert isinstance(shown, View)
    assert shown.number == 2


async def test_a_second_socket_of_a_leg_cuts_off_the_first() -> None:
    hub, aborted = Hub(), []
    hub.attach(LEG, Outbox(), lambda: aborted.append("first"))
    hub.attach(LEG, Outbox(), lambda: aborted.append("second"))
    assert aborted == ["first"]
    assert hub.gone_for(LEG) == 0.0


async def test_the_end_of_a_socket_that_was_replaced_changes_nothing() -> None:
    hub, first_outbox = Hub(), Outbox()
    hub.attach(LEG, first_outbox, lambda: None)
    hub.attach(LEG, Outbox(), lambda: None)
    hub.detach(LEG, first_outbox)
    assert hub.is_attached(LEG)


async def test_the_same_slots_are_not_sent_twice() -> None:
    hub, outbox = Hub(), Outbox()
    hub.attach(LEG, outbox, lambda: None)
    hub.decorate(LEG, Slots(slots=[]))
    hub.decorate(LEG, Slots(slots=[]))
    assert await first(outbox, 2) == [Slots(slots=[])]


async def test_an_unknown_leg_has_been_gone_for_ever() -> None:
    hub = Hub()
    hub.show(LEG, View(number=0, screen=Ended(), panel=None, room=None, responder=None))
    assert hub.gone_for(LEG) == float("inf")


async def test_a_change_of_company_alone_is_sent() -> None:
    hub, leg, outbox = Hub(), UUID(int=1), Outbox()
    hub.attach(leg, outbox, lambda: None)
    hub.show(leg, view(needed=True))
    await first(outbox, 1)
    grandmother = Companion(participant_id=UUID(int=2), role="family", name=None, here=True)
    hub.show(leg, view(needed=True).model_copy(update={"company": [grandmother]}))
    shown = (await first(outbox, 1))[0]
    assert isinstance(shown, View)
    assert shown.company == [grandmother]


async def test_what_is_amended_after_a_cut_reaches_neither_the_old_socket_nor_the_next() -> None:
    hub, before, after = Hub(), Outbox(), Outbox()
    hub.attach(LEG, before, lambda: None)
    hub.show(LEG, view(needed=True))
    hub.burn(LEG)
    hub.amend(LEG, lambda shown: shown.model_copy(update={"company": []}))
    hub.attach(LEG, after, lambda: None)
    hub.amend(LEG, lambda shown: view(needed=False))
    assert await first(before, 1) == []
    assert await first(after, 1) == []
