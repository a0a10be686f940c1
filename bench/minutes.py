"""Whether minutes survive a poor line: nothing lost or doubled, in order, and soon to be read.

A whole service; the minute taker at two devices and the chair write ten lines a second between
them, over a connection that is cut five times. Each writer does what the page does: one line at a
time, under an id of its own, again and again until the service has it. A line's time is from the
key that ends it to the view in which it reaches the chair.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import anyio
import httpx2

from bench.support.drops import Line, line_to
from bench.support.service import Quorate, running
from bench.support.writers import Screen, Writer

CHAIR, TAKER = "Chair", "Minute taker"
DARK_S = 0.1
"""How long the line stays cut. What is written meanwhile counts as well."""

ALL_THERE_WITHIN_S = 20.0
GOAL_P95_MS = 150.0


@dataclass(frozen=True, slots=True)
class Course:
    seconds: float
    a_second: int
    drops: int


@dataclass(frozen=True, slots=True)
class Outcome:
    writers: Sequence[Writer]
    seen: dict[str, float]
    """At the chair's page."""
    order: Sequence[str]
    """The ids of her last view."""
    takers: Sequence[str]
    cut_at: Sequence[float]


def conference_in(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    people = [
        {"name": CHAIR, "role": "independent_chair"},
        {"name": TAKER, "role": "minute_taker"},
    ]
    sections = [{"kind": "opening", "title": "Welcome"}]
    file = folder / "conference.json"
    file.write_text(json.dumps({"title": "Measured", "people": people, "sections": sections}))
    return file


def through(line: Line, link: str) -> str:
    return link.replace(urlsplit(link).netloc, f"127.0.0.1:{line.port}", 1)


@asynccontextmanager
async def three_pages(service: Quorate, line: Line) -> AsyncGenerator[list[Screen]]:
    """The chair, the minute taker, and the minute taker's second device beside it."""
    async with AsyncExitStack() as stack:
        names = (CHAIR, TAKER, TAKER)
        chair, taker, second = [
            await stack.enter_async_context(Screen(through(line, service.link(name))))
            for name in names
        ]
        await chair.arrive(media=False)
        await taker.arrive(media=False)
        await accepted(await chair.course("open"))
        for page in (chair, taker):
            await page.until(lambda page=page: page.screen == "inside")
        await second.open()
        await second.connect(companion=True)
        await second.until(lambda: second.screen == "inside")
        yield [chair, taker, second]


async def accepted(answer: httpx2.Response) -> None:
    if answer.status_code != 204:
        raise AssertionError(f"refused: {answer.text}")


async def written_in(service: Quorate, course: Course) -> Outcome:
    async with (
        line_to(urlsplit(service.address).port or 80) as line,
        three_pages(service, line) as pages,
    ):
        chair, taker, _ = pages
        desk = chair.view["screen"]["minutes"]
        speaker = desk["speakers"][0]["participant_id"]
        writers = [Writer(n, page, speaker, desk["section_id"]) for n, page in enumerate(pages)]
        cut_at = list[float]()
        async with anyio.create_task_group() as tasks:
            for writer in writers:
                tasks.start_soon(writer.page.stay)
                tasks.start_soon(writer.send_all)
            cut_at = await play(line, writers, course)
            wanted = sum(len(writer.written) for writer in writers)
            await chair.until_there(wanted, ALL_THERE_WITHIN_S)
            await taker.until_there(wanted, ALL_THERE_WITHIN_S)
            tasks.cancel_scope.cancel()
        orders = [[each["line_id"] for each in page.lines] for page in (chair, taker)]
        return Outcome(writers, chair.first_seen, orders[0], orders[1], cut_at)


async def play(line: Line, writers: Sequence[Writer], course: Course) -> list[float]:
    """Lines by the clock, writer after writer; the cuts are spread over the time."""
    began, cut_at = time.perf_counter(), list[float]()
    async with anyio.create_task_group() as tasks:
        for number in range(round(course.seconds * course.a_second)):
            at = number / course.a_second
            await anyio.sleep(max(0.0, began + at - time.perf_counter()))
            if len(cut_at) < course.drops and at >= next_cut(len(cut_at), course):
                cut_at.append(time.perf_counter())
                tasks.start_soon(line.cut, DARK_S)
            writers[number % len(writers)].write()
    return cut_at


def next_cut(number: int, course: Course) -> float:
    return (number + 1) * course.seconds / (course.drops + 1)


def figures(outcome: Outcome) -> dict[str, object]:
    lines = [line for writer in outcome.writers for line in writer.written]
    counts = Counter(outcome.order)
    delays = [
        (line.at, (outcome.seen[line.id] - line.at) * 1000)
        for line in lines
        if line.id in outcome.seen
    ]
    quiet = [ms for at, ms in delays if not any(-0.1 <= at - cut < 1.0 for cut in outcome.cut_at)]
    return {
        "lines": len(lines),
        "drops": len(outcome.cut_at),
        "lost": sum(counts[line.id] == 0 for line in lines),
        "lost_at_the_minute_taker": len({line.id for line in lines} - set(outcome.takers)),
        "doubled": sum(count - 1 for count in counts.values()),
        "strange": len(counts.keys() - {line.id for line in lines}),
        "out_of_order": sum(out_of_order(writer, outcome.order) for writer in outcome.writers),
        "sent_again": sum(writer.sent_again for writer in outcome.writers),
        "p50_ms": at_percentile([ms for _, ms in delays], 50),
        "p95_ms": at_percentile([ms for _, ms in delays], 95),
        "p95_away_from_drops_ms": at_percentile(quiet, 95),
        "longest_ms": at_percentile([ms for _, ms in delays], 100),
    }


def out_of_order(writer: Writer, order: Sequence[str]) -> int:
    """How many of one writer's lines stand before one that they wrote earlier."""
    numbers = {line.id: line.number for line in writer.written}
    own = [numbers[id] for id in order if id in numbers]
    return sum(later < earlier for earlier, later in pairwise(own))


def at_percentile(times: Sequence[float], percent: int) -> float:
    ordered = sorted(times)
    if not ordered:
        return float("nan")
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 1)


def measure(course: Course, folder: Path) -> dict[str, object]:
    with running(folder / "data", spec=conference_in(folder)) as service:
        return figures(anyio.run(written_in, service, course))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="12 seconds and 2 cuts")
    parser.add_argument("--rate", type=int, default=10, help="lines a second, of all writers")
    chosen = parser.parse_args()
    course = Course(12, chosen.rate, 2) if chosen.quick else Course(60, chosen.rate, 5)
    with tempfile.TemporaryDirectory(prefix="quorate-minutes-") as folder:
        found = measure(course, Path(folder))
    print(
        f"goals: 0 lost, doubled, strange, out of order; p95 at most {GOAL_P95_MS:.0f} ms",
        file=sys.stderr,
    )
    print(json.dumps(found))


if __name__ == "__main__":
    main()
