"""Seats the people of a scenario, and lets them act its timeline."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from playwright.async_api import Browser

from app.play.cast import Cast
from app.play.file import Row, Scenario, child, text
from bench.support.service import Quorate
from bench.support.visitor import Visitor
from tests.journeys.people import tab_in
from tests.journeys.screens import AtPage
from tests.journeys.split import name, place_name, until_last
from tests.journeys.split_acts import ACTS
from tests.journeys.split_people import Guest, Leader, MinuteTaker, RoomHost
from tests.journeys.split_played import Played

Seat = TypeVar("Seat", bound=AtPage)

UNPICTURED = frozenset({"minute_line", "join", "section_close"})
"""What changes little on anybody's page."""

BEFORE_IT_OPENS = frozenset({"lobby_opened", "pre_meeting_start", "pre_meeting_end"})
"""Not acted: the talks beforehand. They leave everybody where they were."""


async def run(play: Played) -> None:
    for event in until_last(play.told):
        await play.end_line_before(text(event, "at"))
        if event["type"] not in BEFORE_IT_OPENS:
            await act(play, event)
    await play.end_line_before("24:00:00")


async def act(play: Played, event: Row) -> None:
    async with AsyncExitStack() as stack:
        stack.push_async_exit(partial(play.tell, event))
        await ACTS[text(event, "type")](play, event)
    if event["type"] not in UNPICTURED:
        await play.picture(event)


@asynccontextmanager
async def seated(
    told: Scenario, service: Quorate, browser: Browser, at_pages: tuple[str, ...], pictures: Path
) -> AsyncGenerator[Played]:
    """Nobody has joined yet. `at_pages`: besides the chair and the minute taker."""
    cast = Cast(told)
    [room] = cast.rooms
    async with AsyncExitStack() as stack:

        async def sit(kind: type[Seat], link: str) -> Seat:
            page = await stack.enter_async_context(tab_in(browser))
            seat = kind(service.link(link), page)
            await stack.enter_async_context(seat)
            return seat

        chair = await sit(Leader, name(told, cast.chair))
        taker = await sit(MinuteTaker, name(told, cast.minute_taker))
        guests: dict[str, Guest] = {cast.chair: chair, cast.minute_taker: taker}
        guests |= {id: await sit(Guest, name(told, id)) for id in at_pages}
        host = await sit(RoomHost, name(told, cast.rooms[room]))
        display = await sit(AtPage, place_name(told, room))
        clients: dict[str, Visitor] = {}
        for id in joining_alone(told):
            if id not in guests:
                client = Visitor(service.link(name(told, id)))
                clients[id] = await stack.enter_async_context(client)
        yield Played(told, chair, taker, guests, clients, host, display, pictures, cast)


def joining_alone(told: Scenario) -> list[str]:
    """Whoever comes in by a browser and answers for it, and is inside by the end."""
    joined = [e for e in told.timeline if e["type"] == "join" and e["channel"] == "browser"]
    return [id for event in joined for id in child(event, "safety")]
