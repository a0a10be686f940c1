"""What we use of baresip-python, with types: its own are missing where they would matter."""

from collections.abc import Callable
from typing import Protocol, cast

from baresip.audio import CallAudio
from baresip.call import Call, CallState
from baresip.config import Account, Config
from baresip.events import StackEvent
from baresip.runtime import Runtime
from baresip.ua import UserAgent


class StackCall(Protocol):
    @property
    def handle(self) -> int: ...
    @property
    def audio(self) -> CallAudio: ...

    call_id: str | None
    """Of SIP; known from the first event on."""

    async def answer(self) -> None: ...
    async def hangup(self) -> None: ...


class StackAgent(Protocol):
    @property
    def handle(self) -> int: ...
    async def register(self) -> None: ...
    async def dial(self, uri: str, headers: dict[str, str]) -> StackCall: ...


class StackRuntime(Protocol):
    on_dead: Callable[[], None] | None

    def subscribe(self, listener: Callable[[StackEvent], None]) -> None: ...
    async def start(self, config: Config) -> None: ...
    async def close(self) -> None: ...


def new_runtime() -> StackRuntime:
    return cast(StackRuntime, Runtime())  # its types say that nobody can be told of its death


async def new_agent(runtime: StackRuntime, account: Account) -> StackAgent:
    """One that never does what a caller asks it to ring."""
    native = cast(Runtime, runtime)  # as it was made above
    agent = await UserAgent.create(native, account, transfer_policy="reject")
    return cast(StackAgent, agent)  # its headers have no types


def incoming(runtime: StackRuntime, event: StackEvent) -> StackCall:
    call = Call(
        cast(Runtime, runtime),  # as it was made above
        handle=event.call,
        ua_handle=event.ua,
        state=CallState.INCOMING,
        peer=event.peer,
        call_id=event.call_id,
    )
    return cast(StackCall, call)  # its parameters have no types
