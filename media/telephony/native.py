"""What baresip-python leaves out, heard inside the library below it.

* Every SIP request is seen before anybody answers it: who may ring, which keys come by INFO of
  either type, and whether a caller sends keys as events at all.
* Every RTP packet with an event is seen, with its time: the library's own count forgets it. So is
  every packet of sound of a caller who sends no events: the library does not say which were lost.
"""

import ctypes
from collections import OrderedDict
from typing import Protocol, TypeVar

from media.telephony.g711 import A_LAW, MU_LAW
from media.telephony.libre import (
    CALL_ID_AT,
    CODE_AT,
    METHOD_AT,
    ON_MESSAGE,
    ON_PACKET,
    TO_TAG_AT,
    Buffer,
    Link,
    Ringer,
    StackUnknown,
    address_at,
    body_of,
    header_of,
    lib,
    pointer,
    ringer_of,
    text_at,
)

AFTER_DECRYPTION = 100
"""Layer of a helper on a socket: those of SRTP are below."""
SHORTEST, LONGEST_EVENT, LONGEST_SOUND = 16, 128, 1500
CALLS_REMEMBERED = 2000

Kept = TypeVar("Kept")


class Door(Protocol):
    """Asked on the stack's own thread, so its answers are given at once and touch nothing else."""

    def refuses(self, ringer: Ringer, calls: int) -> int:
        """The code of the answer that turns it away; 0: let it in. `calls`: up by now."""
        ...

    def heard_info(self, sip_call_id: str, subtype: str, body: bytes) -> None: ...

    def heard_event(self, tap: int, packet: bytes) -> None:
        """A packet that has the payload type of events, decrypted. `tap`: as told to `tap`."""
        ...

    def heard_sound(self, tap: int, packet: bytes) -> None:
        """A packet of G.711, decrypted, of a caller who sends no events."""
        ...


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
        self._toned = set[int]()
        """Taps of callers whose keys are tones."""
        self._kept = (
            ON_MESSAGE(self._on_request),
            ON_MESSAGE(self._on_response),
            ON_PACKET(self._on_packet),
        )
        """C holds these without a reference of its own."""

    def listen(self) -> None:
        """Before anybody can ring. Raises StackUnknown."""
        sip = pointer(lib.uag_sip())
        lib.re_thread_enter()
        try:
            for is_request, handler in ((True, self._kept[0]), (False, self._kept[1])):
                link = ctypes.c_void_p()
                error: int = lib.sip_listen(
                    ctypes.byref(link), sip, ctypes.c_bool(is_request), handler, None
                )
                if error or not link.value:
                    raise StackUnknown
                _move_forward(link.value, is_request=is_request)
        finally:
            lib.re_thread_leave()

    def event_types_of(self, sip_call_id: str) -> frozenset[int] | None:
        """None: no session description of the other side has been seen."""
        return self._types.get(sip_call_id)

    def ringer_of(self, sip_call_id: str) -> Ringer:
        return self._ringers.get(sip_call_id, UNKNOWN)

    def tap(self, sip_call_id: str, tap: int, types: frozenset[int], *, is_toned: bool) -> None:
        """Hear this call's events, or its sound if its keys are tones. Not of one that is gone."""
        lib.re_thread_enter()
        try:
            at: int | None = lib.uag_call_find(sip_call_id.encode())
            for step in ("call_audio", "audio_strm", "stream_rtp_sock", "rtp_sock"):
                at = getattr(lib, step)(pointer(at)) if at else None
            if at:
                self._tapped[tap] = types | {OWN_EVENT_TYPE}
                self._toned |= {tap} if is_toned else set()
                lib.udp_register_helper(
                    None, pointer(at), AFTER_DECRYPTION, None, self._kept[2], pointer(tap)
                )
        finally:
            lib.re_thread_leave()

    def forget(self, sip_call_id: str, tap: int) -> None:
        self._types.pop(sip_call_id, None)
        self._ringers.pop(sip_call_id, None)
        self._tapped.pop(tap, None)
        self._toned.discard(tap)

    # ------------------------------------------------------------ on the stack's thread

    def _on_request(self, message: int, _: int | None) -> bool:
        method = text_at(message + METHOD_AT)
        if method == "INFO":
            return self._take_info(message)
        if method in {"INVITE", "ACK"}:
            self._note_types(message)
        if method != "INVITE" or text_at(message + TO_TAG_AT):
            return False
        ringer = ringer_of(message)
        code = self._door.refuses(ringer, lib.uag_call_count())
        if code:
            words = REASONS[code]
            lib.sip_treply(None, pointer(lib.uag_sip()), pointer(message), code, words)
        else:
            _keep(self._ringers, text_at(message + CALL_ID_AT), ringer)
        return bool(code)

    def _on_response(self, message: int, _: int | None) -> bool:
        code: int = ctypes.c_uint16.from_address(message + CODE_AT).value
        if 180 <= code < 300:
            self._note_types(message)
        return False

    def _on_packet(self, _source: int | None, buffer_at: int, tap: int | None) -> bool:
        buffer = Buffer.from_address(buffer_at)
        start, length = (buffer.start or 0) + buffer.position, buffer.end - buffer.position
        types = self._tapped.get(tap or 0)
        if not types or not tap or not SHORTEST <= length <= LONGEST_SOUND:
            return False
        packet = ctypes.string_at(start, length)
        kind = packet[1] & 0x7F
        if kind in types and length <= LONGEST_EVENT:
            self._door.heard_event(tap, packet)
        elif tap in self._toned and kind in {MU_LAW, A_LAW}:
            self._door.heard_sound(tap, packet)
        return False

    def _take_info(self, message: int) -> bool:
        kind, _, subtype = header_of(message, "Content-Type").partition(";")[0].partition("/")
        subtype = subtype.strip().lower()
        if kind.strip().lower() != "application" or subtype not in {"dtmf", "dtmf-relay"}:
            return False
        sessions = pointer(lib.uag_sipsess_sock())
        if not lib.sipsess_find(sessions, pointer(message)):
            return False  # of no call: the stack says so
        lib.sip_treply(None, pointer(lib.uag_sip()), pointer(message), 200, b"OK")
        self._door.heard_info(text_at(message + CALL_ID_AT), subtype, body_of(message))
        return True

    def _note_types(self, message: int) -> None:
        body = body_of(message)
        if b"m=audio" not in body:
            return
        _keep(self._types, text_at(message + CALL_ID_AT), event_types(body.decode("latin-1")))


def _keep(kept: OrderedDict[str, Kept], call: str, value: Kept) -> None:
    kept[call] = value
    while len(kept) > CALLS_REMEMBERED:
        kept.popitem(last=False)


UNKNOWN = Ringer("", "", "")
REASONS = {486: b"Busy Here", 503: b"Service Unavailable"}


def _move_forward(listener: int, *, is_request: bool) -> None:
    """Before the stack's own listeners, but for the two that know a message that came before."""
    link = Link.from_address(listener)
    listed, content = pointer(link.of), pointer(link.content)
    first = address_at(link.of or 0)
    second = Link.from_address(first).after
    at = pointer(listener)
    lib.list_unlink(at)
    if is_request:
        lib.list_insert_after(listed, pointer(second), at, content)
    else:
        lib.list_prepend(listed, at, content)
