"""Who a PIN stands for, and how often one may guess.

A PIN proves an invitation, never an admission: whoever has one comes into the lobby (F3).
"""

import hmac
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from app.domain.conference import LIVE
from app.domain.ids import ConferenceId, ParticipantId
from app.service.invitations import PIN_DIGITS, budget_key
from app.service.ports import Directory
from app.service.replica import Replica

WINDOW = timedelta(minutes=15)
TRIES_A_NUMBER = 15
"""Of one caller's number, right ones too: enough for a bad line, too few to guess ten digits."""
TRIES_A_LINE = 300
TRIES_OF_ALL = 1000
"""Above these nobody is shut out, for then a stranger could shut everybody out: answers are slow.
A thousand slow tries at 200 live PINs of ten digits hit one in 50,000 times."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Where a call came to, and from."""

    line: str
    number: str = field(repr=False)
    """As the trunk says it; empty: withheld."""


@dataclass(frozen=True, slots=True)
class Invited:
    conference: ConferenceId
    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class Checked:
    invited: Invited | None
    """None for every cause alike: unknown, of another conference's time, too many tries."""
    is_open: bool
    """Of a right one: the conference can be joined now."""
    is_slow: bool
    """Too many guess at the moment: the answer is to take long."""


class Callers:
    def __init__(self, directory: Directory, replica: Replica, pepper: bytes) -> None:
        self._directory = directory
        self._replica = replica
        self._pepper = pepper

    async def check(self, pin: str, caller: Caller, expected: Invited | None) -> Checked:
        """`expected`: whom we have rung. Nobody else's PIN counts on that call."""
        within, is_slow = await self._spend(caller)
        pin_hash = hmac.digest(self._pepper, pin.encode(), sha256)
        found = await self._directory.find_pin(pin_hash) if len(pin) == PIN_DIGITS else None
        invited = None if found is None else Invited(*found)
        if not within or invited is None or expected not in {None, invited}:
            return Checked(None, is_open=False, is_slow=is_slow)
        conference = await self._replica.current(invited.conference)
        is_known = invited.participant_id in conference.participants
        return Checked(invited, is_known and conference.phase in LIVE, is_slow)

    async def _spend(self, caller: Caller) -> tuple[bool, bool]:
        count = self._directory.count_guess
        within = True
        if caller.number:
            key = budget_key("pin-number", caller.number)
            within = await count(key, WINDOW, TRIES_A_NUMBER)
        line = await count(budget_key("pin-line", caller.line), WINDOW, TRIES_A_LINE)
        of_all = await count("pin:all", WINDOW, TRIES_OF_ALL)
        return within, not (line and of_all)
