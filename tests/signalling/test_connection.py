"""Two tasks, one life; and whoever does not speak the protocol is closed."""

import json
from collections.abc import Sequence
from contextlib import suppress

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalling.connection import Broken, Gone, Request, hello, parsed, run
from signalling.messages import MESSAGE_LIMIT, Hello, Leave, Refused, WantMedia
from signalling.outbox import Outbox

HELLO = json.dumps({"type": "hello", "ticket": "t" * 43, "leg_id": None})


class ScriptedSocket:
    """Says these lines, then stays silent or is gone."""

    def __init__(self, lines: Sequence[str], *, stays: bool = False) -> None:
        self._lines = list(lines)
        self._stays = stays
        self.sent: list[str] = []

    async def receive_text(self) -> str:
        if self._lines:
            return self._lines.pop(0)
        if self._stays:
            await anyio.sleep_forever()
        raise Gone

    async def send_text(self, text: str) -> None:
        self.sent.append(text)


async def test_the_first_message_is_a_hello() -> None:
    assert await hello(ScriptedSocket([HELLO])) == Hello.model_validate_json(HELLO)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"type": "want_media"}', 1002),
        ("not json", 1002),
        ('{"type": "hello", "ticket": "short", "leg_id": null}', 1002),
        (HELLO[:-1] + ', "role": "independent_chair"}', 1002),
        (HELLO[:-1] + ', "ticket": "' + "u" * 43 + '"}', 1002),
        ("x" * (MESSAGE_LIMIT + 1), 1009),
        ("[" * 20_000, 1002),
    ],
)
async def test_anything_else_closes_the_socket(line: str, code: int) -> None:
    with pytest.raises(Broken) as broken:
        await hello(ScriptedSocket([line]))
    assert broken.value.code == code


@given(st.text(max_size=200))
def test_no_text_at_all_raises_anything_but_broken(text: str) -> None:
    with suppress(Broken):
        assert parsed(text).type


async def test_messages_reach_the_session_and_leaving_ends_both_tasks() -> None:
    seen: list[Request] = []

    async def receive(message: Request) -> bool:
        seen.append(message)
        return not isinstance(message, Leave)

    socket = ScriptedSocket(['{"type": "want_media"}', '{"type": "leave"}'], stays=True)
    with anyio.fail_after(1):
        await run(socket, Outbox(), receive)
    assert seen == [WantMedia(type="want_media"), Leave(type="leave")]


async def listens(_: Request) -> bool:
    return True


async def test_a_socket_that_goes_ends_the_session_without_an_error() -> None:
    with anyio.fail_after(1):
        await run(ScriptedSocket([]), Outbox(), listens)


async def test_what_waits_in_the_outbox_is_written() -> None:
    outbox, socket = Outbox(), ScriptedSocket([], stays=True)
    outbox.reply(Refused(code="wrong-phase"))

    with anyio.move_on_after(0.1):
        await run(socket, outbox, listens)
    assert socket.sent == ['{"type":"refused","code":"wrong-phase"}']


async def test_a_flood_of_messages_closes_the_socket() -> None:
    socket = ScriptedSocket(['{"type": "want_media"}'] * 100, stays=True)
    with pytest.raises(Broken) as broken:
        await run(socket, Outbox(), listens)
    assert broken.value.code == 1008


async def test_a_second_hello_closes_the_socket() -> None:
    with pytest.raises(Broken):
        await run(ScriptedSocket([HELLO], stays=True), Outbox(), listens)
