"""The ordinary reading of a log: what is covert is not in it, nor a gap where it was."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.conference import UNBOOKED
from app.domain.events import EventClass, PlanApplied, event_class
from app.domain.evolve import Recorded, evolve
from app.domain.routing import media_plan


def ordinary_reading(log: Sequence[Recorded]) -> list[Recorded]:
    """Numbered anew, without the covert events and the plans that they alone have caused.

    A plan that was confirmed is named by its place in this reading.
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
            at = min(place.get(recorded.event.version, 0), len(read))
            again = replace(recorded, version=len(read) + 1, event=PlanApplied(at))
        else:
            again = replace(recorded, version=len(read) + 1)
        read.append(again)
        conference = evolve(conference, again)
        place[recorded.version] = len(read)
    return read
