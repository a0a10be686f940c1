"""What may be logged: a closed list of fields, each of a shape that holds no words of a person."""

import logging
import re
import sys
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import TextIO
from uuid import UUID

import structlog
from structlog.typing import EventDict, WrappedLogger

CODE = re.compile(r"[a-z][a-z_-]{0,63}")
"""Chosen by us: no capital of a name, no space of a sentence, no digit of a PIN."""

PLACE = re.compile(r"[a-z_][a-z_0-9.]{0,99}(:[0-9]{1,5})?")
"""A module, and a line in it."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})

ROUTE = re.compile(r"(/[a-z_-]+|/\{[a-z_]+\})+")
"""The pattern of an address, never the address."""

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")

OWN = ("app.", "signalling.", "media.")

LARGEST = 10**9
"""Above this a number is no count, no duration and no version of ours."""


def _is_id(value: object) -> bool:
    return isinstance(value, UUID)


def _is_error(value: object) -> bool:
    """The class alone: what an exception says may quote anything."""
    return isinstance(value, type) and issubclass(value, BaseException)


def _is_number(value: object) -> bool:
    return isinstance(value, bool | int | float) and abs(value) < LARGEST


def _shaped(shape: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and shape.fullmatch(value) is not None


_is_code, _is_place = _shaped(CODE), _shaped(PLACE)


FIELDS: dict[str, Callable[[object], bool]] = {
    "timestamp": _shaped(TIME),
    "level": _is_code,
    "event": _is_code,
    "logger": _is_place,
    "code": _is_code,
    "error": _is_error,
    "where": _is_place,
    "phase": _is_code,
    "kind": _is_code,
    "method": METHODS.__contains__,
    "route": _shaped(ROUTE),
    "conference_id": _is_id,
    "participant_id": _is_id,
    "place_id": _is_id,
    "leg_id": _is_id,
    "device_id": _is_id,
    "staff_id": _is_id,
    "section_id": _is_id,
    "line_id": _is_id,
    "status": _is_number,
    "version": _is_number,
    "epoch": _is_number,
    "count": _is_number,
    "worker": _is_number,
    "pid": _is_number,
    "signal": _is_number,
    "duration_ms": _is_number,
    "delay_s": _is_number,
}
"""Whatever is not here, or has not this shape, is left out and counted in `withheld`."""


def closed_list(_: WrappedLogger, __: str, fields: EventDict) -> EventDict:
    allowed: EventDict = {
        name: value for name, value in fields.items() if name in FIELDS and FIELDS[name](value)
    }
    withheld = len(fields) - len(allowed)
    if "event" not in allowed:
        allowed["event"] = "unnamed"
    return {**allowed, "withheld": withheld} if withheld else allowed


def written(value: object) -> str:
    return value.__name__ if isinstance(value, type) else str(value)


def place_of(trace: TracebackType | None) -> str:
    """Module and line, of our own code where there is some: where, without what."""
    places = [
        f"{frame.f_globals.get('__name__', '')}:{line}" for frame, line in traceback.walk_tb(trace)
    ]
    own = [place for place in places if place.startswith(OWN)]
    return (own or places or ["unknown"])[-1]


class CodesOnly(logging.Handler):
    """Libraries write sentences, which may quote anything: only who, how bad and which error."""

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger().bind(logger=record.name)
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            log = log.bind(error=type(error), where=place_of(error.__traceback__))
        log.log(record.levelno, "library")


def last_words(kind: type[BaseException], _: BaseException, trace: TracebackType | None) -> None:
    """In place of Python's own report of a crash, which would quote the exception."""
    structlog.get_logger().critical("crash", error=kind, where=place_of(trace))


def configure(stream: TextIO) -> None:
    """One JSON object a line. For the whole process: ours, the libraries', and a crash."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            closed_list,
            structlog.processors.JSONRenderer(default=written),
        ],
        logger_factory=structlog.PrintLoggerFactory(stream),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[CodesOnly()], level=logging.WARNING, force=True)
    sys.excepthook = last_words
