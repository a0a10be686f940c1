"""What is remembered of what was noted."""

from dataclasses import replace

from app.domain.conference import Conference
from app.domain.ids import Micros, ParticipantId
from app.domain.noting.events import ConcernFlagged, NotingEvent
from app.domain.noting.state import Flag


def evolve(conference: Conference, event: NotingEvent, at: Micros) -> Conference:
    if not isinstance(event, ConcernFlagged):
        return conference
    new = Flag(event.concern, event.about, at)
    noting = replace(conference.noting, flags=(*conference.noting.flags, new))
    return replace(conference, noting=noting)


def without_flags(conference: Conference, about: frozenset[ParticipantId]) -> Conference:
    """Their place was silenced, is gone, or has answered anew."""
    flags = tuple(flag for flag in conference.noting.flags if flag.about not in about)
    if len(flags) == len(conference.noting.flags):
        return conference
    return replace(conference, noting=replace(conference.noting, flags=flags))
