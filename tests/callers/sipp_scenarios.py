"""What SIPp is told to do, in its own XML."""

from collections.abc import Iterable

TYPE = "application/sdp"
EVENTS = 96
"""SIPp's play_dtmf sends this payload type, whatever was offered."""

_HEAD = """Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
Max-Forwards: 70
From: <sip:[call_number]@[local_ip]>;tag=[call_number]
Call-ID: [call_id]
Contact: <sip:[call_number]@[local_ip]:[local_port];transport=[transport]>
"""
_OFFER = f"""v=0
o=- 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio [PORT] RTP/AVP 8 {EVENTS}
a=rtpmap:8 PCMA/8000
a=rtpmap:{EVENTS} telephone-event/8000
a=fmtp:{EVENTS} 0-15
a=ptime:20
"""
_REFUSALS = (486, 503, 403, 488)


def scenario(*steps: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="quorate">\n'
        + "\n".join(steps)
        + "\n</scenario>\n"
    )


def _send(text: str, attributes: str = "") -> str:
    return f"<send {attributes}><![CDATA[\n\n{text}\n]]></send>"


def _request(method: str, *headers: str, body: str = "", sequence: str = "[cseq]") -> str:
    to = "[service]@[remote_ip]:[remote_port]"
    tag = "" if method == "INVITE" else "[peer_tag_param]"
    lines = [f"{method} sip:{to} SIP/2.0", _HEAD + f"To: <sip:{to}>{tag}"]
    lines += [f"CSeq: {sequence} {method}", *headers, "Content-Length: [len]"]
    return "\n".join([*lines, "", body])


def _offer(port: str) -> str:
    return _OFFER.replace("[PORT]", port)


def answered(port: str = "[media_port]") -> list[str]:
    """INVITE until it is acknowledged."""
    invite = _request("INVITE", f"Content-Type: {TYPE}", body=_offer(port), sequence="1")
    return [
        _send(invite, 'retrans="500"'),
        '<recv response="100" optional="true"/>',
        '<recv response="180" optional="true"/>',
        '<recv response="183" optional="true"/>',
        '<recv response="200" rtd="true"/>',
        _send(_request("ACK", sequence="1")),
    ]


def hung_up() -> list[str]:
    bye = _request("BYE", sequence="1000")
    return [_send(bye, 'retrans="500"'), '<recv response="200" crlf="true"/>']


def pause(ms: int) -> str:
    return f'<pause milliseconds="{ms}"/>'


def played(digits: str) -> list[str]:
    """By RFC 4733. It takes SIPp 0.8 s to begin and 0.4 s a digit."""
    play = f'<nop><action><exec play_dtmf="{digits}"/></action></nop>'
    return [play, pause(1000 + 400 * len(digits))]


def informed(digits: Iterable[str], content_type: str = "application/dtmf-relay") -> list[str]:
    """By SIP INFO, each answered with 200 before the next is sent."""
    steps = list[str]()
    for number, digit in enumerate(digits, start=2):
        body = f"Signal={digit}\nDuration=100\n" if "relay" in content_type else digit
        request = _request("INFO", f"Content-Type: {content_type}", body=body, sequence=str(number))
        steps += [_send(request, 'retrans="500"'), '<recv response="200"/>']
    return steps


def spoken(file: str) -> str:
    """A file of raw A-law, once."""
    return f'<nop><action><exec rtp_stream="{file},1,8,PCMA/8000"/></action></nop>'


def flood() -> str:
    """INVITE, any answer, and nothing more: neither ACK nor BYE."""
    invite = _request("INVITE", f"Content-Type: {TYPE}", body=_offer("[media_port]"), sequence="1")
    optional = [f'<recv response="{each}" optional="true" next="1"/>' for each in _REFUSALS]
    return scenario(
        _send(invite),
        '<recv response="100" optional="true"/>',
        '<recv response="180" optional="true"/>',
        *optional,
        '<recv response="200" timeout="4000" ontimeout="1"/>',
        '<label id="1"/>',
    )


def _reply(status: str, *headers: str, body: str = "") -> str:
    copied = (
        "[last_Via:]\n[last_From:]\n[last_To:];tag=[call_number]\n[last_Call-ID:]\n[last_CSeq:]"
    )
    lines = [f"SIP/2.0 {status}", copied, "Contact: <sip:[local_ip]:[local_port]>", *headers]
    return "\n".join([*lines, "Content-Length: [len]", "", body])


def registrar(realm: str = "quorate") -> str:
    """401 with a challenge, then 200."""
    challenge = f'WWW-Authenticate: Digest realm="{realm}", nonce="abc1", algorithm=MD5'
    return scenario(
        '<recv request="REGISTER" crlf="true"/>',
        _send(_reply("401 Unauthorized", challenge)),
        '<recv request="REGISTER" crlf="true"/>',
        _send(_reply("200 OK", "Expires: 300")),
    )


def refusing(status: str = "486 Busy Here") -> str:
    """A telephone that says no to every call."""
    return scenario(
        '<recv request="INVITE" crlf="true"/>', _send(_reply(status)), '<recv request="ACK"/>'
    )
