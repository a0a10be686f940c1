"""The ordinary reading of a log: what is covert is not in it, nor a gap where it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.asking.events import (
    QuestionAnswered,
    QuestionAsked,
    ResponseBegun,
    ResponseEnded,
    SafePhraseNoted,
    SafetyPlanned,
    SignalAnswered,
    SilentSignalled,
)
from app.domain.conference import UNBOOKED
from app.domain.events import Event, EventClass, PlanApplied, event_class
from app.domain.evolve import Recorded, evolve, fold
from app.domain.ids import ParticipantId
from app.domain.noting.events import CovertIncidentNoted
from app.domain.people import Participant, Role
from app.domain.routing import media_plan


@dataclass(frozen=True, slots=True)
class OrdinaryLog:
    """The log as far as nothing in it is covert, numbered anew (`ordinary_reading`)."""

    lines: Sequence[Recorded]
    version: int
    """Of the newest line of the whole log."""


def ordinary_reading(log: Sequence[Recorded]) -> list[Recorded]:
    """Numbered anew, without the covert events and the plans that they alone have caused.

    A plan that was confirmed is named by its place in this reading. The same comes out whether
    the covert events are in `log` or were never loaded.
    """
    read: list[Recorded] = []
    conference, noted = UNBOOKED, media_plan(UNBOOKED)
    place = {0: 0}
    for recorded in log:
        place[recorded.version] = len(read)
        if event_class(recorded.event) is EventClass.RESTRICTED:
            continue
        if isinstance(recorded.event, PlanApplied):
            if media_plan(conference) == noted:
                continue
            noted = media_plan(conference)
            at = min(_place_of(recorded.event.version, place), len(read))
            again = replace(recorded, version=len(read) + 1, event=PlanApplied(at))
        else:
            again = replace(recorded, version=len(read) + 1)
        read.append(again)
        conference = evolve(conference, again)
        place[recorded.version] = len(read)
    return read


def covert_reading(log: Sequence[Recorded], reader: Participant) -> list[Recorded]:
    """All covert events for the chair; for a responder those of the people they answer for.

    Every other reader finds nothing. Versions are those of the whole log: only these two read it.
    """
    covert = [each for each in log if event_class(each.event) is EventClass.RESTRICTED]
    if reader.role is Role.INDEPENDENT_CHAIR:
        return covert
    plans = fold(UNBOOKED, log).asking.plans
    own = {id for id, plan in plans.items() if plan.responder == reader.id}
    return [each for each in covert if _subject(each.event) in own]


def _subject(event: Event) -> ParticipantId | None:
    match event:
        case (
            SafetyPlanned(id)
            | SilentSignalled(id)
            | SignalAnswered(id)
            | ResponseBegun(id)
            | QuestionAsked(id)
            | QuestionAnswered(id)
            | SafePhraseNoted(id)
            | ResponseEnded(id)
        ):
            return id
        case CovertIncidentNoted(about=about):
            return about
        case _:
            return None


def _place_of(version: int, place: Mapping[int, int]) -> int:
    """Of a line that was not loaded, that of the last one before it."""
    if version in place:
        return place[version]
    return max(at for known, at in place.items() if known <= version)
