"""What a leg is to know of its conference."""

from typing import Protocol

from media.api import ConferenceKey


class Home(Protocol):
    key: ConferenceKey
    valid_until: float

    def expire_if_due(self, now: float) -> None: ...
