"""What a described conference has settled beforehand of who may come in with whom."""

from collections.abc import Iterator, Mapping

from app.demo.description import Description, Person
from app.domain.commands import Actor, Command
from app.domain.gates.commands import (
    AcceptConfidentiality,
    ApproveSupporter,
    AssignInterpreter,
    DescribeSupport,
    PrepareGates,
)
from app.domain.gates.events import Consented, Relation
from app.domain.ids import ParticipantId
from app.domain.people import Role

Sent = tuple[Command, Actor]


def gate_commands(
    described: Description, people: Mapping[str, ParticipantId], office: Actor
) -> Iterator[Sent]:
    """In order. What the chair has approved beforehand is sent as hers."""
    if described.has_gates:
        yield PrepareGates(), office
    chair = next(each for each in described.people if each.role is Role.INDEPENDENT_CHAIR)
    by_chair = Actor(chair.role, people[chair.name], None, None)
    for person in described.people:
        yield from _support(person, people, office, by_chair)
        if person.interprets_for is not None:
            serves = people[person.interprets_for]
            yield AssignInterpreter(people[person.name], serves, Relation.NONE), office


def _support(
    person: Person, people: Mapping[str, ParticipantId], office: Actor, chair: Actor
) -> Iterator[Sent]:
    if person.support is None:
        return
    id = people[person.name]
    supports = frozenset(people[name] for name in person.support.whom)
    yield DescribeSupport(id, person.support.kind, supports, frozenset()), office
    if person.support.approved:
        yield ApproveSupporter(id), chair
    if person.support.confidential:
        yield AcceptConfidentiality(id, Consented.IN_WRITING), office
