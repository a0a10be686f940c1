"""Who may come in, and how they prove it: links, devices, tickets and PINs.

    link (until the end) -- Continue, right secret --> device cookie (this browser, this link)
    device cookie -- a minute, once --> ticket -- first message of the socket --> a leg
    room code (once) -- typed at /room on the room's screen --> device cookie of the room's link

Every secret has 256 bits and only its hash is stored. A PIN has ten digits and a room code eight
characters, so their hashes are made under a pepper that is not in the database.
"""

import hmac
import secrets
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

from app.domain.errors import NotPermitted
from app.domain.ids import SECOND, ConferenceId, DeviceId, Micros, ParticipantId
from app.domain.people import STAFF
from app.service.ports import Clock, Directory, Link, StaffId, Taken, Visitor
from app.service.room_codes import as_typed, new_room_code

TICKET_LIFE = 60 * SECOND
PIN_DIGITS = 10
OPENING_WINDOW = timedelta(minutes=10)
OPENINGS = 20
"""Tries to open one link, or to type a room's code, from one address within the window."""
PINS = 5
"""New PINs that one link is given within the window."""


class SignInNeeded(Exception):
    """A right link, of somebody who has to sign in first."""


class TooManyPins(Exception):
    """As many as one link is given within the window."""


class Invitations:
    def __init__(
        self, directory: Directory, clock: Clock, pepper: bytes, *, trust_demo_links: bool
    ) -> None:
        """`trust_demo_links`: staff links that name no member of staff count as signed in."""
        self._directory = directory
        self._clock = clock
        self._pepper = pepper
        self._trust_demo_links = trust_demo_links

    async def issue_link(self, link: Link) -> str:
        """Make a link known; the secret that is returned is nowhere else."""
        secret = new_secret()
        await self._directory.add_link(link, hash_of(secret))
        return secret

    async def issue_pin(self, conference: ConferenceId, participant_id: ParticipantId) -> str:
        pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
        await self._directory.add_pin(conference, participant_id, self._keyed(pin))
        return pin

    async def issue_room_code(self, public_id: str, life: timedelta) -> str:
        """For the link of a room's device. Good once, and until `life` is over."""
        code = new_room_code()
        expires_at = Micros(self._clock.now() + life // timedelta(microseconds=1))
        await self._directory.add_room_code(self._keyed(code), public_id, expires_at)
        return code

    async def find_room(self, typed: str, address: str) -> Link | None:
        """The room's link, once. None for every other cause, the budget among them."""
        within_budget = await self._directory.count_guess(
            budget_key("room-code", address), OPENING_WINDOW, OPENINGS
        )
        code = as_typed(typed)
        if code is None or not within_budget:
            return None
        public_id = await self._directory.take_room_code(self._keyed(code), self._clock.now())
        return None if public_id is None else await self._find_usable(public_id)

    async def renew_pin(self, visitor: Visitor) -> str:
        """A new PIN for whoever has the link open, for a hash cannot be shown.

        The one before stops working. Raises NotPermitted at a room's device, and TooManyPins.
        """
        link = visitor.link
        key = budget_key("pin-renewed", link.public_id)
        if link.participant_id is None:
            raise NotPermitted("A room has no PIN: each of its people has their own.")
        if not await self._directory.count_guess(key, OPENING_WINDOW, PINS):
            raise TooManyPins
        while True:
            with suppress(Taken):
                return await self.issue_pin(link.conference, link.participant_id)

    async def find_link(self, public_id: str, secret: str, address: str) -> Link | None:
        """The link with this secret. None for every other cause, the budget among them."""
        within_budget = await self._directory.count_guess(
            budget_key("open", public_id, address), OPENING_WINDOW, OPENINGS
        )
        link = await self._find_usable(public_id)
        kept = await self._directory.link_secret_hash(public_id)
        is_right = hmac.compare_digest(kept or bytes(32), hash_of(secret))
        return link if is_right and within_budget else None

    async def bind_device(self, link: Link, staff: StaffId | None) -> str:
        """A new device for the link; returns the secret for its cookie.

        Raises:
            SignInNeeded: the link is a member of staff's, and `staff` is not that one.
        """
        if not may_use(link, staff):
            raise SignInNeeded
        secret = new_secret()
        await self._directory.bind_device(link.public_id, DeviceId(uuid4()), hash_of(secret))
        return secret

    async def find_visitor(
        self, public_id: str, device_secret: str, staff: StaffId | None
    ) -> Visitor | None:
        """Who a device cookie stands for, together with the staff session beside it."""
        found = await self._directory.find_device(public_id, hash_of(device_secret))
        if found is None or not self._is_usable(found[0]) or not may_use(found[0], staff):
            return None
        return Visitor(*found, signed_in=is_staff(found[0]))

    async def issue_ticket(self, visitor: Visitor) -> str:
        secret = new_secret()
        expires_at = Micros(self._clock.now() + TICKET_LIFE)
        await self._directory.add_ticket(
            hash_of(secret), visitor.link.public_id, visitor.device, expires_at
        )
        return secret

    async def redeem(self, public_id: str, ticket: str) -> Visitor | None:
        """Whom a ticket lets in, once; only at the address of the link that it was made for."""
        taken = await self._directory.take_ticket(hash_of(ticket), self._clock.now())
        if taken is None or taken[0] != public_id:
            return None
        link = await self._find_usable(public_id)
        return None if link is None else Visitor(link, taken[1], signed_in=is_staff(link))

    def _keyed(self, short_secret: str) -> bytes:
        return hmac.digest(self._pepper, short_secret.encode(), sha256)

    async def _find_usable(self, public_id: str) -> Link | None:
        link = await self._directory.find_link(public_id)
        return link if link is not None and self._is_usable(link) else None

    def _is_usable(self, link: Link) -> bool:
        """Outside the demo a staff link that names no member of staff opens nothing."""
        is_of_demo = is_staff(link) and link.staff_id is None
        return not link.revoked and (self._trust_demo_links or not is_of_demo)


def is_staff(link: Link) -> bool:
    return link.actor.role in STAFF


def may_use(link: Link, staff: StaffId | None) -> bool:
    return link.staff_id is None or link.staff_id == staff


def new_public_id() -> str:
    """22 characters that grant nothing and are never given twice."""
    return secrets.token_urlsafe(16)


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def budget_key(act: str, *parts: str) -> str:
    """Names and addresses are not kept: the budget's row holds their hash only."""
    return f"{act}:{sha256(chr(0).join(parts).encode()).hexdigest()}"
