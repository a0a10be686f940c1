"""What baresip-python leaves out, asked of the library inside it (libre) by its own functions.

* Every SIP request is seen before anybody answers it: who may ring, which keys come by INFO of
  either type, and whether a caller sends keys as events at all.
* Every RTP packet with an event is seen, with its time: the library's own count forgets it.

The layouts below are libre's of the version that is pinned; `check` reads a message of ours with
them, and nothing is served if it finds anything else there.
"""

import ctypes
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from baresip import _native  # pyright: ignore[reportAttributeAccessIssue]  compiled, without types

from media.telephony.words import user_of

METHOD_AT, TARGET_AT, TO_TAG_AT, CALL_ID_AT, MESSAGE_AT, CODE_AT = 248, 264, 776, 1096, 1168, 384
"""Of libre's struct sip_msg."""
HEADER_VALUE_AT = 80
"""Of libre's struct sip_hdr."""
AFTER_DECRYPTION = 100
"""Layer of a helper on a socket: those of SRTP are below."""
LONGEST_EVENT = 128
CALLS_REMEMBERED = 2000
SOURCE_SIZE = 64


Kept = TypeVar("Kept")


class StackUnknown(Exception):
    """The library is not the one that this was written for."""


class _Text(ctypes.Structure):
    _fields_ = [("at", ctypes.c_void_p), ("length", ctypes.c_size_t)]
    at: int | None
    length: int


class _Buffer(ctypes.Structure):
    _fields_ = [
        ("start", ctypes.c_void_p),
        ("size", ctypes.c_size_t),
        ("position", ctypes.c_size_t),
        ("end", ctypes.c_size_t),
    ]
    start: int | None
    position: int
    end: int


class _Link(ctypes.Structure):
    _fields_ = [(name, ctypes.c_void_p) for name in ("before", "after", "of", "content")]
    after: int | None
    of: int | None
    content: int | None


_lib = ctypes.CDLL(str(_native.__file__))
_ON_MESSAGE = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p)
_ON_PACKET = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)

_GIVES_POINTER = (
    "mbuf_alloc", "uag_sip", "uag_sipsess_sock", "sipsess_find", "uag_call_find", "call_audio",
    "audio_strm", "stream_rtp_sock", "rtp_sock", "sip_msg_xhdr", "mem_deref",
)  # fmt: skip
_GIVES_NUMBER = (
    "sip_msg_decode", "mbuf_write_mem", "sip_listen", "sip_treply", "udp_register_helper",
    "re_thread_enter", "re_thread_leave", "uag_call_count", "list_unlink", "list_prepend",
    "list_insert_after", "sa_ntop",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ringer:
    """A request to begin a call."""

    source: str
    line: str
    """The number or name that it is for."""
    asserted: str = field(repr=False)
    """What its trunk says of the caller (P-Asserted-Identity)."""


class Door(Protocol):
    """Asked on the stack's own thread, so its answers are given at once and touch nothing else."""

    def refuses(self, ringer: Ringer, calls: int) -> int:
        """The code of the answer that turns it away; 0: let it in. `calls`: up by now."""
        ...

    def heard_info(self, sip_call_id: str, subtype: str, body: bytes) -> None: ...

    def heard_event(self, tap: int, packet: bytes) -> None:
        """A packet that has the payload type of events, decrypted. `tap`: as told to `tap`."""
        ...


def check() -> None:
    """Raises StackUnknown."""
    for name in (*_GIVES_POINTER, *_GIVES_NUMBER):
        if not hasattr(_lib, name):
            raise StackUnknown
    for name in _GIVES_POINTER:
        getattr(_lib, name).restype = ctypes.c_void_p
    text = (
        b"INVITE sip:0200@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKq\r\n"
        b"From: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=two\r\nCall-ID: three\r\nCSeq: 1 INVITE\r\n"
        b"Content-Type: application/dtmf\r\nContent-Length: 1\r\n\r\n5"
    )
    buffer = _pointer(_lib.mbuf_alloc(ctypes.c_size_t(len(text))))
    _lib.mbuf_write_mem(buffer, text, ctypes.c_size_t(len(text)))
    _Buffer.from_address(buffer.value or 0).position = 0
    message = ctypes.c_void_p()
    if _lib.sip_msg_decode(ctypes.byref(message), buffer) != 0 or not message.value:
        raise StackUnknown
    at = message.value
    found = (_text(at + METHOD_AT), _text(at + TO_TAG_AT), _text(at + CALL_ID_AT))
    right = found == ("INVITE", "two", "three") and _body(at) == b"5"
    if not right or _header(at, "Content-Type") != "application/dtmf":
        raise StackUnknown
    _lib.mem_deref(message)
    _lib.mem_deref(buffer)


def _pointer(address: int | None) -> ctypes.c_void_p:
    return ctypes.c_void_p(address)


def _text(at: int) -> str:
    text = _Text.from_address(at)
    return ctypes.string_at(text.at, text.length).decode("latin-1") if text.at else ""


def _body(message: int) -> bytes:
    """What follows the headers."""
    buffer = _Buffer.from_address(_address(message + MESSAGE_AT))
    return ctypes.string_at((buffer.start or 0) + buffer.position, buffer.end - buffer.position)


def _address(at: int) -> int:
    return ctypes.c_void_p.from_address(at).value or 0


def _header(message: int, name: str) -> str:
    found: int | None = _lib.sip_msg_xhdr(_pointer(message), name.encode())
    return _text(found + HEADER_VALUE_AT) if found else ""


def _source(message: int) -> str:
    shown = ctypes.create_string_buffer(SOURCE_SIZE)
    _lib.sa_ntop(_pointer(message), shown, SOURCE_SIZE)  # the source's address comes first
    return shown.value.decode()


def _ringer(message: int) -> Ringer:
    """The target of the request is the number, but where we have registered it is our account."""
    target = user_of(_text(message + TARGET_AT))
    to = user_of(_header(message, "To"))
    line = target if target.removeprefix("+").isdigit() else to or target
    return Ringer(_source(message), line, _header(message, "P-Asserted-Identity"))


def event_types(description: str) -> frozenset[int]:
    """The payload types under which keys come as events, by a session description."""
    types = set[int]()
    for line in description.splitlines():
        head, _, rest = line.partition(" ")
        if head.startswith("a=rtpmap:") and rest.lower().startswith("telephone-event/"):
            types.add(int(head[9:] or 0))
    return frozenset(types)


OWN_EVENT_TYPE = 101
"""As baresip offers it."""


class Ear:
    """Listens inside the stack, from `listen` until the process ends."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._types: OrderedDict[str, frozenset[int]] = OrderedDict()
        self._ringers: OrderedDict[str, Ringer] = OrderedDict()
        self._tapped: dict[int, frozenset[int]] = {}
        self._kept = (
            _ON_MESSAGE(self._on_request),
            _ON_MESSAGE(self._on_response),
            _ON_PACKET(self._on_packet),
        )
        """C holds these without a reference of its own."""

    def listen(self) -> None:
        """Before anybody can ring. Raises StackUnknown."""
        sip = _pointer(_lib.uag_sip())
        _lib.re_thread_enter()
        try:
            for is_request, handler in ((True, self._kept[0]), (False, self._kept[1])):
                link = ctypes.c_void_p()
                error: int = _lib.sip_listen(
                    ctypes.byref(link), sip, ctypes.c_bool(is_request), handler, None
                )
                if error or not link.value:
                    raise StackUnknown
                _move_forward(link.value, is_request=is_request)
        finally:
            _lib.re_thread_leave()

    def event_types_of(self, sip_call_id: str) -> frozenset[int] | None:
        """None: no session description of the other side has been seen."""
        return self._types.get(sip_call_id)

    def ringer_of(self, sip_call_id: str) -> Ringer:
        return self._ringers.get(sip_call_id, UNKNOWN)

    def tap(self, sip_call_id: str, tap: int, types: frozenset[int]) -> None:
        """Hear this call's events. Does nothing for a call that is gone."""
        _lib.re_thread_enter()
        try:
            at: int | None = _lib.uag_call_find(sip_call_id.encode())
            for step in ("call_audio", "audio_strm", "stream_rtp_sock", "rtp_sock"):
                at = getattr(_lib, step)(_pointer(at)) if at else None
            if at:
                self._tapped[tap] = types | {OWN_EVENT_TYPE}
                _lib.udp_register_helper(
                    None, _pointer(at), AFTER_DECRYPTION, None, self._kept[2], _pointer(tap)
                )
        finally:
            _lib.re_thread_leave()

    def forget(self, sip_call_id: str, tap: int) -> None:
        self._types.pop(sip_call_id, None)
        self._ringers.pop(sip_call_id, None)
        self._tapped.pop(tap, None)

    # ------------------------------------------------------------ on the stack's thread

    def _on_request(self, message: int, _: int | None) -> bool:
        method = _text(message + METHOD_AT)
        if method == "INFO":
            return self._take_info(message)
        if method in {"INVITE", "ACK"}:
            self._note_types(message)
        if method != "INVITE" or _text(message + TO_TAG_AT):
            return False
        ringer = _ringer(message)
        code = self._door.refuses(ringer, _lib.uag_call_count())
        if code:
            words = REASONS[code]
            _lib.sip_treply(None, _pointer(_lib.uag_sip()), _pointer(message), code, words)
        else:
            _keep(self._ringers, _text(message + CALL_ID_AT), ringer)
        return bool(code)

    def _on_response(self, message: int, _: int | None) -> bool:
        code: int = ctypes.c_uint16.from_address(message + CODE_AT).value
        if 180 <= code < 300:
            self._note_types(message)
        return False

    def _on_packet(self, _source: int | None, buffer_at: int, tap: int | None) -> bool:
        buffer = _Buffer.from_address(buffer_at)
        start, length = (buffer.start or 0) + buffer.position, buffer.end - buffer.position
        types = self._tapped.get(tap or 0)
        if not types or not 16 <= length <= LONGEST_EVENT:
            return False
        packet = ctypes.string_at(start, length)
        if packet[1] & 0x7F in types and tap:
            self._door.heard_event(tap, packet)
        return False

    def _take_info(self, message: int) -> bool:
        kind, _, subtype = _header(message, "Content-Type").partition(";")[0].partition("/")
        subtype = subtype.strip().lower()
        if kind.strip().lower() != "application" or subtype not in {"dtmf", "dtmf-relay"}:
            return False
        sessions = _pointer(_lib.uag_sipsess_sock())
        if not _lib.sipsess_find(sessions, _pointer(message)):
            return False  # of no call: the stack says so
        _lib.sip_treply(None, _pointer(_lib.uag_sip()), _pointer(message), 200, b"OK")
        self._door.heard_info(_text(message + CALL_ID_AT), subtype, _body(message))
        return True

    def _note_types(self, message: int) -> None:
        body = _body(message)
        if b"m=audio" not in body:
            return
        _keep(self._types, _text(message + CALL_ID_AT), event_types(body.decode("latin-1")))


def _keep(kept: OrderedDict[str, Kept], call: str, value: Kept) -> None:
    kept[call] = value
    while len(kept) > CALLS_REMEMBERED:
        kept.popitem(last=False)


UNKNOWN = Ringer("", "", "")
REASONS = {486: b"Busy Here", 503: b"Service Unavailable"}


def _move_forward(listener: int, *, is_request: bool) -> None:
    """Before the stack's own listeners, but for the two that know a message that came before."""
    link = _Link.from_address(listener)
    listed, content = _pointer(link.of), _pointer(link.content)
    first = _address(link.of or 0)
    second = _Link.from_address(first).after
    at = _pointer(listener)
    _lib.list_unlink(at)
    if is_request:
        _lib.list_insert_after(listed, _pointer(second), at, content)
    else:
        _lib.list_prepend(listed, at, content)
