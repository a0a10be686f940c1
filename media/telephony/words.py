"""What the words of SIP and of the stack mean: addresses, and how a call ended."""

from media.telephony.api import Why

BUSY_CODES, DECLINED_CODES, UNANSWERED_CODES = {486, 600}, {603, 607}, {408, 480, 487}
SILENT_LINE = "rtp stream error"
"""Baresip's own words for a call from which nothing has come for too long."""
NOBODY, NOWHERE = "anonymous", "anonymous.invalid"
"""RFC 3323, section 4.1.1.3."""


def why_of(text: str, *, was_up: bool) -> Why:
    """What the stack's words at the end of a call mean."""
    if text == SILENT_LINE:
        return Why.NO_SOUND
    if was_up:
        return Why.HUNG_UP
    code = int(text[:3]) if text[:3].isdigit() else 0
    for codes, why in (
        (BUSY_CODES, Why.BUSY),
        (DECLINED_CODES, Why.DECLINED),
        (UNANSWERED_CODES, Why.NO_ANSWER),
    ):
        if code in codes:
            return why
    return Why.FAILED if code else Why.HUNG_UP


def user_of(address: str) -> str:
    """The user of a SIP or telephone address, however it is wrapped."""
    bare = address.rpartition("<")[2].partition(">")[0]
    scheme, _, rest = bare.partition(":")
    if scheme.lower() == "tel":
        return rest.partition(";")[0]
    return rest.partition("@")[0].partition(";")[0] if "@" in rest else ""


def caller_of(address: str) -> str:
    """Empty: withheld."""
    return "" if NOWHERE in address or user_of(address).lower() == NOBODY else user_of(address)
