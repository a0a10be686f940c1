"""A way through every page and state, with a look at each.

joining -> lobby -> inside -> paused -> held -> aside -> closed part -> excluded -> ended
"""

import re
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

from playwright.async_api import Browser, expect

from app.domain.agenda.codes import SCRIPT
from bench.support.service import Quorate
from bench.support.visitor import new_line_id
from tests.journeys.family import (
    CHAIR,
    FATHER,
    LINE,
    MINUTE_TAKER,
    MOTHER,
    REASON,
    SOCIAL_WORKER,
    VIEWS,
    WITHOUT_FAMILY,
)
from tests.journeys.people import tab_in
from tests.journeys.screens import (
    ROOM,
    SHAPES,
    AtPage,
    Look,
    Shape,
    in_all_shapes,
    must,
    press,
)

STATEMENT = {
    "alone": True,
    "others_can_hear": False,
    "child_can_hear": False,
    "headphones": True,
    "safe_to_talk": True,
    "will_not_record": True,
}


@dataclass
class Cast:
    """Who sits at a real page."""

    chair: AtPage
    mother: AtPage
    minute_taker: AtPage
    host: AtPage
    display: AtPage
    look: Look
    shapes: tuple[Shape, ...]

    async def see(self, **pages: AtPage) -> None:
        for name, person in pages.items():
            await in_all_shapes(name.replace("_", " "), person.page, self.look, self.shapes)

    async def state_room(self, *present: str) -> None:
        """By the host, from their own page."""
        expected = {
            each["name"]: each["participant_id"] for each in self.host.view["room"]["expected"]
        }
        path = f"/rooms/{self.host.view['room']['leg_id']}/statement"
        body = {"present": [expected[name] for name in present], **STATEMENT}
        must(await self.host.put(path, body))

    async def chair_sees_mother_in(self, zone: str) -> None:
        await self.chair.until(lambda: self.chair.leg_in(MOTHER, "browser").get("zone") == zone)

    async def admit(self, name: str, kind: str = "browser") -> None:
        chair = self.chair
        await chair.until(lambda: chair.leg_in(name, kind).get("answers_count", False))
        leg = chair.leg_in(name, kind)
        body = {
            "leg_id": leg["leg_id"],
            "identity": None if leg["identified"] else "known_to_chair",
            "reason": None,
            "seen": chair.panel["version"],
        }
        id = chair.person(name)["participant_id"]
        must(await chair.put(f"/participants/{id}/admission", body))


async def tour(
    service: Quorate, browser: Browser, look: Look, shapes: tuple[Shape, ...] = SHAPES
) -> list[AtPage]:
    """Through the whole conference; the chair's acts go by her page's routes."""
    async with AsyncExitStack() as stack:

        async def sit_down(name: str) -> AtPage:
            page = await stack.enter_async_context(
                tab_in(browser, MEDIA[browser.browser_type.name])
            )
            return await stack.enter_async_context(AtPage(service.link(name), page))

        names = (CHAIR, MOTHER, MINUTE_TAKER, SOCIAL_WORKER, ROOM)
        chair, mother, minute_taker, host, display = [await sit_down(name) for name in names]
        cast = Cast(chair, mother, minute_taker, host, display, look, shapes)
        await wait_outside(cast)
        await be_inside(cast)
        await ask_and_answer(cast)
        await pause(cast)
        await hold_and_go_aside(cast)
        await close_a_part(cast)
        await exclude_and_end(cast)
        return [chair, mother, minute_taker, host, display]


MEDIA = {"chromium": ("microphone", "camera"), "firefox": ()}
"""Firefox has them from its preferences."""


def looking_at_steps(cast: Cast, person: AtPage, name: str) -> Callable[[str], Awaitable[None]]:
    """Each step, and what is said where its questions are not answered."""

    async def at(step: str) -> None:
        await in_all_shapes(f"{name} {step}", person.page, cast.look, cast.shapes)
        if await person.page.get_by_role("radio").count():
            form = person.page.get_by_role("main").locator("form")
            await form.locator("button:not([type=button])").click()
            summary = person.page.get_by_role("alert").filter(
                has=person.page.get_by_role("heading")
            )
            await expect(summary).to_be_visible()
            await in_all_shapes(f"{name} {step} wrong", person.page, cast.look, cast.shapes)

    return at


async def wait_outside(cast: Cast) -> None:
    await cast.mother.walk_in(looking_at_steps(cast, cast.mother, "joining"))
    await cast.display.walk_in()
    await cast.chair.walk_in()
    await cast.minute_taker.walk_in()
    await cast.host.walk_in(silently=True)
    host = cast.host
    await host.until(lambda: host.view["room"]["leg_id"] is not None)
    await cast.see(lobby=cast.mother, chair_waits=cast.chair)
    await cast.see(display_waits=cast.display, host_states=host)
    await cast.state_room(SOCIAL_WORKER, FATHER)
    await cast.see(panel_before=cast.chair)


async def be_inside(cast: Cast) -> None:
    must(await cast.chair.course("open"))
    await cast.minute_taker.sees("inside")  # who was known and ready came in with it
    await press(cast.chair.page, f"Admit {MOTHER}")
    await cast.see(admit_asked=cast.chair)
    await cast.chair.page.keyboard.press("Escape")
    await cast.admit(MOTHER)
    for name in (SOCIAL_WORKER, FATHER):
        await cast.admit(name, "room")
    for person in (cast.chair, cast.mother, cast.minute_taker, cast.display):
        await person.sees("inside")
    await cast.host.until(lambda: not cast.host.view["room"]["dark"])
    await write_line(cast, LINE)
    await cast.see(inside=cast.mother, panel=cast.chair, minutes=cast.minute_taker)
    await cast.see(display=cast.display, host=cast.host)


async def write_line(cast: Cast, text: str) -> None:
    writer = cast.minute_taker
    speaker = cast.chair.person(MOTHER)["participant_id"]
    line = {
        "line_id": new_line_id(),
        "speaker": speaker,
        "kind": "fact",
        "text": text,
        "began_seconds_ago": 2,
    }
    must(await writer.ask("POST", "/lines", line))
    await writer.until(lambda: text in str(writer.view["screen"].get("lines")))


async def ask_and_answer(cast: Cast) -> None:
    """What the panel says of those who ask, and the windows that ask before something is done."""
    mother, chair, host = cast.mother, cast.chair, cast.host
    leg = chair.leg_in(MOTHER, "browser")["leg_id"]
    must(await mother.put("/hand", {"leg_id": leg, "for_whom": None, "presses": 1}))
    must(await mother.put("/break-request", {"leg_id": leg, "for_whom": None}))
    room, father = host.view["room"]["leg_id"], chair.person(FATHER)["participant_id"]
    must(await host.put("/hand", {"leg_id": room, "for_whom": father, "presses": 1}))
    concern = {"concern": "child_audible", "leg_id": None}
    must(await host.put(f"/participants/{father}/concern", concern))
    await host.until(lambda: father in host.view["room"]["asked"])
    await cast.see(asking=mother, panel_asked=chair, host_asked=host)
    for name, person, words in (
        ("exclude asked", chair, f"Exclude {MOTHER}"),
        ("close asked", chair, "Close the conference"),
        ("leave asked", mother, "Leave"),
        ("private word", host, "A private word"),
    ):
        await press(person.page, words)
        await in_all_shapes(name, person.page, cast.look, cast.shapes)
        await person.page.keyboard.press("Escape")


async def pause(cast: Cast) -> None:
    must(await cast.chair.course("pause"))
    await cast.mother.until(lambda: cast.mother.view["screen"].get("paused", False))
    await cast.see(paused=cast.mother, panel_paused=cast.chair, minutes_paused=cast.minute_taker)
    await cast.see(display_paused=cast.display, host_paused=cast.host)
    await cast.mother.answer_again()
    await cast.state_room(SOCIAL_WORKER, FATHER)
    must(await cast.chair.course("resume"))
    await cast.mother.until(lambda: not cast.mother.view["screen"].get("paused", True))


async def hold_and_go_aside(cast: Cast) -> None:
    chair, mother = cast.chair, cast.mother
    leg = chair.leg_in(MOTHER, "browser")["leg_id"]
    must(await chair.put(f"/legs/{leg}/hold", {"notice_minutes": 10}))
    await mother.is_told("held")
    await cast.chair_sees_mother_in("held")
    await cast.see(held=mother, panel_held=chair)
    must(await chair.put(f"/legs/{leg}/release", {"seen": chair.panel["version"]}))
    await mother.sees("inside")
    await cast.chair_sees_mother_in("main")
    room_of = chair.person(MOTHER)["participant_id"]
    body = {"room_of": room_of, "with_interpreters": False}
    must(await chair.put(f"/legs/{leg}/private-room", body))
    await mother.sees("aside")
    await chair.until(
        lambda: chair.leg_in(MOTHER, "browser").get("zone", "main") not in {"main", "held"}
    )
    await cast.see(aside=mother, panel_aside=chair)
    await mother.answer_again()
    await chair.until(lambda: chair.leg_in(MOTHER, "browser").get("answers_count", False))
    must(await chair.put(f"/legs/{leg}/return", {"seen": chair.panel["version"]}))
    await mother.sees("inside")


async def answer_anew(chair: AtPage, name: str, person: AtPage) -> None:
    """The tour can take longer than answers count for a closed part."""
    leg = chair.leg_in(name, "browser")["leg_id"]
    must(await chair.put(f"/legs/{leg}/question", {}))
    await person.until(lambda: person.view["screen"]["answers_needed"])
    await person.answer_again()


async def close_a_part(cast: Cast) -> None:
    """The family goes out, and comes back for the part after it."""
    chair, mother = cast.chair, cast.mother
    for step in SCRIPT:
        must(await chair.put(f"/script/{step}", {}))
    for name, person in ((MINUTE_TAKER, cast.minute_taker), (CHAIR, chair)):
        await answer_anew(chair, name, person)
    await cast.state_room(SOCIAL_WORKER)
    must(await chair.section(WITHOUT_FAMILY))
    await mother.sees("waiting")
    for inside in (chair, cast.minute_taker):
        await inside.is_in(WITHOUT_FAMILY)
    await write_line(cast, "Said in the part without the family")
    await cast.see(closed_part=mother, panel_closed=chair, minutes_closed=cast.minute_taker)
    await cast.see(display_closed=cast.display)
    must(await chair.section(VIEWS))
    await chair.is_in(VIEWS)
    await mother.answer_again()
    await chair.until(lambda: chair.leg_in(MOTHER, "browser").get("answers_count", False))
    must(await chair.course("bring_back"))
    await mother.sees("inside")


async def exclude_and_end(cast: Cast) -> None:
    chair, mother = cast.chair, cast.mother
    must(await chair.exclude(MOTHER, REASON))
    await mother.is_told("excluded")
    await cast.see(excluded=mother, panel_excluded=chair)
    out = chair.person(MOTHER)["participant_id"]
    must(await chair.put(f"/participants/{out}/views", {"text": None, "none_given": True}))
    must(await chair.course("close"))
    await cast.minute_taker.sees("ended")
    await cast.see(ended=cast.minute_taker, chair_ended=chair, display_ended=cast.display)
    await press(mother.page, "Leave")
    await mother.page.get_by_role("dialog").get_by_role("button", name=re.compile("^Leave")).click()
    await expect(mother.page.get_by_role("toolbar")).to_have_count(0)
    await cast.see(has_left=mother)
