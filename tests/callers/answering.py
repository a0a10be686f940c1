"""A telephone that is rung: answers, is busy, declines, or lets it ring; remembers who rang."""

import asyncio
from dataclasses import dataclass
from enum import Enum
from random import Random
from types import TracebackType
from typing import Self
from uuid import uuid4

from tests.callers import sdp, sip
from tests.callers.call import EVENT_TYPE, PATIENCE, Call, Exchange, Party, SipReader
from tests.callers.sip import Address, Message


class Does(Enum):
    """What it does when it is rung: the status and its reason."""

    ANSWER = (200, "OK")
    BUSY = (486, "Busy Here")
    DECLINE = (603, "Decline")
    UNKNOWN = (404, "Not Found")
    RING = (180, "Ringing")


@dataclass(frozen=True, slots=True)
class Ring:
    """One INVITE as it arrived."""

    invite: Message
    source: Address

    @property
    def dialled(self) -> str:
        return self.invite.start.split()[1]

    @property
    def caller(self) -> str:
        return self.invite.header("from")

    @property
    def asserted(self) -> str:
        return self.invite.header("p-asserted-identity")

    @property
    def privacy(self) -> str:
        return self.invite.header("privacy")


class Answering:
    """`async with Answering() as phone:` - reachable at `phone.address` until the block ends."""

    def __init__(
        self, does: Does = Does.ANSWER, *, host: str = "127.0.0.1", events: int | None = EVENT_TYPE
    ) -> None:
        self.does = does
        self.rings = list[Ring]()
        self.was_cancelled = asyncio.Event()
        self._host, self._events = host, events
        self._chance = Random(uuid4().int)  # noqa: S311  not for secrets
        self._answers = dict[str, Message]()
        self._rung, self._up = asyncio.Queue[Ring](), asyncio.Queue[Call]()
        self._calls, self._acknowledged_calls = list[Call](), list[Call]()

    async def __aenter__(self) -> Self:
        self._exchange = Exchange(self._host, self._called)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            for call in self._calls:
                await call.hang_up()
        finally:
            for call in self._calls:
                call.vanish()
            self._exchange.close()

    @property
    def address(self) -> Address:
        return self._exchange.address

    async def rung(self, within: float = PATIENCE) -> Ring:
        """The next that rings. Raises TimeoutError."""
        async with asyncio.timeout(within):
            return await self._rung.get()

    async def call(self, within: float = PATIENCE) -> Call:
        """The next call that is up: the other side has acknowledged our answer."""
        async with asyncio.timeout(within):
            return await self._up.get()

    def pick_up(self, ring: Ring) -> None:
        """Answer what has only rung so far."""
        call_id = ring.invite.header("call-id")
        answer = self._taken(ring.invite, ring.source, self._answers[call_id].tag("to"))
        self._answers[call_id] = answer
        self._exchange.send(answer, ring.source)

    def _called(self, message: Message, source: Address) -> None:
        if message.is_response:
            return
        if message.method == "INVITE":
            self._invited(message, source)
        elif message.method == "CANCEL":
            self._cancelled(message, source)
        elif message.method == "OPTIONS":
            self._exchange.send(sip.answer(message, 200, "OK", "here"), source)

    def _invited(self, invite: Message, source: Address) -> None:
        call_id = invite.header("call-id")
        if call_id not in self._answers:
            ring = Ring(invite, source)
            self.rings.append(ring)
            self._rung.put_nowait(ring)
            self._answers[call_id] = self._answer(invite, source)
        self._exchange.send(self._answers[call_id], source)

    def _answer(self, invite: Message, source: Address) -> Message:
        tag = sip.token(self._chance)
        host, port = self._exchange.address
        contact = ("Contact", f"<sip:{host}:{port}>")
        status, reason = self.does.value
        if self.does is not Does.ANSWER:
            return sip.answer(invite, status, reason, tag, contact)
        return self._taken(invite, source, tag)

    def _taken(self, invite: Message, source: Address, tag: str) -> Message:
        call = self._begin(invite, source, tag)
        host, port = self._exchange.address
        kind = ("Content-Type", "application/sdp")
        contact = ("Contact", f"<sip:{host}:{port}>")
        return sip.answer(invite, 200, "OK", tag, contact, kind, body=call.offer())

    def _begin(self, invite: Message, source: Address, tag: str) -> Call:
        party = Party(
            invite.header("call-id"),
            f"{invite.header('to')};tag={tag}",
            invite.header("from"),
            invite.contact,
            source,
            invite.every("record-route"),
        )
        call = Call(self._exchange, party, self._chance, events=self._events)
        self._calls.append(call)
        self._exchange.calls[party.call_id] = self._within(call)
        if invite.body:
            call.handset.begin(sdp.read(invite.body))
        return call

    def _within(self, call: Call) -> SipReader:
        def read(message: Message, source: Address) -> None:
            is_known = message.header("call-id") in self._answers
            if not message.is_response and message.method == "INVITE" and is_known:
                self._invited_again(message, source, call)
            elif not message.is_response and message.method == "ACK":
                self._acknowledged(call)
            else:
                call.read(message, source)

        return read

    def _invited_again(self, invite: Message, source: Address, call: Call) -> None:
        """The same INVITE draws the same answer; one inside the dialog is the call's own."""
        if invite.tag("to"):
            call.read(invite, source)
        else:
            self._exchange.send(self._answers[call.call_id], source)

    def _acknowledged(self, call: Call) -> None:
        if call not in self._acknowledged_calls:
            self._acknowledged_calls.append(call)
            self._up.put_nowait(call)

    def _cancelled(self, cancel: Message, source: Address) -> None:
        self._exchange.send(sip.answer(cancel, 200, "OK", "here"), source)
        call_id = cancel.header("call-id")
        for ring in self.rings:
            if ring.invite.header("call-id") == call_id:
                tag = self._answers[call_id].tag("to")
                terminated = sip.answer(ring.invite, 487, "Request Terminated", tag)
                self._answers[call_id] = terminated
                self._exchange.send(terminated, source)
                self.was_cancelled.set()
