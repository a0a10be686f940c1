"""What a controller and the telephone process say to each other: lines as in `media.control`.

controller   17 say {"call": ..., "utterance": ...}
telephone    17 ok {}   or   17 no unknown-call
telephone    0 Digit {"call": ...}     a fact, asked for by nobody
"""

from dataclasses import dataclass, field

from pydantic import TypeAdapter, ValidationError

from media.control import UNASKED, BadLine, Form, Line
from media.telephony.api import (
    Answered,
    CallFact,
    CallKey,
    Digit,
    Faded,
    Lost,
    Returned,
    Ringing,
    Said,
    TelephoneLost,
    TurnedAway,
    Utterance,
)


@dataclass(frozen=True, slots=True)
class Ports:
    """The telephone's answer to `hello`: where it listens, as SIP addresses."""

    addresses: list[str]


@dataclass(frozen=True, slots=True)
class Saying:
    call: CallKey
    utterance: Utterance


@dataclass(frozen=True, slots=True)
class CallName:
    call: CallKey


@dataclass(frozen=True, slots=True)
class Carrying:
    call: CallKey
    worker: int | None


@dataclass(frozen=True, slots=True)
class Dialling:
    call: CallKey
    number: str = field(repr=False)
    withheld: bool


@dataclass(frozen=True, slots=True)
class HangingUp:
    call: CallKey
    after: int | None


PORTS, SAYING, CALL_NAME, CARRYING = Form(Ports), Form(Saying), Form(CallName), Form(Carrying)
DIALLING, HANGING_UP = Form(Dialling), Form(HangingUp)

_FACT_KINDS = {
    kind.__name__: TypeAdapter[CallFact](kind)
    for kind in (
        Answered,
        Ringing,
        Digit,
        Said,
        Faded,
        Returned,
        Lost,
        TurnedAway,
        TelephoneLost,
    )
}
"""By name: two kinds of fact can have the same fields."""


def write_fact(fact: CallFact) -> bytes:
    kind = type(fact).__name__
    return Line(UNASKED, kind, _FACT_KINDS[kind].dump_json(fact)).write()


def read_fact(line: Line) -> CallFact:
    """Raises BadLine."""
    try:
        return _FACT_KINDS[line.verb].validate_json(line.body)
    except (KeyError, ValidationError) as error:
        raise BadLine from error
