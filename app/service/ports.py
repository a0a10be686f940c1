"""What the use cases need of the world, as small Protocols. Adapters implement them."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NewType, Protocol
from uuid import UUID

from app.domain.commands import Actor
from app.domain.conference import Conference
from app.domain.evolve import Recorded
from app.domain.ids import ConferenceId, DeviceId, LegId, Micros, ParticipantId, PlaceId, TextId
from app.domain.people import TextRef
from app.domain.reading import OrdinaryLog
from app.domain.routing import Flow


class VersionConflict(Exception):
    """Somebody else wrote this version first: load again and decide again."""


class EventStore(Protocol):
    async def load(self, conference: ConferenceId, after: int) -> Sequence[Recorded]:
        """Every event after that version, in order. An unknown conference has none."""
        ...

    async def ordinary(self, conference: ConferenceId) -> OrdinaryLog:
        """Also where nothing restricted can be reached, and the same there."""
        ...

    async def append(
        self, conference: ConferenceId, expected_version: int, new: Sequence[Recorded]
    ) -> None:
        """Write all or nothing; returns when it would survive a power cut.

        `new` follows `expected_version` without a gap. Raises VersionConflict.
        """
        ...

    async def conferences(self) -> Sequence[ConferenceId]: ...


class TextClass:
    """Which key seals a text."""

    RECORD = "record"
    ANSWERS = "answers"
    DRAFTS = "drafts"
    RESTRICTED_DRAFTS = "restricted-draft"
    RESTRICTED = "restricted"
    COVERT = "covert"
    CONTACT = "contact"
    """Telephone numbers: read by whoever dials and the office. In no view, and in no copy."""


@dataclass(frozen=True, slots=True)
class Salted:
    """Words on their way into the store; their reference is known already."""

    ref: TextRef
    salted: bytes = field(repr=False)


class Texts(Protocol):
    """Personal words, sealed beside the log under a key of the conference and class."""

    async def keep(self, conference: ConferenceId, text_class: str, text: str) -> TextRef:
        """Seal a text durably. The digest is salted: it proves the text and tells nothing."""
        ...

    def salt(self, text: str) -> Salted:
        """The first half of `keep`: what a command needs to know of words not stored yet."""
        ...

    async def store(self, conference: ConferenceId, text_class: str, salted: Salted) -> None:
        """The second half. The same once more is a success."""
        ...

    async def read(self, conference: ConferenceId, ids: Sequence[TextId]) -> Mapping[TextId, str]:
        """Unsealed; an id that is not there, or whose key is gone, is missing in the answer."""
        ...

    async def forget(self, conference: ConferenceId, text_class: str) -> None:
        """Destroy the key of one class, and with it all that it sealed."""


class Wake(Protocol):
    """One reader's bell. Rings that pile up are one; the first comes at once."""

    async def wait(self) -> None: ...


class Bus(Protocol):
    """Wake-ups, never content."""

    async def nudge(self, conference: ConferenceId) -> None: ...

    def wake(self, conference: ConferenceId) -> AbstractContextManager[Wake]: ...


class Clock(Protocol):
    def now(self) -> Micros: ...

    def monotonic(self) -> float:
        """Seconds; for deadlines and leases."""
        ...


class Leases(Protocol):
    async def acquire(self, conference: ConferenceId, node: str, ttl: timedelta) -> bool:
        """True if this node now holds it: it was free, run out, or ours already."""
        ...

    async def give_back(self, conference: ConferenceId, node: str) -> None: ...


class StoreDown(Exception):
    """The log cannot be written now: disk full, locked, gone. Nothing was stored."""


class NotConfirmed(Exception):
    """The engine has not confirmed a cut in time. What was cut stays cut."""


class MediaGate(Protocol):
    """The media engine as the keeper sees it: plans of flows, by log version."""

    async def apply(
        self,
        conference: ConferenceId,
        version: int,
        plan: frozenset[Flow],
        *,
        private_levels: bool,
    ) -> None:
        """Returns when nothing outside the plan leaves any more.

        Raises NotConfirmed: late, lost, or a newer plan is in force already.
        """
        ...

    def renew(self, conference: ConferenceId, valid_until: float) -> None:
        """Plans of this conference hold until then, on the monotonic clock, and no longer."""
        ...

    async def keep_only(self, conference: ConferenceId, legs: frozenset[LegId]) -> None:
        """Forget the media of every leg that the conference does not know any more."""
        ...

    async def close(self, conference: ConferenceId) -> None: ...

    def has_strayed(self, conference: ConferenceId) -> bool:
        """Since last asked, the engine sent something that no recent plan allowed, or was lost."""
        ...


class Screens(Protocol):
    """The browsers of one node."""

    def cut(self, conference: ConferenceId, legs: frozenset[LegId], version: int) -> None:
        """Destroy these legs' outboxes and sockets at once; nothing queued is sent.

        No view of a state older than `version` is shown to them any more.
        """
        ...

    async def show(
        self, conference: ConferenceId, state: Conference, but: frozenset[LegId] = frozenset()
    ) -> None:
        """Give every leg its newest view if it differs from the last, but to these none yet."""
        ...

    def gone_for(self, conference: ConferenceId, leg: LegId) -> float:
        """Seconds for which no socket has spoken for this leg; 0 while one does."""
        ...

    def trouble(
        self,
        conference: ConferenceId,
        codes: frozenset[str],
        waits_for: frozenset[ParticipantId] = frozenset(),
    ) -> None:
        """On the chair's panel; `waits_for`: of an unconfirmed cut, who is not known to be out."""
        ...


StaffId = NewType("StaffId", UUID)


@dataclass(frozen=True, slots=True)
class Link:
    """What a personal link, or a room's device link, stands for."""

    public_id: str
    """In the address. Grants nothing."""
    conference: ConferenceId
    participant_id: ParticipantId | None
    place_id: PlaceId | None
    actor: Actor
    revoked: bool
    staff_id: StaffId | None
    """Whose sign-in it needs besides its secret; None: a link that needs none."""


@dataclass(frozen=True, slots=True)
class StaffAccount:
    id: StaffId
    username: str
    password_hash: str
    """argon2id, in its own text form."""
    totp_secret: str = field(repr=False)
    """Base32. Sealed at rest."""


class Taken(Exception):
    """Somebody else has this PIN, or this user name: choose another."""


class Directory(Protocol):
    """Links, devices, tickets and staff: secrets as hashes only.

    Every reader of something that runs out is given the time; what has run out is not there.
    """

    async def add_link(self, link: Link, secret_hash: bytes) -> None: ...

    async def find_link(self, public_id: str) -> Link | None: ...

    async def find_room_link(self, conference: ConferenceId, place_id: PlaceId) -> str | None: ...

    async def link_secret_hash(self, public_id: str) -> bytes | None: ...

    async def revoke_link(self, public_id: str) -> None:
        """Its devices and tickets find nothing any more."""
        ...

    async def bind_device(self, public_id: str, device: DeviceId, secret_hash: bytes) -> None: ...

    async def find_device(self, public_id: str, secret_hash: bytes) -> tuple[Link, DeviceId] | None:
        """The device that holds this secret, and the link it is bound to; not of a revoked one."""
        ...

    async def revoke_device(self, device: DeviceId) -> None: ...

    async def add_ticket(
        self, secret_hash: bytes, public_id: str, device: DeviceId, expires_at: Micros
    ) -> None: ...

    async def take_ticket(self, secret_hash: bytes, now: Micros) -> tuple[str, DeviceId] | None:
        """Once: of two who take the same ticket one gets nothing."""
        ...

    async def add_room_code(self, code_hash: bytes, public_id: str, expires_at: Micros) -> None:
        """Binds one device to a room's link. Short, so the hash is keyed with the pepper."""
        ...

    async def take_room_code(self, code_hash: bytes, now: Micros) -> str | None:
        """The public id of the room's link, once."""
        ...

    async def add_pin(
        self, conference: ConferenceId, participant_id: ParticipantId, pin_hash: bytes
    ) -> None:
        """Replaces the person's earlier PIN. The hash is keyed with the pepper. Raises Taken."""
        ...

    async def find_pin(self, pin_hash: bytes) -> tuple[ConferenceId, ParticipantId] | None: ...

    async def count_guess(self, key: str, window: timedelta, limit: int) -> bool:
        """Spend one try from a budget that outlives restarts. False: the budget is used up."""
        ...

    async def add_staff(self, account: StaffAccount) -> None:
        """Raises Taken."""
        ...

    async def find_staff(self, username: str) -> StaffAccount | None: ...

    async def use_code(self, staff_id: StaffId, step: int) -> bool:
        """A sign-in code's time step counts once, and never after a later one."""
        ...

    async def add_session(
        self, secret_hash: bytes, staff_id: StaffId, expires_at: Micros
    ) -> None: ...

    async def find_session(self, secret_hash: bytes, now: Micros) -> StaffId | None: ...

    async def end_session(self, secret_hash: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who stands behind a ticket: a link, and the device that opened it."""

    link: Link
    device: DeviceId
    signed_in: bool
    """By a staff sign-in, which is an identity record."""
