"""A conference that is being played: who sits where, and what is under way."""

from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from app.play.cast import Cast
from app.play.file import Row, Scenario, text, words
from bench.support.visitor import Visitor
from tests.journeys.screens import AtPage
from tests.journeys.split import name
from tests.journeys.split_people import Guest, Leader, MinuteTaker, RoomHost


@dataclass
class Played:
    """Who sits where, and what is under way."""

    told: Scenario
    chair: Leader
    minute_taker: MinuteTaker
    guests: dict[str, Guest]
    """By id of the file; chair and minute taker too."""
    clients: dict[str, Visitor]
    host: RoomHost
    display: AtPage
    pictures: Path
    cast: Cast
    writing: Row | None = None
    in_room: list[str] = field(default_factory=list[str])
    aside: set[str] = field(default_factory=set[str])
    """Who is in a private room."""

    @property
    def pages(self) -> dict[str, AtPage]:
        return {**self.guests, "host": self.host, "display": self.display}

    def title(self, event: Row) -> str:
        section = text(event, "section")
        return next(text(s, "title") for s in self.told.sections if text(s, "id") == section)

    async def picture(self, event: Row) -> None:
        stage = f"{text(event, 'at').replace(':', '')}-{event['type']}"
        for person, seat in self.pages.items():
            if not seat.sent:  # nobody is there yet
                continue
            file = self.pictures / f"{stage}-{person}.png"
            await seat.page.screenshot(path=file)

    async def tell(
        self,
        event: Row,
        _: type[BaseException] | None,
        error: BaseException | None,
        __: TracebackType | None,
    ) -> None:
        """A journey that failed says where, and what everybody saw."""
        if error is None:
            return
        error.add_note(f"At {text(event, 'at')}, {event['type']}")
        for person, seat in self.pages.items():
            error.add_note(f"--- {person} sees:\n{await seat.page.inner_text('body')}")

    async def end_line_before(self, at: str) -> None:
        """What is being written is written to its end before what comes after it."""
        if self.writing is not None and text(self.writing, "until") <= at:
            await self.minute_taker.end_line(text(self.writing, "text"))
            self.writing = None

    def called(self, safety: Row) -> list[str]:
        """Who is with them, as the page may call them: by name, or by role to a new device."""
        return [
            f"^({name(self.told, id)}|{str(self.cast.roles[id]).capitalize()})$"
            for id in words(safety, "with_whom")
        ]
