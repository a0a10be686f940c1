"""Telephone numbers in the one form in which they are kept (E.164). Nothing here repeats one."""

import re

SEPARATORS = re.compile(r"[ \u00a0().\-/]")
NATIONAL = re.compile(r"0[1-9][0-9]{8,9}")
INTERNATIONAL = re.compile(r"\+[1-9][0-9]{6,14}")
TRUNK_ZERO = re.compile(r"(\+44)\s*\(0\)")
"""As many write it: +44 (0)20. It is not dialled."""


def to_e164(written: str) -> str:
    """Of a number written +44..., 0044... or, within the United Kingdom, 0...

    Raises:
        ValueError: it is none. The message does not quote it.
    """
    bare = SEPARATORS.sub("", TRUNK_ZERO.sub(r"\1", written.strip()))
    if bare.startswith("00"):
        bare = "+" + bare[2:]
    if NATIONAL.fullmatch(bare):
        bare = "+44" + bare[1:]
    if not INTERNATIONAL.fullmatch(bare):
        raise ValueError("This is not a telephone number.")
    return bare
