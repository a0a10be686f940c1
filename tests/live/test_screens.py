"""Views reach exactly their leg, and none of before a cut comes after it."""

from uuid import UUID

import anyio

from app.domain.commands import SERVICE, NoteRestart
from app.domain.ids import LegId
from app.domain.people import TextRef
from app.live.screens import HubScreens
from app.live.words import WordStore
from app.service.ports import TextClass
from signalling.hub import Hub
from signalling.messages import Inside, View, Waiting
from signalling.outbox import Outbox
from tests.fakes import MemoryTexts
from tests.service.surroundings import (
    CHAIR,
    CHAIR_LEG,
    CONFERENCE,
    MOTHER,
    MOTHER_LEG,
    Surroundings,
    actor,
    excluding_the_father,
)


async def newest(outbox: Outbox) -> View | None:
    with anyio.move_on_after(0.1):
        async for message in outbox.messages():
            if isinstance(message, View):
                return message
    return None


def screens_with(hub: Hub) -> HubScreens:
    return HubScreens(hub, WordStore(MemoryTexts()))


async def test_each_leg_gets_the_view_that_is_its_own() -> None:
    around, hub, chair, mother = Surroundings(), Hub(), Outbox(), Outbox()
    await around.begin()
    hub.attach(CHAIR_LEG, chair, lambda: None)
    hub.attach(MOTHER_LEG, mother, lambda: None)
    await screens_with(hub).show(CONFERENCE, await around.state())
    to_chair, to_mother = await newest(chair), await newest(mother)
    assert to_chair is not None
    assert to_mother is not None
    assert to_chair.panel is not None
    assert to_mother.panel is None
    assert isinstance(to_mother.screen, Inside)
    assert to_mother.screen.lines == []


async def test_a_view_of_before_a_cut_is_not_shown_after_it() -> None:
    around, hub, mother = Surroundings(), Hub(), Outbox()
    await around.begin()
    before = await around.state()
    screens = screens_with(hub)
    hub.attach(MOTHER_LEG, Outbox(), lambda: None)
    screens.cut(CONFERENCE, frozenset({MOTHER_LEG}), before.version + 1)
    hub.attach(MOTHER_LEG, mother, lambda: None)
    await screens.show(CONFERENCE, before)
    assert await newest(mother) is None


async def test_a_cut_destroys_what_waits_for_that_leg_and_for_no_other() -> None:
    around, hub, chair, mother = Surroundings(), Hub(), Outbox(), Outbox()
    await around.begin()
    aborted: list[LegId] = []
    hub.attach(CHAIR_LEG, chair, lambda: aborted.append(CHAIR_LEG))
    hub.attach(MOTHER_LEG, mother, lambda: aborted.append(MOTHER_LEG))
    screens = screens_with(hub)
    await screens.show(CONFERENCE, await around.state())
    screens.cut(CONFERENCE, frozenset({MOTHER_LEG}), 99)
    assert aborted == [MOTHER_LEG]
    assert await newest(mother) is None
    assert await newest(chair) is not None


async def test_a_leg_that_a_restart_drops_before_it_was_shown_loses_its_socket() -> None:
    around, hub, aborted = Surroundings(), Hub(), list[LegId]()
    await around.begin()
    before = await around.state()
    screens = screens_with(hub)  # of the new process: it has shown nothing yet
    hub.attach(MOTHER_LEG, Outbox(), lambda: aborted.append(MOTHER_LEG))
    screens.expect(CONFERENCE, MOTHER_LEG, before.version)
    await screens.show(CONFERENCE, before)
    assert aborted == []
    await around.handler.handle(CONFERENCE, NoteRestart(), SERVICE)
    await screens.show(CONFERENCE, await around.state())
    assert aborted == [MOTHER_LEG]


async def test_a_leg_that_an_older_look_at_the_log_does_not_know_keeps_its_socket() -> None:
    around, hub, aborted = Surroundings(), Hub(), list[LegId]()
    await around.begin()
    before = await around.state()
    screens, new = screens_with(hub), LegId(UUID(int=77))
    hub.attach(new, Outbox(), lambda: aborted.append(new))
    screens.expect(CONFERENCE, new, before.version + 1)
    await screens.show(CONFERENCE, before)
    assert aborted == []


async def test_somebody_put_out_sees_constants_and_their_own_notice() -> None:
    around, hub, father = Surroundings(), Hub(), Outbox()
    await around.begin()
    await around.handler.handle(CONFERENCE, excluding_the_father(), actor(CHAIR))
    hub.attach(UUID(int=22), father, lambda: None)
    await screens_with(hub).show(CONFERENCE, await around.state())
    shown = await newest(father)
    assert shown is not None
    assert isinstance(shown.screen, Waiting)
    assert shown.screen.notice is not None
    assert (shown.screen.notice.code, shown.panel, shown.room) == ("excluded", None, None)


async def test_the_chair_alone_is_told_at_once_whom_an_unconfirmed_cut_waits_for() -> None:
    around, hub, chair, mother = Surroundings(), Hub(), Outbox(), Outbox()
    await around.begin()
    screens = screens_with(hub)
    hub.attach(CHAIR_LEG, chair, lambda: None)
    hub.attach(MOTHER_LEG, mother, lambda: None)
    await screens.show(CONFERENCE, await around.state())
    before, _ = await newest(chair), await newest(mother)
    screens.trouble(CONFERENCE, frozenset({"not-yet-confirmed"}), frozenset({MOTHER}))
    told = await newest(chair)
    assert before is not None
    assert told is not None
    assert told.panel is not None
    assert [(each.code, each.people) for each in told.panel.troubles] == [
        ("not-yet-confirmed", [MOTHER])
    ]
    assert told.screen == before.screen
    assert await newest(mother) is None


async def test_a_trouble_that_is_told_already_is_not_told_again() -> None:
    around, hub, chair = Surroundings(), Hub(), Outbox()
    await around.begin()
    screens = screens_with(hub)
    hub.attach(CHAIR_LEG, chair, lambda: None)
    await screens.show(CONFERENCE, await around.state())
    screens.trouble(CONFERENCE, frozenset({"cut-not-recorded"}))
    assert await newest(chair) is not None
    screens.trouble(CONFERENCE, frozenset({"cut-not-recorded"}))
    assert await newest(chair) is None


async def test_only_the_words_that_a_view_names_are_read() -> None:
    texts = MemoryTexts()
    name = await texts.keep(CONFERENCE, TextClass.RECORD, "Ann Example")
    secret = await texts.keep(CONFERENCE, TextClass.RECORD, "not for this screen")
    assert isinstance(name, TextRef)
    words = await WordStore(texts).words(CONFERENCE, [name.id])
    assert words == {name.id: "Ann Example"}
    assert secret.id not in words
