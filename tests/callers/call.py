"""One call as a telephone has it: its dialog and its handset, whoever has rung whom."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.callers import sdp, sip, sounds
from tests.callers.ears import Ears
from tests.callers.g711 import Samples
from tests.callers.handset import Handset
from tests.callers.keys import Faults, How
from tests.callers.sip import Address, Message
from tests.callers.wire import Wire

PATIENCE = 10.0
T1, T2 = 0.5, 4.0
"""Seconds after which a request is sent again, at first and at most: RFC 3261, 17.1."""
NEAR_T1 = 0.1
"""For keys, of which many are lost on purpose: the RFC allows it where the other side is near."""
EVENT_TYPE = 101

SipReader = Callable[[Message, Address], None]


class Refused(Exception):
    """The other side said no."""

    def __init__(self, answer: Message) -> None:
        super().__init__(f"{answer.start} to {answer.method}")
        self.status = answer.status


class Exchange:
    """One SIP socket: hands each message to the call that it belongs to."""

    def __init__(self, host: str, stranger: SipReader | None = None, port: int = 0) -> None:
        self.calls = dict[str, SipReader]()
        self._stranger = stranger
        self._wire = Wire(host, self._read, port)

    @property
    def address(self) -> Address:
        return self._wire.address

    def send(self, message: Message, to: Address) -> None:
        self._wire.send(sip.write(message), to)

    def close(self) -> None:
        self._wire.close()

    def _read(self, datagram: bytes, source: Address, at: float) -> None:
        del at
        message = sip.read(datagram)
        if message is None:
            return
        reader = self.calls.get(message.header("call-id"), self._stranger)
        if reader is not None:
            reader(message, source)


@dataclass
class Party:
    """How the two sides of a dialog are named, and where the other one is."""

    call_id: str
    ours: str
    """The whole From or To of ours, with its tag."""
    theirs: str
    target: str
    peer: Address
    route: list[str] = field(default_factory=list)


class Call:
    """Made by `Caller` and `Answering`; both leave it to a `with` block to hang up."""

    def __init__(
        self, exchange: Exchange, party: Party, chance: Random, *, events: int | None
    ) -> None:
        self.handset = Handset(exchange.address[0], chance)
        self.ended = asyncio.Event()
        """The other side has hung up, or we have."""
        self.events = events
        self.asked = list[Message]()
        """Requests inside the dialog that came from the other side."""
        self._exchange, self._party, self._chance = exchange, party, chance
        self._sequence = 0
        self._waiting = dict[tuple[int, str], asyncio.Future[Message]]()
        self._answers = dict[tuple[str, str], Message]()
        exchange.calls[party.call_id] = self.read

    @property
    def ears(self) -> Ears:
        return self.handset.ears

    @property
    def faults(self) -> Faults:
        return self.handset.faults

    @property
    def call_id(self) -> str:
        return self._party.call_id

    def say(self, frames: sounds.Frames) -> None:
        self.handset.say(frames)

    async def pause(self, ms: float) -> None:
        await self.handset.pause(ms)

    async def hears(self, clip: Path | Samples, within: float = PATIENCE) -> float:
        return await self.ears.hears(clip, within)

    async def press(
        self, digit: str, how: How = How.RFC4733, *, ms: int = 100, gap_ms: int = 100
    ) -> None:
        """One key. Over when the gap is. Raises Refused if an INFO was not taken."""
        if how in {How.RFC4733, How.INBAND}:
            is_tone = how is How.INBAND
            await self.handset.press(digit, ms=ms, gap_ms=gap_ms, is_tone=is_tone)
            return
        is_relay = how is How.INFO_RELAY
        body = f"Signal={digit}\r\nDuration={ms}\r\n" if is_relay else digit
        answer = await self.ask("INFO", body.encode(), ("Content-Type", how.value))
        if answer.status >= 300:
            raise Refused(answer)
        await self.pause(ms + gap_ms)

    async def dial(self, digits: str, how: How = How.RFC4733, **times: int) -> None:
        for digit in digits:
            await self.press(digit, how, **times)

    async def hang_up(self) -> None:
        """BYE, once. A call that has ended already is left."""
        if self.ended.is_set():
            return
        self.handset.hang()
        try:
            await self.ask("BYE")
        finally:
            self.ended.set()

    def vanish(self) -> None:
        """As when the battery dies: no BYE, and no answer to anything any more."""
        self.handset.hang()
        self._exchange.calls.pop(self.call_id, None)
        self.ended.set()

    async def is_over(self, within: float) -> None:
        """Wait until the other side hangs up. Raises TimeoutError."""
        async with asyncio.timeout(within):
            await self.ended.wait()

    async def ask(self, method: str, body: bytes = b"", *headers: tuple[str, str]) -> Message:
        """A request inside the dialog, and its final answer."""
        self._sequence += 1
        request = self.request(method, self._sequence, body, *headers)
        return await self.transaction(request, self._sequence)

    async def transaction(self, request: Message, sequence: int) -> Message:
        """Send until a final answer is there. Raises TimeoutError."""
        waiting = asyncio.get_running_loop().create_future()
        self._waiting[sequence, request.method] = waiting
        pause = NEAR_T1 if request.method == "INFO" else T1
        async with asyncio.timeout(64 * T1):
            while not waiting.done():
                if not self._is_lost(request):
                    self._exchange.send(request, self._party.peer)
                await asyncio.wait([waiting], timeout=pause)
                pause = min(2 * pause, T2)
        return waiting.result()

    def request(
        self, method: str, sequence: int, body: bytes = b"", *headers: tuple[str, str]
    ) -> Message:
        host, port = self._exchange.address
        branch = f"z9hG4bK{sip.token(self._chance)}"
        common = [
            ("Via", f"SIP/2.0/UDP {host}:{port};branch={branch};rport"),
            ("Max-Forwards", "70"),
            ("From", self._party.ours),
            ("To", self._party.theirs),
            ("Call-ID", self.call_id),
            ("CSeq", f"{sequence} {method}"),
            ("Contact", f"<sip:{host}:{port}>"),
            *(("Route", each) for each in self._party.route),
        ]
        return Message(f"{method} {self._party.target} SIP/2.0", [*common, *headers], body)

    def offer(self) -> bytes:
        codecs = list(sdp.Codec)[::-1]
        return sdp.write(sdp.Media(self.handset.address, codecs, self.events))

    def read(self, message: Message, source: Address) -> None:
        if message.is_response:
            self._answered(message)
        elif message.method != "ACK":
            self._asked(message, source)

    def _is_lost(self, message: Message) -> bool:
        """The bad line of the sound is one for keys that are sent by INFO, too."""
        return message.method == "INFO" and not self.faults.delays(is_end=False)

    def _answered(self, answer: Message) -> None:
        if self._is_lost(answer):
            return
        sequence, method = answer.header("cseq").split()
        waiting = self._waiting.get((int(sequence), method))
        if waiting is not None and answer.status >= 200 and not waiting.done():
            waiting.set_result(answer)

    def _asked(self, request: Message, source: Address) -> None:
        """What comes twice is answered twice and done once."""
        key = (request.header("via"), request.header("cseq"))
        if key not in self._answers:
            self.asked.append(request)
            self._answers[key] = self._answer(request)
        self._exchange.send(self._answers[key], source)

    def _answer(self, request: Message) -> Message:
        if request.method == "INVITE" and request.body:
            self.handset.begin(sdp.read(request.body))
        if request.method == "BYE":
            self.handset.hang()
            self.ended.set()
        host, port = self._exchange.address
        more = [("Contact", f"<sip:{host}:{port}>")]
        if request.method != "INVITE":
            return sip.answer(request, 200, "OK", "", *more)
        more.append(("Content-Type", "application/sdp"))
        return sip.answer(request, 200, "OK", "", *more, body=self.offer())
