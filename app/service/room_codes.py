"""The short code that is typed on a room's screen: easy to read out and to copy by hand."""

import secrets
from datetime import timedelta

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0 and O, 1, I and L, and without U, so that it spells little."""

LENGTH = 8
"""6.5e11 codes, against twenty tries in ten minutes from one address."""

INVITATION_LIFE = timedelta(hours=12)
"""Of a code that is sent before the day begins."""

HOSTS_LIFE = timedelta(minutes=15)
"""Of a code that the room's host reads from their own page."""


def new_room_code() -> str:
    """As it is shown: in two halves."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{letters[: LENGTH // 2]}-{letters[LENGTH // 2 :]}"


def as_typed(words: str) -> str | None:
    """The code that was meant, as it is shown: small letters, blanks and no hyphen are taken."""
    letters = "".join(each for each in words.upper() if each not in " -\t\u2013")
    if len(letters) != LENGTH or any(each not in ALPHABET for each in letters):
        return None
    return f"{letters[: LENGTH // 2]}-{letters[LENGTH // 2 :]}"
