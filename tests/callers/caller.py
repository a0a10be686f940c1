"""Somebody who rings a number: `async with Caller(uri) as call:`, and hangs up at the end."""

import asyncio
from contextlib import AsyncExitStack
from random import Random
from types import TracebackType
from typing import Self
from uuid import uuid4

from tests.callers import sdp, sip
from tests.callers.call import EVENT_TYPE, PATIENCE, T1, Call, Exchange, Party, Refused
from tests.callers.sip import Address, Message


class Caller(Call):
    """Rings when the block is entered. Raises Refused where nobody answers with 200."""

    def __init__(
        self,
        uri: str,
        *,
        from_number: str = "+441632960001",
        host: str = "127.0.0.1",
        events: int | None = EVENT_TYPE,
        headers: sip.Headers = (),
        via: Address | None = None,
    ) -> None:
        """`events`: payload type of telephone-event, None: not offered. `via`: the first hop."""
        chance = Random(uuid4().int)  # noqa: S311  not for secrets
        exchange = Exchange(host)
        ours = f"<sip:{from_number}@{host}>;tag={sip.token(chance)}"
        call_id = f"{sip.token(chance)}@{host}"
        party = Party(call_id, ours, f"<{uri}>", uri, via or sip.address_of(uri))
        super().__init__(exchange, party, chance, events=events)
        self.from_number = from_number
        self._headers = headers
        self._invite: Message | None = None
        self._acks = dict[str, Message]()
        self.is_ringing = asyncio.Event()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as unless_up:
            unless_up.callback(self.close)
            await self.ring()
            unless_up.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            await self.hang_up()
        finally:
            self.close()

    def close(self) -> None:
        self.vanish()
        self._exchange.close()

    async def ring(self, within: float = PATIENCE) -> None:
        """Until the call is up. Raises Refused or TimeoutError."""
        self._sequence = 1
        body = ("Content-Type", "application/sdp")
        invite = self.request("INVITE", 1, self.offer(), body, *self._headers)
        self._invite = invite
        final = asyncio.get_running_loop().create_future()
        self._waiting[1, "INVITE"] = final
        pause = T1
        async with asyncio.timeout(within):
            while not final.done():
                if not self.is_ringing.is_set():
                    self._exchange.send(invite, self._party.peer)
                await asyncio.wait([final], timeout=pause)
                pause *= 2
        answer: Message = final.result()
        if answer.status >= 300:
            self.ended.set()
            raise Refused(answer)
        self.handset.begin(sdp.read(answer.body))

    async def give_up(self) -> None:
        """CANCEL what still rings."""
        assert self._invite is not None
        kept = {"Via", "From", "To", "Call-ID", "Max-Forwards"}
        headers = [each for each in self._invite.headers if each[0] in kept]
        start = f"CANCEL {self._party.target} SIP/2.0"
        cancel = Message(start, [*headers, ("CSeq", "1 CANCEL")])
        await self.transaction(cancel, 1)

    def read(self, message: Message, source: Address) -> None:
        if message.is_response and message.method == "INVITE":
            self._answered_invite(message)
        super().read(message, source)

    def _answered_invite(self, answer: Message) -> None:
        """Every final answer, each time that it comes, is acknowledged."""
        if answer.status < 200:
            self.is_ringing.set()
            return
        key = answer.tag("to")
        if key not in self._acks:
            self._acks[key] = self._ack(answer)
        self._exchange.send(self._acks[key], self._party.peer)

    def _ack(self, answer: Message) -> Message:
        assert self._invite is not None
        sequence = answer.header("cseq").split()[0]
        if answer.status >= 300:
            copied = dict(self._invite.headers)
            headers = [(name, copied[name]) for name in ("Via", "Max-Forwards", "From", "Call-ID")]
            headers += [("To", answer.header("to")), ("CSeq", f"{sequence} ACK")]
            return Message(f"ACK {self._party.target} SIP/2.0", headers)
        self._party.theirs = answer.header("to")
        self._party.target = answer.contact or self._party.target
        self._party.route = answer.every("record-route")[::-1]
        return self.request("ACK", int(sequence))
