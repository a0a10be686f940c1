"""Ports for SIP: a stack that finds its port taken would go on without it, so we look before."""

import socket

from media.telephony.settings import TelephonySettings

PORT_TRIES = 50


class PortTaken(Exception):
    """Somebody else listens there."""


def free_port(settings: TelephonySettings) -> int:
    """The first of two ports that are free for UDP and TCP. Raises PortTaken."""
    if settings.port:
        if not _is_free(settings.host, settings.port):
            raise PortTaken
        return settings.port
    for _ in range(PORT_TRIES):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_port:
            any_port.bind((settings.host, 0))
            port: int = any_port.getsockname()[1]
        if port < 65535 and _is_free(settings.host, port) and _is_free(settings.host, port + 1):
            return port
    raise PortTaken


def _is_free(host: str, port: int) -> bool:
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        with socket.socket(socket.AF_INET, kind) as tried:
            if kind is socket.SOCK_STREAM:
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((host, port))
            except OSError:
                return False
    return True
