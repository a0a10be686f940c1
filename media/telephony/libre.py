"""The library inside baresip-python (libre), by its own functions: its messages, and their layout.

The layouts below are those of the version that is pinned. `check` reads a message of ours with
them, and nothing is served if it finds anything else there.
"""

import ctypes
from dataclasses import dataclass, field

from baresip import _native

from media.telephony.words import user_of

METHOD_AT, TARGET_AT, TO_TAG_AT, CALL_ID_AT, MESSAGE_AT, CODE_AT = 248, 264, 776, 1096, 1168, 384
"""Of libre's struct sip_msg."""
HEADER_VALUE_AT = 80
"""Of libre's struct sip_hdr."""
SOURCE_SIZE = 64


class StackUnknown(Exception):
    """The library is not the one that this was written for."""


class Text(ctypes.Structure):
    _fields_ = [("at", ctypes.c_void_p), ("length", ctypes.c_size_t)]
    at: int | None
    length: int


class Buffer(ctypes.Structure):
    _fields_ = [
        ("start", ctypes.c_void_p),
        ("size", ctypes.c_size_t),
        ("position", ctypes.c_size_t),
        ("end", ctypes.c_size_t),
    ]
    start: int | None
    position: int
    end: int


class Link(ctypes.Structure):
    _fields_ = [(name, ctypes.c_void_p) for name in ("before", "after", "of", "content")]
    after: int | None
    of: int | None
    content: int | None


lib = ctypes.CDLL(str(_native.__file__))
ON_MESSAGE = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p)
ON_PACKET = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)

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


def check() -> None:
    """Raises StackUnknown."""
    for name in (*_GIVES_POINTER, *_GIVES_NUMBER):
        if not hasattr(lib, name):
            raise StackUnknown
    for name in _GIVES_POINTER:
        getattr(lib, name).restype = ctypes.c_void_p
    text = (
        b"INVITE sip:0200@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKq\r\n"
        b"From: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=two\r\nCall-ID: three\r\nCSeq: 1 INVITE\r\n"
        b"Content-Type: application/dtmf\r\nContent-Length: 1\r\n\r\n5"
    )
    buffer = pointer(lib.mbuf_alloc(ctypes.c_size_t(len(text))))
    lib.mbuf_write_mem(buffer, text, ctypes.c_size_t(len(text)))
    Buffer.from_address(buffer.value or 0).position = 0
    message = ctypes.c_void_p()
    if lib.sip_msg_decode(ctypes.byref(message), buffer) != 0 or not message.value:
        raise StackUnknown
    at = message.value
    found = (text_at(at + METHOD_AT), text_at(at + TO_TAG_AT), text_at(at + CALL_ID_AT))
    right = found == ("INVITE", "two", "three") and body_of(at) == b"5"
    if not right or header_of(at, "Content-Type") != "application/dtmf":
        raise StackUnknown
    lib.mem_deref(message)
    lib.mem_deref(buffer)


def pointer(address: int | None) -> ctypes.c_void_p:
    return ctypes.c_void_p(address)


def text_at(at: int) -> str:
    text = Text.from_address(at)
    return ctypes.string_at(text.at, text.length).decode("latin-1") if text.at else ""


def body_of(message: int) -> bytes:
    """What follows the headers."""
    buffer = Buffer.from_address(address_at(message + MESSAGE_AT))
    return ctypes.string_at((buffer.start or 0) + buffer.position, buffer.end - buffer.position)


def address_at(at: int) -> int:
    return ctypes.c_void_p.from_address(at).value or 0


def header_of(message: int, name: str) -> str:
    found: int | None = lib.sip_msg_xhdr(pointer(message), name.encode())
    return text_at(found + HEADER_VALUE_AT) if found else ""


def source_of(message: int) -> str:
    shown = ctypes.create_string_buffer(SOURCE_SIZE)
    lib.sa_ntop(pointer(message), shown, SOURCE_SIZE)  # the source's address comes first
    return shown.value.decode()


def ringer_of(message: int) -> Ringer:
    """The target of the request is the number, but where we have registered it is our account."""
    target = user_of(text_at(message + TARGET_AT))
    to = user_of(header_of(message, "To"))
    line = target if target.removeprefix("+").isdigit() else to or target
    return Ringer(source_of(message), line, header_of(message, "P-Asserted-Identity"))
