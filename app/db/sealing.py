"""AES-256-GCM: what is sealed opens only under its key and in its place."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
FORMAT = b"\x01"


class SealBroken(Exception):
    """Wrong key, wrong place, or changed since."""


def seal(key: bytes, plaintext: bytes, place: str) -> bytes:
    """`place` names where it belongs; it is not hidden, and moving the seal breaks it."""
    nonce = os.urandom(NONCE_BYTES)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, plaintext, place.encode())


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """Raises SealBroken."""
    nonce, ciphertext = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if sealed[:1] != FORMAT or len(nonce) < NONCE_BYTES:
        raise SealBroken
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, place.encode())
    except InvalidTag:
        raise SealBroken from None
