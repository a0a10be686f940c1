"""Words that could not be stored at once: owed, bounded, and paid in the end."""

from uuid import UUID

import anyio
import pytest

from app.domain.ids import ConferenceId
from app.service.owed_texts import Owed, OwedTexts
from app.service.ports import Salted, TextClass
from tests.fakes import MemoryTexts

CONFERENCE = ConferenceId(UUID(int=1))


def owed(texts: MemoryTexts) -> Owed:
    return Owed(CONFERENCE, TextClass.RECORD, texts.salt("Shouting."))


class DeafTexts(MemoryTexts):
    """A store that takes the words and never answers."""

    async def store(self, conference: ConferenceId, text_class: str, salted: Salted) -> None:
        await anyio.sleep_forever()


async def test_what_can_be_stored_is_stored_at_once() -> None:
    texts = MemoryTexts()
    words = owed(texts)
    await OwedTexts(texts).store(words)
    assert words.is_stored
    assert texts.kept[words.salted.ref.id].text == "Shouting."


async def test_a_store_that_never_answers_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.service.owed_texts.STORE_WITHIN", 0.05)
    words = owed(DeafTexts())
    with anyio.fail_after(2):
        await OwedTexts(DeafTexts()).store(words)
    assert not words.is_stored


async def test_what_is_owed_is_paid_once_the_store_is_back() -> None:
    texts = MemoryTexts()
    texts.is_down = True
    debts, words = OwedTexts(texts), owed(texts)
    await debts.store(words)
    texts.is_down = False
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(debts.run)
        with anyio.fail_after(5):
            while not words.is_stored:
                await anyio.lowlevel.checkpoint()
        tasks.cancel_scope.cancel()
    assert list(texts.kept) == [words.salted.ref.id]


async def test_no_more_is_owed_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.service.owed_texts.MOST_OWED", 3)
    texts = MemoryTexts()
    texts.is_down = True
    debts = OwedTexts(texts)
    for _ in range(5):
        await debts.store(owed(texts))
    assert len(debts._owed) == 3
