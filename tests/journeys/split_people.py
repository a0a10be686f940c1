"""The people of the first scenario in front of pages: what they read, fill in, type and press."""

import re
from collections.abc import Iterable

from playwright.async_api import Locator, expect

from app.play.file import Row
from bench.support.browser import BOTH, accept_rules, go_on, open_link, turn_on
from tests.journeys.screens import SILENTLY, AtPage
from tests.journeys.writing import Writer

ASKED = {
    "alone": "alone",
    "others_can_hear": "others_can_hear",
    "child_can_hear": "child_can_hear",
    "headphones": "headphones",
    "safe_to_talk": "safe_to_talk",
    "will_not_record": "recording_ack",
}
"""What the page asks, and what a file calls the answer."""

OF_THE_ROOM = {**dict.fromkeys(ASKED, "yes"), "others_can_hear": "no", "child_can_hear": "no"}


class Guest(AtPage):
    """Somebody at a page of their own, alone or with others there."""

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=words, exact=True)

    async def arrive_with(self, safety: Row, company: Iterable[str], devices: str = BOTH) -> None:
        """From the link to the lobby. `company`: how the page may call whoever is there too."""
        await open_link(self.page, self.link)
        await go_on(self.page)
        await turn_on(self.page, devices)
        await self.page.get_by_role("heading", name="Your connection").wait_for()
        await go_on(self.page)
        await accept_rules(self.page)
        await self.page.get_by_role("heading", name="Who is with you?").wait_for()
        await self.answer_with(safety, company)

    async def answer_with(self, safety: Row, company: Iterable[str]) -> None:
        form = self.page.locator("form:has(input[name=alone])")
        await expect(form).to_be_visible()
        for question, answer in ASKED.items():
            value = "yes" if safety.get(answer) is True else "no"
            choice = form.locator(f"input[name={question}][value={value}]")
            if await choice.count():
                await choice.check()
        for called in company:
            await form.get_by_role("checkbox", name=re.compile(called)).check()
        await form.get_by_role("button", name="Send my answers").click()
        await expect(form).to_have_count(0)

    async def come_without_sound(self) -> None:
        """As somebody who has carried this device into a room that has its own sound.

        The page has kept the step at which they were: they go back to that of the devices.
        """
        await self.page.reload()
        silently = self.page.get_by_role("button", name=SILENTLY)
        back, title = self.button("Back"), self.page.get_by_role("heading", level=1)
        await expect(silently.or_(back).first).to_be_visible()
        while not await silently.count():
            step = await title.inner_text()
            await back.click()
            await expect(title).not_to_have_text(step)
        await silently.click()
        await expect(self.page.get_by_text("This device is without sound")).to_be_visible()

    async def signal_silently(self) -> None:
        """Two quick presses; whoever looks on sees somebody who asks to speak."""
        await self.button("Ask to speak").dblclick()
        await expect(self.button("Stop asking")).to_be_visible()

    async def is_inside(self) -> None:
        await expect(self.page.get_by_role("list", name="People here")).to_be_visible()

    async def waits(self) -> None:
        await expect(self.page.get_by_role("list", name="People here")).to_have_count(0)
        await expect(self.page.get_by_role("heading", level=1)).to_be_visible()


class Leader(Guest):
    """The chair, by the buttons of her panel."""

    async def confirm_who_they_are(self, known_how: dict[str, str]) -> None:
        """Everybody for whom the panel asks it; `known_how`: by name."""
        for person, how in known_how.items():
            asked = self.button(f"Confirm identity {person}")
            if await asked.count():
                await asked.click()
                dialog = self.page.get_by_role("dialog")
                await dialog.get_by_role("combobox").select_option(how)
                await dialog.get_by_role("button", name="Confirm", exact=True).click()
                await expect(asked).to_have_count(0)
        left = self.page.get_by_role("button", name=re.compile("^Confirm identity "))
        await expect(left).to_have_count(0)

    async def counts_inside(self, people: int) -> None:
        """All of them with sound: the panel says of each that they are in."""
        await self.counts(f"In the conference: {people} people")
        tags = self.page.locator(".q-person .govuk-tag").filter(has_text=re.compile("^In$"))
        await expect(tags).to_have_count(people)

    async def counts(self, group: str) -> None:
        await expect(self.page.get_by_text(group)).to_be_visible()

    async def tick_script(self) -> None:
        """Step by step, as each is said."""
        tick = self.page.get_by_role("button", name=re.compile("^Tick off "))
        while await tick.count():
            step = await tick.inner_text()
            await tick.click()
            await expect(
                self.page.get_by_role("button", name=" ".join(step.split()))
            ).to_have_count(0)

    async def go_to_next(self, title: str) -> None:
        words = re.compile(f"^(Go on|Close off and go on) {re.escape(title)}$")
        await self.page.get_by_role("button", name=words).click()

    async def is_in_part(self, title: str) -> None:
        await expect(self.page.locator(".q-now__section strong")).to_have_text(title)

    async def sees_alone(self, words: str) -> None:
        alone = self.page.get_by_role("region", name="For you alone")
        await expect(alone.get_by_text(words)).to_be_visible()

    async def give_private_room(self, person: str) -> None:
        await self.button(f"More {person}").click()
        await self.button(f"Private room {person}").click()
        await self.page.get_by_role("dialog").get_by_role("button", name="Move now").click()
        await expect(self.button(f"Bring out of the private room {person}")).to_be_visible()

    async def bring_from_private_room(self, person: str) -> None:
        out = self.button(f"Bring out of the private room {person}")
        await out.click()
        await expect(out).to_have_count(0)


class MinuteTaker(Guest):
    """By keyboard: who, what kind, the words, Enter."""

    async def begin_line(self, speaker: str, kind: str, words: str) -> None:
        who = self.page.get_by_role("combobox", name="Who is speaking")
        what = self.page.get_by_role("combobox", name="Kind of line")
        person = who.locator("option", has_text=speaker)
        writer = Writer(self.page)
        await writer.words.focus()
        for key in (await key_of(person), await key_of(what.locator(f"option[value={kind}]"))):
            await self.page.keyboard.type(f"/{key}")
        await expect(who.locator("option:checked")).to_have_text(await person.inner_text())
        await self.page.keyboard.type(words)
        await expect(writer.words).to_have_value(words)

    async def end_line(self, words: str) -> None:
        await self.page.keyboard.press("Enter")
        await expect(self.page.get_by_role("listitem").filter(has_text=words)).to_have_count(1)
        await expect(self.page.get_by_text("being sent")).to_have_count(0)


async def key_of(option: Locator) -> str:
    return (await option.inner_text()).rpartition("/")[2][0]


class RoomHost(AtPage):
    """On a phone without sound, beside the room's screen."""

    async def state(self, present: Iterable[str]) -> None:
        form = self.page.locator("form:has(input[name=present])")
        change = self.page.get_by_role("button", name="Somebody has come or gone")
        await expect(form.or_(change).first).to_be_visible()
        if await change.count():
            await change.click()
        wanted = set(present)
        for box in await form.get_by_role("checkbox").all():
            label = await form.locator(f"label[for={await box.get_attribute('id')}]").inner_text()
            await box.set_checked(label in wanted)
        for question, value in OF_THE_ROOM.items():
            await form.locator(f"input[name={question}][value={value}]").check()
        await form.get_by_role("button", name="State who is here").click()
        await expect(form).to_have_count(0)
