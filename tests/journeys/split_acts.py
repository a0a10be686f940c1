"""Each event of a timeline, acted by its people: at their pages, or as clients."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Locator, expect

from app.play.file import Row, child, text, words
from bench.support.browser import NEITHER
from bench.support.visitor import Visitor
from tests.journeys.split import name, names
from tests.journeys.split_people import ASKED
from tests.journeys.split_played import Played

KNOWN_HOW = {
    "link+known_to_chair": "known_to_chair",
    "link+name_check": "asked_and_confirmed",
    "room_host": "vouched_for",
    "sso": "known_to_chair",
}
"""What the chair says of how she knows somebody, for what a file says of it."""

MICROPHONE = "Turn on microphone only"
"""Seven pages with a picture each would be too much for two busy cores."""


async def join(play: Played, event: Row) -> None:
    if text(event, "channel") == "room":
        await play.display.walk_in()
        await play.host.page.set_viewport_size({"width": 390, "height": 844})
        await play.host.walk_in(silently=True)
    for id, safety in child(event, "safety").items():
        assert isinstance(safety, Row)
        if id in play.guests:
            devices = NEITHER if id == play.cast.minute_taker else MICROPHONE
            await play.guests[id].arrive_with(safety, play.called(safety), devices)
        elif id in play.clients:
            client = play.clients[id]
            await client.open()
            await client.connect()
            await answer_as_client(client, safety)
            await client.media()


async def answer_as_client(client: Visitor, safety: Row) -> None:
    said = {question: safety.get(answer) is True for question, answer in ASKED.items()}
    await client.answer(**said)
    await client.until(lambda: client.screen != "" and not client.view["screen"]["answers_needed"])


async def room_attested(play: Played, event: Row) -> None:
    play.in_room = names(play.told, words(event, "present"))
    await play.host.state(play.in_room)


async def room_enter(play: Played, event: Row) -> None:
    for id in words(event, "who"):
        await play.guests[id].come_without_sound()


async def conference_open(play: Played, event: Row) -> None:
    known_how = {
        name(play.told, id): KNOWN_HOW[text(joined, "identity")]
        for joined in play.told.timeline
        if joined["type"] == "join" and text(joined, "identity") in KNOWN_HOW
        for id in words(joined, "who")
    }
    coming = len(child(event, "moves"))
    await play.chair.counts(f"Waiting: {coming} people")
    await play.chair.confirm_who_they_are(known_how)
    await play.chair.button("Open the conference").click()
    await play.chair.counts_inside(coming)
    for client in play.clients.values():
        await client.until(lambda client=client: client.screen == "inside")
    for guest in play.guests.values():
        await guest.is_inside()


async def section_open(play: Played, event: Row) -> None:
    """The first one is open with the conference, a closed one with its seal."""
    title, current = play.title(event), play.chair.page.locator(".q-now__section strong")
    if await current.inner_text() != title:
        await play.chair.tick_script()
        await play.chair.go_to_next(title)
    await play.chair.is_in_part(title)
    await expect(play.minute_taker.page.get_by_text(f"Section: {title}")).to_be_visible()


async def section_close(_play: Played, _event: Row) -> None:
    """A part is over when the next one opens."""


async def minute_line(play: Played, event: Row) -> None:
    speaker = name(play.told, text(event, "speaker"))
    await play.minute_taker.begin_line(speaker, text(event, "kind"), text(event, "text"))
    play.writing = event


async def silent_signal(play: Played, event: Row) -> None:
    for id in words(event, "who"):
        await play.guests[id].signal_silently()
        await play.chair.sees_alone(f"{name(play.told, id)} has signalled")


async def pause(play: Played, _event: Row) -> None:
    await play.chair.button("Pause").click()
    await expect(play.chair.button("Resume")).to_be_visible()


def at_their_own(play: Played, event: Row) -> list[str]:
    """Whoever has a device of their own, of those named; the others sit beside them."""
    return [id for id in words(event, "who") if id in play.guests or id in play.clients]


async def private_room(play: Played, event: Row) -> None:
    for id in at_their_own(play, event):
        await play.chair.give_private_room(name(play.told, id))
        play.aside.add(id)
        await expect(private_heading(play, id)).to_be_visible()


def private_heading(play: Played, id: str) -> Locator:
    return play.guests[id].page.get_by_role("heading", name="You are in a private room")


async def safety_recheck(play: Played, event: Row) -> None:
    """In a private room it is asked by itself; in the conference the chair asks all who stay."""
    if play.aside.isdisjoint(words(event, "who")):
        await play.chair.button("Ask all who stay who is with them").click()
    for id, safety in child(event, "safety").items():
        assert isinstance(safety, Row)
        if id in play.guests:
            await play.guests[id].answer_with(safety, play.called(safety))
        else:
            client = play.clients[id]
            await client.until(lambda client=client: client.view["screen"]["answers_needed"])
            await answer_as_client(client, safety)


async def admit(play: Played, event: Row) -> None:
    for id in at_their_own(play, event):
        await play.chair.bring_from_private_room(name(play.told, id))
        play.aside.discard(id)
        await expect(private_heading(play, id)).to_have_count(0)


async def resume(play: Played, _event: Row) -> None:
    await play.chair.button("Resume").click()
    await expect(play.chair.button("Pause")).to_be_visible()
    for guest in play.guests.values():
        await guest.is_inside()


async def exclude(play: Played, event: Row) -> None:
    """Decided before the day: the panel says who goes out, and the chair need not do it singly."""
    prepared = play.chair.page.locator(".q-next li").filter(has_text="These people go out:")
    for person in names(play.told, words(event, "who")):
        await expect(prepared).to_contain_text(person)


async def seal_confirmed(play: Played, event: Row) -> None:
    """The room's host says anew who is there; the others have been asked."""
    await play.host.state(play.in_room)
    await play.chair.go_to_next(play.title(event))
    inside = words(event, "inside")
    await play.chair.is_in_part(play.title(event))
    await play.chair.counts_inside(len(inside))
    for id, guest in play.guests.items():
        if id not in inside:
            await guest.waits()
    for id, client in play.clients.items():
        if id not in inside:
            await client.until(lambda client=client: client.closed_with is not None)


Act = Callable[[Played, Row], Awaitable[None]]
ACTS: dict[str, Act] = {
    "join": join,
    "room_attested": room_attested,
    "room_enter": room_enter,
    "conference_open": conference_open,
    "section_open": section_open,
    "section_close": section_close,
    "minute_line": minute_line,
    "silent_signal": silent_signal,
    "pause": pause,
    "private_room": private_room,
    "safety_recheck": safety_recheck,
    "admit": admit,
    "resume": resume,
    "exclude": exclude,
    "seal_confirmed": seal_confirmed,
}
