"""Copies leave here: built from the log, recorded, and only then given their words."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from anyio import to_thread

from app.domain.commands import SERVICE, Actor, Command
from app.domain.conference import UNBOOKED, Conference
from app.domain.copying.build import build_copy, planned_actions
from app.domain.copying.copy import Copy, digest_of
from app.domain.copying.readers import PROFESSIONALS, WRITERS
from app.domain.copying.release import hidden_from, leaking_lines, numbered_texts
from app.domain.errors import CopyLeaks, NotApproved
from app.domain.evolve import Recorded, fold
from app.domain.ids import ConferenceId, ParticipantId, TextId
from app.domain.minuting.approval import approved_copy, is_sent
from app.domain.people import Role, TextRef
from app.domain.reading import OrdinaryLog
from app.domain.record.commands import (
    ApproveRecord,
    NoteCopyBuilt,
    NoteCopyOpened,
    NoteDraftsDestroyed,
    SendCopy,
)
from app.domain.record.words import Minutes
from app.service.ports import EventStore, TextClass, Texts

WITH_RESTRICTED = PROFESSIONALS | WRITERS | {Role.LEGAL_ADVISER}
"""Whose copies may hold restricted words at all."""


class CopyIncomplete(Exception):
    """Words of the copy cannot be had: better none than one with a gap."""


class FamilyTexts(Protocol):
    """What a copy for a family is read through: nothing restricted can be had here (REQ-82)."""

    async def read(self, conference: ConferenceId, ids: Sequence[TextId]) -> Mapping[TextId, str]:
        """A restricted text is missing in the answer, as one that is not there."""
        ...


class Commands(Protocol):
    async def handle(
        self, id: ConferenceId, command: Command, actor: Actor
    ) -> Sequence[Recorded]: ...


class Copies:
    def __init__(
        self, store: EventStore, texts: Texts, family_texts: FamilyTexts, commands: Commands
    ) -> None:
        self._store = store
        self._texts = texts
        self._family_texts = family_texts
        self._commands = commands

    async def approve_record(self, id: ConferenceId, seen: int, actor: Actor) -> None:
        """The key of the draft notes goes with it, if the rules say so (REQ-86)."""
        await self._commands.handle(id, ApproveRecord(seen), actor)
        await self.destroy_drafts(id)

    async def destroy_drafts(self, id: ConferenceId) -> None:
        """May be repeated: until it is recorded, it is still owed."""
        conference, _ = await self._load(id)
        if conference.record.owes_drafts:
            for drafts in (TextClass.DRAFTS, TextClass.RESTRICTED_DRAFTS):
                await self._texts.forget(id, drafts)
            await self._commands.handle(id, NoteDraftsDestroyed(), SERVICE)

    async def preview(self, id: ConferenceId, recipient: ParticipantId) -> tuple[int, Copy]:
        """As it would be now, with the log version that an approval of it names."""
        conference, log = await self._load(id)
        actions = planned_actions(conference)
        copy = await to_thread.run_sync(build_copy, conference, log.lines, recipient, actions)
        return log.version, copy

    async def send(self, id: ConferenceId, recipient: ParticipantId, actor: Actor) -> None:
        """Searched, built and recorded first. Raises NotApproved, CopyLeaks and CopyIncomplete."""
        await self.destroy_drafts(id)
        copy = await self._approved(id, recipient)
        await self._search(id, copy)
        built = NoteCopyBuilt(recipient, copy.minutes, copy.line_ids, digest_of(copy))
        await self._commands.handle(id, built, SERVICE)
        await self._commands.handle(id, SendCopy(recipient), actor)

    async def open(self, id: ConferenceId, recipient: ParticipantId) -> Copy:
        """One's own copy, once it is sent, as it was sent. Raises NotApproved."""
        copy = await self._approved(id, recipient)
        conference, _ = await self._load(id)
        if not is_sent(conference, recipient):
            raise NotApproved("This copy has not been sent.")
        if conference.record.copies[recipient].digest != digest_of(copy):
            raise NotApproved("This is not the copy that was sent.")
        await self._commands.handle(id, NoteCopyOpened(recipient), SERVICE)
        return copy

    async def read(
        self, id: ConferenceId, copy: Copy, refs: Sequence[TextRef]
    ) -> Mapping[TextId, str]:
        """The words of a copy, through the port of its recipient. Raises CopyIncomplete."""
        conference, _ = await self._load(id)
        found = await self._texts_for(conference, copy).read(id, [ref.id for ref in refs])
        if any(ref.id not in found for ref in refs):
            raise CopyIncomplete
        return found

    def _texts_for(self, conference: Conference, copy: Copy) -> FamilyTexts:
        role = conference.participant(copy.recipient).role
        return self._texts if role in WITH_RESTRICTED else self._family_texts

    async def _search(self, id: ConferenceId, copy: Copy) -> None:
        """For what this reader may not learn, as far as their own port can read it."""
        conference, _ = await self._load(id)
        hidden = hidden_from(conference, copy)
        words = dict(await self.read(id, copy, [ref for _, ref in numbered_texts(copy)]))
        ids = [ref.id for ref in hidden.refs]
        words |= await self._texts_for(conference, copy).read(id, ids)
        lines = await to_thread.run_sync(leaking_lines, copy, hidden, words)
        if lines:
            raise CopyLeaks(lines)

    async def _approved(self, id: ConferenceId, recipient: ParticipantId) -> Copy:
        conference, log = await self._load(id)
        approved = approved_copy(conference, recipient)
        none = approved.minutes is Minutes.NONE
        most = Minutes.NONE if none else Minutes.FULL
        actions = planned_actions(conference)
        return await to_thread.run_sync(build_copy, conference, log.lines, recipient, actions, most)

    async def _load(self, id: ConferenceId) -> tuple[Conference, OrdinaryLog]:
        """Without what is covert: no copy holds any of it, whoever's it is (REQ-111)."""
        log = await self._store.ordinary(id)
        return await to_thread.run_sync(fold, UNBOOKED, log.lines), log
