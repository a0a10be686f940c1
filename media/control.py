"""What a controller and a worker say to each other: one line each way, in order.

controller   17 apply {"conference": ...}
worker       17 ok {"epoch": ...}   or   17 no stale-epoch
worker       0 Connected {"leg": ...}     a fact, asked for by nobody
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from media.api import (
    Applied,
    ConferenceKey,
    Connected,
    EngineLost,
    Fact,
    Gone,
    Kind,
    LegKey,
    Levels,
    Offer,
    Permission,
    Plan,
    Sending,
    SlotBound,
    WentDark,
)
from media.telephony.api import CallKey

LONGEST_LINE = 4 * 1024 * 1024
UNASKED = 0
OK, NO = "ok", "no"

Body = TypeVar("Body")


class BadLine(ValueError):
    """It was not written by the other side of this protocol. The connection is over."""


@dataclass(frozen=True, slots=True)
class Ports:
    """The worker's answer to `hello`."""

    udp: int
    tcp: int


@dataclass(frozen=True, slots=True)
class PackedPlan:
    """A `Plan` with each leg named once: a plan of twelve legs has 264 permissions."""

    conference: ConferenceKey
    epoch: int
    legs: list[LegKey]
    flows: list[int]
    """For each permission: (source * number of legs + sink) * 2, plus 1 for picture."""
    valid_until: float
    private_levels: bool


@dataclass(frozen=True, slots=True)
class LegOffer:
    conference: ConferenceKey
    leg: LegKey
    address: str


@dataclass(frozen=True, slots=True)
class LegAnswer:
    conference: ConferenceKey
    leg: LegKey
    sdp: str


@dataclass(frozen=True, slots=True)
class LegCall:
    conference: ConferenceKey
    leg: LegKey
    call: CallKey


@dataclass(frozen=True, slots=True)
class LegName:
    conference: ConferenceKey
    leg: LegKey


@dataclass(frozen=True, slots=True)
class ConferenceName:
    conference: ConferenceKey


@dataclass(frozen=True, slots=True)
class Nothing:
    """For verbs that say or answer nothing."""


class Form(Generic[Body]):
    """How one kind of body is written and read."""

    def __init__(self, kind: type[Body]) -> None:
        self._adapter: TypeAdapter[Body] = TypeAdapter(kind)

    def write(self, body: Body) -> bytes:
        return self._adapter.dump_json(body)

    def read(self, octets: bytes) -> Body:
        try:
            return self._adapter.validate_json(octets)
        except ValidationError as error:
            raise BadLine from error


PLAN, APPLIED, OFFER, PORTS = Form(PackedPlan), Form(Applied), Form(Offer), Form(Ports)
LEG_OFFER, LEG_ANSWER, LEG_NAME = Form(LegOffer), Form(LegAnswer), Form(LegName)
LEG_CALL = Form(LegCall)
CONFERENCE_NAME, NOTHING = Form(ConferenceName), Form(Nothing)

_FACT_KINDS = {
    kind.__name__: TypeAdapter[Fact](kind)
    for kind in (Connected, Gone, SlotBound, Levels, Sending, WentDark, EngineLost)
}
"""By name: two kinds of fact can have the same fields."""


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    verb: str
    body: bytes

    def write(self) -> bytes:
        return b"%d %s %s\n" % (self.number, self.verb.encode(), self.body)


def read_line(octets: bytes) -> Line:
    """Raises BadLine."""
    number, _, rest = octets.removesuffix(b"\n").partition(b" ")
    verb, _, body = rest.partition(b" ")
    if not number.isdigit() or not verb.isascii():
        raise BadLine
    return Line(int(number), verb.decode(), body)


def pack(plan: Plan) -> PackedPlan:
    sources = {permission.source for permission in plan.permissions}
    legs = sorted(sources | {permission.sink for permission in plan.permissions})
    at = {leg: index for index, leg in enumerate(legs)}
    flows = [
        (at[source] * len(legs) + at[sink]) * 2 + (kind is Kind.PICTURE)
        for source, sink, kind in plan.permissions
    ]
    return PackedPlan(
        plan.conference, plan.epoch, legs, flows, plan.valid_until, plan.private_levels
    )


def unpack(packed: PackedPlan) -> Plan:
    """Raises BadLine."""
    legs, count = packed.legs, len(packed.legs)
    if packed.flows and not 0 <= min(packed.flows) <= max(packed.flows) < 2 * count * count:
        raise BadLine
    permissions = frozenset(
        Permission(legs[flow // 2 // count], legs[flow // 2 % count], KINDS[flow % 2])
        for flow in packed.flows
    )
    return Plan(
        packed.conference, packed.epoch, permissions, packed.valid_until, packed.private_levels
    )


KINDS = (Kind.SOUND, Kind.PICTURE)


def write_fact(fact: Fact) -> bytes:
    kind = type(fact).__name__
    return Line(UNASKED, kind, _FACT_KINDS[kind].dump_json(fact)).write()


def read_fact(line: Line) -> Fact:
    """Raises BadLine."""
    try:
        return _FACT_KINDS[line.verb].validate_json(line.body)
    except (KeyError, ValidationError) as error:
        raise BadLine from error
