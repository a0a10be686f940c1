"""Short names for what the model remembers, and what it reads of an event at once."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from app.domain import events
from app.domain.gates.events import (
    ChildAttendanceDecided,
    GatesPrepared,
    InterpreterAssigned,
    ObserverConsented,
)
from app.domain.halting.events import ObserverAgreed
from app.domain.ids import DeviceId, LegId, ParticipantId, SectionId
from app.domain.people import Role

FAMILY = {Role.PARENT, Role.FAMILY, Role.CHILD, Role.SUPPORTER}

People: TypeAlias = frozenset[ParticipantId]
At: TypeAlias = tuple[ParticipantId, LegId]
On: TypeAlias = tuple[ParticipantId, DeviceId]
Serves: TypeAlias = dict[ParticipantId, ParticipantId]
Attends: TypeAlias = dict[ParticipantId, frozenset[SectionId]]
Settled: TypeAlias = tuple[str, ParticipantId | None, ParticipantId | None]
Came: TypeAlias = events.ParticipantArrived


def taken_from(
    event: events.Event, present: Mapping[LegId, People]
) -> Iterable[ParticipantId | None]:
    """From whom this takes something; None: from everybody."""
    match event:
        case events.ConferencePaused() | events.SealBegun() | events.ConferenceClosed():
            return [None]
        case events.ParticipantExcluded(id) | events.AdmissionRefused(id):
            return [id]
        case events.LegHeld(leg):
            return present[leg]
        case _:
            return []


def learn_gates(
    event: events.Event,
    serves: Serves,
    attends: Attends,
    settled: set[Settled],
) -> None:
    match event:
        case InterpreterAssigned(interpreter, served):
            serves[interpreter] = served
        case ChildAttendanceDecided(child, sections):
            attends[child] = sections
        case GatesPrepared():
            settled.add(("prepared", None, None))
        case ObserverAgreed(observer):
            settled.add(("agreed", observer, None))
        case ObserverConsented(observer, family):
            settled.add(("consented", observer, family))
        case _:
            pass
