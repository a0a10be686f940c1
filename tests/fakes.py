"""Working stand-ins for the outside world, in memory: the same promises, nothing on a disk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

from app.domain.evolve import Recorded
from app.domain.ids import ConferenceId, DeviceId, Micros, ParticipantId, PlaceId, TextId
from app.domain.people import TextRef
from app.domain.reading import OrdinaryLog, ordinary_reading
from app.service.ports import (
    Clock,
    Link,
    Salted,
    StaffAccount,
    StaffId,
    StoreDown,
    Taken,
    TextClass,
    VersionConflict,
)

NINE_O_CLOCK = Micros(1_790_000_000_000_000)


class ManualClock:
    """Stands still until it is told to go on."""

    def __init__(self, now: Micros = NINE_O_CLOCK) -> None:
        self._now = now
        self._monotonic = 0.0

    def now(self) -> Micros:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, step: timedelta) -> None:
        self._now = Micros(self._now + step // timedelta(microseconds=1))
        self._monotonic += step.total_seconds()


class MemoryEventStore:
    """`is_down`: nothing can be written, as on a full disk; what is there can be read."""

    def __init__(self) -> None:
        self.logs: dict[ConferenceId, list[Recorded]] = {}
        self.is_down = False

    async def load(self, conference: ConferenceId, after: int) -> Sequence[Recorded]:
        return self.logs.get(conference, [])[after:]

    async def ordinary(self, conference: ConferenceId) -> OrdinaryLog:
        log = self.logs.get(conference, [])
        return OrdinaryLog(ordinary_reading(log), len(log))

    async def append(
        self, conference: ConferenceId, expected_version: int, new: Sequence[Recorded]
    ) -> None:
        if self.is_down:
            raise StoreDown
        stored = self.logs.get(conference, [])
        if stored[expected_version : expected_version + len(new)] == list(new):
            return
        if len(stored) != expected_version:
            raise VersionConflict
        wanted = range(expected_version + 1, expected_version + 1 + len(new))
        if [recorded.version for recorded in new] != list(wanted):
            raise ValueError("Versions run on from the expected one, without a gap.")
        self.logs[conference] = [*stored, *new]

    async def conferences(self) -> Sequence[ConferenceId]:
        return list(self.logs)


@dataclass(frozen=True)
class KeptText:
    conference: ConferenceId
    text_class: str
    text: str


class MemoryTexts:
    """`is_down`: nothing can be written."""

    def __init__(self) -> None:
        self.kept: dict[TextId, KeptText] = {}
        self.is_down = False

    async def keep(self, conference: ConferenceId, text_class: str, text: str) -> TextRef:
        salted = self.salt(text)
        await self.store(conference, text_class, salted)
        return salted.ref

    def salt(self, text: str) -> Salted:
        id = TextId(uuid4())
        salted = id.bytes + text.encode()
        return Salted(TextRef(id, sha256(salted).hexdigest()), salted)

    async def store(self, conference: ConferenceId, text_class: str, salted: Salted) -> None:
        if self.is_down:
            raise StoreDown
        text = salted.salted.removeprefix(salted.ref.id.bytes).decode()
        self.kept[salted.ref.id] = KeptText(conference, text_class, text)

    async def read(self, conference: ConferenceId, ids: Sequence[TextId]) -> Mapping[TextId, str]:
        found = {id: self.kept[id] for id in ids if id in self.kept}
        return {id: kept.text for id, kept in found.items() if kept.conference == conference}

    def for_families(self) -> "MemoryFamilyTexts":
        return MemoryFamilyTexts(self)

    async def forget(self, conference: ConferenceId, text_class: str) -> None:
        self.kept = {
            id: kept
            for id, kept in self.kept.items()
            if (kept.conference, kept.text_class) != (conference, text_class)
        }


class MemoryFamilyTexts:
    def __init__(self, texts: MemoryTexts) -> None:
        self._texts = texts

    async def read(self, conference: ConferenceId, ids: Sequence[TextId]) -> Mapping[TextId, str]:
        hidden = {TextClass.RESTRICTED, TextClass.RESTRICTED_DRAFTS, TextClass.COVERT}
        kept = self._texts.kept
        return await self._texts.read(
            conference, [id for id in ids if id in kept and kept[id].text_class not in hidden]
        )


class MemoryLeases:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.held: dict[ConferenceId, tuple[str, Micros]] = {}

    async def acquire(self, conference: ConferenceId, node: str, ttl: timedelta) -> bool:
        now = self._clock.now()
        holder, until = self.held.get(conference, (node, now))
        if holder != node and until > now:
            return False
        self.held[conference] = (node, Micros(now + ttl // timedelta(microseconds=1)))
        return True

    async def give_back(self, conference: ConferenceId, node: str) -> None:
        if self.held.get(conference, ("", 0))[0] == node:
            del self.held[conference]


class MemoryHeads:
    def __init__(self) -> None:
        self.published: list[ConferenceId] = []

    async def publish(self, conference: ConferenceId) -> None:
        self.published.append(conference)


class MemoryDirectory:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.links: dict[str, tuple[Link, bytes]] = {}
        self.devices: dict[DeviceId, tuple[str, bytes]] = {}
        self.tickets: dict[bytes, tuple[str, DeviceId, Micros]] = {}
        self.room_codes: dict[bytes, tuple[str, Micros]] = {}
        self.pins: dict[bytes, tuple[ConferenceId, ParticipantId]] = {}
        self.guesses: dict[str, tuple[Micros, int]] = {}
        self.staff: dict[StaffId, StaffAccount] = {}
        self.steps: dict[StaffId, int] = {}
        self.sessions: dict[bytes, tuple[StaffId, Micros]] = {}

    async def add_link(self, link: Link, secret_hash: bytes) -> None:
        self.links[link.public_id] = (link, secret_hash)

    async def find_link(self, public_id: str) -> Link | None:
        found = self.links.get(public_id)
        return None if found is None else found[0]

    async def find_room_link(self, conference: ConferenceId, place_id: PlaceId) -> str | None:
        wanted = (conference, place_id)
        return next(
            (
                id
                for id, (link, _) in sorted(self.links.items())
                if (link.conference, link.place_id) == wanted and not link.revoked
            ),
            None,
        )

    async def link_secret_hash(self, public_id: str) -> bytes | None:
        found = self.links.get(public_id)
        return None if found is None else found[1]

    async def revoke_link(self, public_id: str) -> None:
        if public_id in self.links:
            link, secret_hash = self.links[public_id]
            self.links[public_id] = (replace(link, revoked=True), secret_hash)

    def _is_open(self, public_id: str) -> bool:
        return public_id in self.links and not self.links[public_id][0].revoked

    async def bind_device(self, public_id: str, device: DeviceId, secret_hash: bytes) -> None:
        self.devices[device] = (public_id, secret_hash)

    async def find_device(self, public_id: str, secret_hash: bytes) -> tuple[Link, DeviceId] | None:
        if not self._is_open(public_id):
            return None
        link = self.links[public_id][0]
        bound = self.devices.items()
        return next(((link, id) for id, each in bound if each == (public_id, secret_hash)), None)

    async def revoke_device(self, device: DeviceId) -> None:
        self.devices.pop(device, None)

    async def add_ticket(
        self, secret_hash: bytes, public_id: str, device: DeviceId, expires_at: Micros
    ) -> None:
        self.tickets[secret_hash] = (public_id, device, expires_at)

    async def take_ticket(self, secret_hash: bytes, now: Micros) -> tuple[str, DeviceId] | None:
        if secret_hash not in self.tickets:
            return None
        public_id, device, expires_at = self.tickets.pop(secret_hash)
        is_good = expires_at > now and self._is_open(public_id) and device in self.devices
        return (public_id, device) if is_good else None

    async def add_room_code(self, code_hash: bytes, public_id: str, expires_at: Micros) -> None:
        self.room_codes[code_hash] = (public_id, expires_at)

    async def take_room_code(self, code_hash: bytes, now: Micros) -> str | None:
        public_id, expires_at = self.room_codes.pop(code_hash, ("", Micros(0)))
        return public_id if expires_at > now and self._is_open(public_id) else None

    async def add_pin(
        self, conference: ConferenceId, participant_id: ParticipantId, pin_hash: bytes
    ) -> None:
        owner = (conference, participant_id)
        if self.pins.get(pin_hash, owner) != owner:
            raise Taken
        self.pins = {key: each for key, each in self.pins.items() if each != owner}
        self.pins[pin_hash] = owner

    async def find_pin(self, pin_hash: bytes) -> tuple[ConferenceId, ParticipantId] | None:
        return self.pins.get(pin_hash)

    async def count_guess(self, key: str, window: timedelta, limit: int) -> bool:
        now = self._clock.now()
        begun, spent = self.guesses.get(key, (now, 0))
        if now - begun >= window // timedelta(microseconds=1):
            begun, spent = now, 0
        self.guesses[key] = (begun, spent + 1)
        return spent < limit

    async def add_staff(self, account: StaffAccount) -> None:
        if await self.find_staff(account.username) is not None:
            raise Taken
        self.staff[account.id] = account

    async def find_staff(self, username: str) -> StaffAccount | None:
        accounts = self.staff.values()
        return next((each for each in accounts if each.username == username), None)

    async def use_code(self, staff_id: StaffId, step: int) -> bool:
        if step <= self.steps.get(staff_id, -1):
            return False
        self.steps[staff_id] = step
        return True

    async def add_session(self, secret_hash: bytes, staff_id: StaffId, expires_at: Micros) -> None:
        self.sessions[secret_hash] = (staff_id, expires_at)

    async def find_session(self, secret_hash: bytes, now: Micros) -> StaffId | None:
        found = self.sessions.get(secret_hash)
        return found[0] if found is not None and found[1] > now else None

    async def end_session(self, secret_hash: bytes) -> None:
        self.sessions.pop(secret_hash, None)
