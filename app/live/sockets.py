"""A browser's session: its messages into commands, for the leg that it speaks for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from ipaddress import ip_address
from urllib.parse import urlsplit
from uuid import uuid4

import anyio
from starlette.datastructures import Headers
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from app.domain.commands import SERVICE, Actor, Command, GiveAnswers, Join, Leave, NoteReturned
from app.domain.conference import OVER
from app.domain.errors import Refusal
from app.domain.ids import ConferenceId, LegId, ParticipantId
from app.domain.people import Answers, LegKind, TextRef
from app.live.facts import FactReader
from app.live.flows import EngineGate, conference_key, leg_key
from app.live.protocol import ABORT, Abort
from app.live.screens import HubScreens
from app.service.handler import CommandHandler, CutNotRecorded
from app.service.ports import Bus, NotConfirmed, StoreDown, TextClass, Texts, Visitor
from app.service.replica import Replica
from media.api import Engine, EngineRefusal
from signalling import connection, messages
from signalling.connection import Broken, Gone
from signalling.hub import Hub
from signalling.outbox import Outbox, OutboxFull

Redeem = Callable[[str, str], Awaitable[Visitor | None]]
"""Public id of the link and ticket, to whoever stands behind them; once."""

UNKNOWN_TICKET = 4401
"""Close code: open the link again."""

MEDIA_WITHIN = 5.0
"""Seconds the engine may take for an offer or an answer."""


@dataclass(frozen=True)
class Surroundings:
    """What every session of this process shares."""

    handler: CommandHandler
    replica: Replica
    texts: Texts
    bus: Bus
    hub: Hub
    screens: HubScreens
    gate: EngineGate
    engine: Engine
    facts: FactReader
    redeem: Redeem
    media_address: str | None
    """What browsers are told to reach the media port at; None: the address they came by."""


class StarletteText:
    """A Starlette WebSocket as the connection sees it."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket

    async def receive_text(self) -> str:
        try:
            return await self._socket.receive_text()
        except WebSocketDisconnect:
            raise Gone from None
        except (KeyError, RuntimeError):
            raise Broken(1003) from None  # bytes where text belongs, or closed under our hands

    async def send_text(self, text: str) -> None:
        try:
            await self._socket.send_text(text)
        except (WebSocketDisconnect, RuntimeError):
            raise Gone from None


async def serve(socket: WebSocket, link: str, around: Surroundings) -> None:
    """One WebSocket, from its handshake to its end."""
    if not is_same_origin(socket.headers):
        await socket.close(1008)
        return
    await socket.accept()
    text = StarletteText(socket)
    try:
        first = await connection.hello(text)
        visitor = await around.redeem(link, first.ticket)
        if visitor is None:
            raise Broken(UNKNOWN_TICKET)
        await _speak(text, socket, first, visitor, around)
    except Gone:
        return
    except Broken as error:
        await _close(socket, error.code)
    else:
        await _close(socket, 1000)


def is_same_origin(headers: Headers) -> bool:
    """A page of another site, or none at all, does not open a session."""
    origin = urlsplit(headers.get("origin", ""))
    return bool(origin.netloc) and origin.netloc == headers.get("host")


async def _close(socket: WebSocket, code: int) -> None:
    if socket.application_state is WebSocketState.CONNECTED:
        with anyio.move_on_after(1):
            try:
                await socket.close(code)
            except (RuntimeError, WebSocketDisconnect):
                return


async def _speak(
    text: StarletteText,
    socket: WebSocket,
    first: messages.Hello,
    visitor: Visitor,
    around: Surroundings,
) -> None:
    outbox = Outbox()
    returning = await _leg_to_return_to(first, visitor, around)
    leg = LegId(uuid4()) if returning is None else returning
    address = around.media_address or address_of(socket)
    session = Session(around, visitor, leg, outbox, address)
    around.hub.attach(leg, outbox, abort_of(socket))
    try:
        if await session.begin(first, returning=returning is not None):
            await connection.run(text, outbox, session.receive)
        else:
            await text.send_text(messages.Refused(code=session.refused).model_dump_json())
    finally:
        around.hub.detach(leg, outbox)


def address_of(socket: WebSocket) -> str:
    """Where the browser reached us: the address it named, or the one its connection came to."""
    named = urlsplit(f"//{socket.headers['host']}").hostname or ""
    try:
        return str(ip_address(named))
    except ValueError:
        server: tuple[str, int] = socket.scope["server"]
        return server[0]


def abort_of(socket: WebSocket) -> Abort:
    """Raises KeyError where the server does not run our WebSocket protocol: no gate, no session."""
    abort: Abort = socket.scope["extensions"][ABORT]["abort"]
    return abort


async def _leg_to_return_to(
    first: messages.Hello, visitor: Visitor, around: Surroundings
) -> LegId | None:
    """The leg this browser spoke for before, if it still lives and is of the same device."""
    if first.leg_id is None:
        return None
    conference = await around.replica.current(visitor.link.conference)
    leg = conference.legs.get(LegId(first.leg_id))
    if leg is None or leg.device != visitor.device:
        return None
    mine = (leg.owner, leg.place) == (visitor.link.participant_id, visitor.link.place_id)
    return leg.id if mine else None


class Session:
    """What each message of one browser means. Owns no socket."""

    def __init__(
        self,
        around: Surroundings,
        visitor: Visitor,
        leg: LegId,
        outbox: Outbox,
        address: str,
    ) -> None:
        self._around = around
        self._visitor = visitor
        self._conference: ConferenceId = visitor.link.conference
        self._leg = leg
        self._outbox = outbox
        self._address = address
        self._actor: Actor = replace(visitor.link.actor, leg_id=leg)
        self.refused = ""

    async def begin(self, first: messages.Hello, *, returning: bool) -> bool:
        """Take the place of the socket before, or come in anew, into the lobby."""
        if returning:
            await self._note_returned()
        elif not await self._send(
            Join(self._leg, self._kind(first), self._visitor.device, self._visitor.signed_in)
        ):
            return False
        known = self._around.replica.last_known(self._conference)
        self._around.screens.expect(self._conference, self._leg, known.version)
        self._outbox.reply(messages.Welcome(leg_id=self._leg, resumed=returning))
        self._around.facts.repeat(self._conference, self._leg)
        await self._around.bus.nudge(self._conference)
        if known.phase in OVER:  # its keeper has let go of it
            await self._around.screens.show(self._conference, known)
        return True

    def _kind(self, first: messages.Hello) -> LegKind:
        if self._visitor.link.place_id is not None:
            return LegKind.ROOM
        return LegKind.COMPANION if first.companion else LegKind.BROWSER

    async def _note_returned(self) -> None:
        try:
            await self._around.handler.handle(self._conference, NoteReturned(self._leg), SERVICE)
        except (Refusal, NotConfirmed, CutNotRecorded, StoreDown):
            return

    async def receive(self, message: connection.Request) -> bool:
        """False: the session is over."""
        try:
            match message:
                case messages.Answers():
                    await self._answers(message)
                case messages.WantMedia():
                    await self._offer()
                case messages.MediaAnswer(sdp=sdp):
                    await self._accept(sdp)
                case messages.Leave():
                    await self._send(Leave(self._leg))
                    return False
        except OutboxFull:
            raise Broken(1008) from None
        return True

    async def _answers(self, said: messages.Answers) -> None:
        answers = Answers(
            said.alone,
            said.others_can_hear,
            said.child_can_hear,
            said.headphones,
            said.safe_to_talk,
            said.will_not_record,
        )
        here = frozenset(ParticipantId(id) for id in said.here)
        with_whom = await self._kept(said.with_whom)
        await self._send(GiveAnswers(self._leg, answers, with_whom, here))

    async def _kept(self, words: str) -> TextRef | None:
        if not words.strip():
            return None
        return await self._around.texts.keep(self._conference, TextClass.ANSWERS, words)

    async def _offer(self) -> None:
        key = conference_key(self._conference), leg_key(self._leg)
        try:
            with anyio.fail_after(MEDIA_WITHIN):
                offer = await self._around.engine.offer(*key, self._address)
        except EngineRefusal as refusal:
            self._outbox.reply(messages.Refused(code=f"media-{refusal.code}"))
        except (TimeoutError, OSError):
            self._outbox.reply(messages.Refused(code="media-not-running"))
        else:
            self._around.gate.offered(self._conference, self._leg)
            self._outbox.reply(messages.MediaOffer(sdp=offer.sdp, slots=list(offer.slots)))

    async def _accept(self, sdp: str) -> None:
        key = conference_key(self._conference), leg_key(self._leg)
        try:
            with anyio.fail_after(MEDIA_WITHIN):
                await self._around.engine.accept(*key, sdp)
        except EngineRefusal as refusal:
            self._outbox.reply(messages.Refused(code=f"media-{refusal.code}"))
        except (TimeoutError, OSError):
            self._outbox.reply(messages.Refused(code="media-not-running"))

    async def _send(self, command: Command) -> bool:
        """The browser is told no, and why; what is cut but late is told to the chair alone."""
        try:
            await self._around.handler.handle(self._conference, command, self._actor)
        except Refusal as refusal:
            return self._refuse(refusal.code)
        except StoreDown:
            return self._refuse("try-again")
        except (NotConfirmed, CutNotRecorded):
            return True
        return True

    def _refuse(self, code: str) -> bool:
        self.refused = code
        self._outbox.reply(messages.Refused(code=code))
        return False
