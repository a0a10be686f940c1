"""Raw SRTP clients: real STUN, DTLS and SRTP, without a browser. For tests and for load."""

from bench.load.hearing import Heard
from bench.load.leg import NotConnected, RawLeg

__all__ = ["Heard", "NotConnected", "RawLeg"]
