"""Staff sign-in by password (argon2id) and a code of their phone (TOTP), until OIDC takes over."""

import hmac
import secrets
from datetime import UTC, datetime, timedelta
from functools import cache

from anyio import to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pyotp.totp import TOTP

from app.domain.ids import SECOND
from app.service.invitations import budget_key
from app.service.ports import Clock, Directory, StaffAccount, StaffId

WINDOW = timedelta(minutes=15)
TRIES_EACH = 10
TRIES_ALL = 300
STEP_SECONDS = 30
DRIFT_STEPS = 1
"""A phone's clock may be this many steps off."""


HASHER = PasswordHasher()
"""argon2id with the library's present advice for its cost."""


@cache
def password_of_nobody(hasher: PasswordHasher) -> str:
    """Somebody unknown is given this one, so that they cost as much as somebody known."""
    return hasher.hash(secrets.token_urlsafe(16))


class PasswordAndCode:
    def __init__(self, directory: Directory, clock: Clock, hasher: PasswordHasher = HASHER) -> None:
        self._directory = directory
        self._clock = clock
        self._hasher = hasher
        self._nobodys = password_of_nobody(hasher)

    async def find_staff(self, username: str, password: str, code: str) -> StaffId | None:
        """Who this is. None for every kind of failure, and no quicker for any of them."""
        within_budget = await self._spend(username)
        account = await self._directory.find_staff(username)
        kept = self._nobodys if account is None else account.password_hash
        is_right = await to_thread.run_sync(self._matches, kept, password)
        if account is None or not is_right or not within_budget:
            return None
        step = self._step_of(account, code)
        if step is None or not await self._directory.use_code(account.id, step):
            return None
        return account.id

    async def _spend(self, username: str) -> bool:
        all_of_them = await self._directory.count_guess("sign-in:all", WINDOW, TRIES_ALL)
        own = await self._directory.count_guess(budget_key("sign-in", username), WINDOW, TRIES_EACH)
        return all_of_them and own

    def _matches(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False

    def _step_of(self, account: StaffAccount, code: str) -> int | None:
        """The time step that the code belongs to: each counts once."""
        totp = TOTP(account.totp_secret, interval=STEP_SECONDS)
        now = self._clock.now() // SECOND // STEP_SECONDS
        for step in range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1):
            expected = totp.at(datetime.fromtimestamp(step * STEP_SECONDS, UTC))
            if hmac.compare_digest(expected.encode(), code.encode()):
                return step
        return None
