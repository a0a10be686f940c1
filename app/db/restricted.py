"""The restricted store: a second database under a key of its own (REQ-82, REQ-111).

    quorate.db, master key          restricted.db, restricted key
    -----------------------         ------------------------------------------
    texts of the record             texts of classes restricted and covert
    event: "Restricted", time,      bodies of covert events: who, what, whom
           salted digest  ------->

Whoever holds the first alone, as the builder of a family's copy does, cannot tell a silent
signal from any other covert event, nor whose it is.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from app.db.texts import SALT_BYTES, SqlTexts
from app.domain.ids import ConferenceId, TextId
from app.domain.people import TextRef
from app.service.ports import Salted, TextClass

KEPT_APART = frozenset({TextClass.RESTRICTED, TextClass.RESTRICTED_DRAFTS, TextClass.COVERT})
PADDED_TO = 1024
"""Bytes: the length of a sealed body is not to tell what it is."""


class AllTexts:
    """Both stores as one, for the service itself. Families' copies get the first one alone."""

    def __init__(self, ordinary: SqlTexts, restricted: SqlTexts, earlier: SqlTexts) -> None:
        """`earlier`: the ordinary database under the restricted key, as it was with one store."""
        self._ordinary = ordinary
        self._restricted = restricted
        self._earlier = earlier

    def for_families(self) -> SqlTexts:
        """Without the restricted store, and without its key."""
        return self._ordinary

    async def keep(self, conference: ConferenceId, text_class: str, text: str) -> TextRef:
        return await self._of(text_class).keep(conference, text_class, text)

    def salt(self, text: str) -> Salted:
        return self._ordinary.salt(text)

    async def store(self, conference: ConferenceId, text_class: str, salted: Salted) -> None:
        await self._of(text_class).store(conference, text_class, salted)

    async def read(self, conference: ConferenceId, ids: Sequence[TextId]) -> Mapping[TextId, str]:
        found: dict[TextId, str] = {}
        for store in (self._ordinary, self._restricted, self._earlier):
            missing = [id for id in ids if id not in found]
            if missing:
                found |= await store.read(conference, missing)
        return found

    async def forget(self, conference: ConferenceId, text_class: str) -> None:
        await self._of(text_class).forget(conference, text_class)
        if text_class in KEPT_APART:
            await self._earlier.forget(conference, text_class)

    def _of(self, text_class: str) -> SqlTexts:
        return self._restricted if text_class in KEPT_APART else self._ordinary


class BodyBroken(Exception):
    """A sealed body is missing, or is not what the log's digest says."""


class CovertBodies:
    """Bodies of covert events. Destroying the covert key of a conference erases them all."""

    def __init__(self, restricted: SqlTexts) -> None:
        self._texts = restricted

    async def keep(self, conference: ConferenceId, bodies: Sequence[bytes]) -> list[TextRef]:
        """On the disk when it returns. A body that no line refers to does no harm."""
        salted = [self._texts.salt(padded(body)) for body in bodies]
        await self._texts.store_all(conference, TextClass.COVERT, salted)
        return [each.ref for each in salted]

    async def open(self, conference: ConferenceId, refs: Sequence[TextRef]) -> list[bytes | None]:
        """In the order of `refs`. None: erased with its key. Raises BodyBroken."""
        opened = await self._texts.open(conference, [ref.id for ref in refs])
        return [checked(opened, ref) for ref in refs]


def padded(body: bytes) -> str:
    return (body + b" " * (-len(body) % PADDED_TO)).decode()


def checked(opened: Mapping[TextId, bytes | None], ref: TextRef) -> bytes | None:
    if ref.id not in opened:
        raise BodyBroken
    salted = opened[ref.id]
    if salted is None:
        return None
    if sha256(salted).hexdigest() != ref.digest:
        raise BodyBroken
    return salted[SALT_BYTES:].rstrip(b" ")
