"""The telephone process: `quorate phone`, or `python -m app.phone_main` as a child of `serve`.

A program of its own, so that the SIP library is loaded nowhere else. What it cannot have (its port
is taken, its trunks cannot be read) it says in one line, and goes on to look for it.
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import structlog

from app.listening import certificate_files
from app.phone_trunks import TrunksRefused, read_trunks
from app.prompts.place import BUILT
from app.service.clock import SystemClock
from app.settings import Settings
from app.telemetry import configure
from media.telephony.libre import StackUnknown
from media.telephony.ports import PortTaken
from media.telephony.quiet import keep_quiet
from media.telephony.serving import serve
from media.telephony.settings import TelephonySettings
from media.telephony.stack import StackFailed

AGAIN_SECONDS = 10.0

ABSENT = {
    PortTaken: "port-taken",
    TrunksRefused: "trunks-refused",
    StackUnknown: "stack-unknown",
    StackFailed: "stack-failed",
}


def telephony_settings(settings: Settings, lines: Sequence[Path]) -> TelephonySettings:
    """Raises TrunksRefused."""
    return TelephonySettings(
        host=settings.sip_host or settings.host,
        port=settings.sip_port,
        certificate=joined_certificate(settings),
        trunks=read_trunks(settings.trunks) if settings.trunks else (),
        clips=tuple(folder for folder in (settings.prompts, BUILT) if folder),
        lines=tuple(lines),
        max_calls=settings.phone_calls,
        quiet_seconds=settings.phone_quiet_seconds,
    )


def joined_certificate(settings: Settings) -> Path | None:
    """Chain and key in one file, as the library reads them; only we can read it."""
    files = certificate_files(settings, SystemClock())
    if files is None:
        return None
    joined = settings.data_folder / "tls" / "phone.pem"
    joined.parent.mkdir(mode=0o700, exist_ok=True)
    written = os.open(joined, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(written, "wb") as file:
        for part in files:
            file.write(part.read_bytes() + b"\n")
    return joined


def run(settings: Settings, control: Path, lines: Sequence[Path]) -> None:
    """Until it is told to end. What is found out is written beside the control socket."""
    configure(os.fdopen(keep_quiet(), "w", buffering=1))
    state = control.with_suffix(".state")
    said = ""
    while True:
        try:
            wanted = telephony_settings(settings, lines)
            asyncio.run(serve(control, wanted, lambda addresses: note(state, addresses[0])))
        except (PortTaken, TrunksRefused, StackUnknown, StackFailed) as error:
            code = ABSENT[type(error)]
            if code != said:
                structlog.get_logger().warning("phone-absent", code=code)
            said = code
            note(state, code)
            time.sleep(AGAIN_SECONDS)
            if isinstance(error, StackFailed):  # it can be started once in a process
                sys.exit(1)
        else:
            return


def note(state: Path, word: str) -> None:
    """All or nothing: the SIP address, or the code of what keeps us from one."""
    unfinished = state.with_suffix(".new")
    unfinished.write_text(word)
    unfinished.replace(state)


class _Told(argparse.Namespace):
    control: Path
    line: list[Path]


def main(arguments: list[str]) -> None:
    """As a child: the settings are what comes in, since they may hold a secret."""
    parser = argparse.ArgumentParser(prog="app.phone_main")
    parser.add_argument("--control", type=Path, required=True)
    parser.add_argument("--line", type=Path, action="append", default=[])
    told = parser.parse_args(arguments, _Told())
    run(Settings.model_validate_json(sys.stdin.read()), told.control, told.line)


if __name__ == "__main__":
    main(sys.argv[1:])
