"""Ringing people, as the keeper sees it."""

from typing import Protocol

from app.domain.ids import ConferenceId, ParticipantId


class Telephones(Protocol):
    """Whoever rings people for a conference."""

    async def place(
        self, conference: ConferenceId, participants: tuple[ParticipantId, ...]
    ) -> None:
        """Calls to these people are due; a call that the conference does not want any more ends.

        Asked with each look. Returns at once; the same again is no second call.
        """
        ...


class NoTelephones:
    """Where nothing can ring anybody."""

    async def place(
        self, conference: ConferenceId, participants: tuple[ParticipantId, ...]
    ) -> None:
        """Nobody is rung."""
