"""The settings in the words of baresip: its configuration, and an account for each way in or out.

A transport on which every trunk registers lets nobody in but those registrars. On any other,
whoever reaches the port is answered: the list of who may is in front of us (docs/phone.md).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from baresip.config import Account, Config

from media.telephony.settings import TelephonySettings, Transport, Trunk
from media.telephony.words import NOBODY, NOWHERE

CODECS = ("g722/16000/1", "pcma", "pcmu")
REGISTER_SECONDS = 300
HEADERS = ("P-Asserted-Identity", "Diversion", "X-Edge-Src")
ANY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104  compared, not bound


@dataclass(frozen=True, slots=True)
class Way:
    """An account, and what calls by it are allowed to be."""

    account: Account
    trunk: Trunk | None = None
    vouches: bool = False
    is_withheld: bool = False


def transports(settings: TelephonySettings) -> list[Transport]:
    without = set[Transport]() if settings.certificate else {Transport.TLS}
    return [each for each in Transport if each not in without]


def guarded(settings: TelephonySettings) -> list[Transport]:
    """Transports whose only callers are the registrars."""
    return [
        each
        for each in transports(settings)
        if {trunk.registers for trunk in settings.trunks if trunk.transport is each} == {True}
    ]


def config_of(settings: TelephonySettings, port: int) -> Config:
    shortest, longest = settings.jitter_ms
    first, last = settings.sound_ports
    lines = [
        f"sip_listen {settings.host}:{port}",
        f"sip_transports {','.join(transports(settings))}",
        "audio_jitter_buffer_type adaptive",
        f"audio_jitter_buffer_ms {shortest}-{longest}",
        f"rtp_ports {first}-{last}",
        *(f"filter_registrar {each}" for each in [",".join(guarded(settings))] if each),
    ]
    if settings.certificate:
        lines.append(f"sip_certificate {settings.certificate}")
    if settings.authorities.exists():
        lines.append(f"sip_cafile {settings.authorities}")
    return Config(
        net_interface=None if settings.host in ANY_ADDRESS else settings.host,
        expose_headers=HEADERS,
        native_log_level="error",
        max_concurrent_calls=settings.max_calls,
        rtp_timeout=settings.no_sound_seconds,
        extra_config_text="\n".join(lines),
    )


def ways(settings: TelephonySettings) -> Iterator[Way]:
    """Every account that is needed, those that answer first."""
    closed = guarded(settings)
    for transport in transports(settings):
        if transport not in closed:
            yield _open_way(settings, transport)
    for trunk in settings.trunks:
        if trunk.registers:
            yield Way(_account_of(trunk, REGISTER_SECONDS, "catchall=yes"), trunk, trunk.vouches)
        elif trunk.may_dial:
            yield Way(_account_of(trunk, 0), trunk)
        if trunk.may_dial:
            yield Way(_nobodys(trunk), trunk, is_withheld=True)


def _open_way(settings: TelephonySettings, transport: Transport) -> Way:
    trunks = [trunk for trunk in settings.trunks if trunk.transport is transport]
    account = Account(
        user="quorate",
        domain=settings.host,
        password="",
        reg_interval=0,
        transport=transport.value,
        audio_codecs=CODECS,
        extra_params=("catchall=yes", *_sound(transport)),
    )
    return Way(account, vouches=bool(trunks) and all(trunk.vouches for trunk in trunks))


def _account_of(trunk: Trunk, interval: int, *extra: str) -> Account:
    return Account(
        user=trunk.user,
        domain=trunk.host,
        password=trunk.secret,
        auth_user=trunk.auth_user,
        reg_interval=interval,
        transport=trunk.transport.value,
        audio_codecs=CODECS,
        extra_params=(*extra, *_sound(trunk.transport)),
    )


def _nobodys(trunk: Trunk) -> Account:
    """The same trunk, by a From that names nobody."""
    return Account(
        user=NOBODY,
        domain=NOWHERE,
        password=trunk.secret,
        auth_user=trunk.auth_user or trunk.user,
        registrar=f"sip:{trunk.host};transport={trunk.transport.value}",
        reg_interval=0,
        transport=trunk.transport.value,
        audio_codecs=CODECS,
        extra_params=_sound(trunk.transport),
    )


def _sound(transport: Transport) -> tuple[str, ...]:
    """No picture is ever agreed to: with one, baresip asks again after every answer."""
    secured = ("mediaenc=srtp-mand",) if transport is Transport.TLS else ()
    return ("video_codecs=none", *secured)
