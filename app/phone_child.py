"""The telephone as a child of `serve`: forked like the others, then a program of its own."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from app.settings import Settings

NAME = "phone.sock"


def phone_socket(controls: Sequence[Path]) -> Path:
    """Beside those of the workers."""
    return controls[0].with_name(NAME)


def line_sockets(controls: Sequence[Path]) -> list[Path]:
    """One a worker, on which it meets the telephone."""
    return [control.with_suffix(".line") for control in controls]


def phone_line(controls: Sequence[Path]) -> str | None:
    """What is to be said of the telephone: where it is, or why it is not. None: not known yet."""
    try:
        found = phone_socket(controls).with_suffix(".state").read_text()
    except FileNotFoundError:
        return None
    is_there = found.startswith("sip:")
    return f"Phone\t{found.partition(';')[0] if is_there else f'absent ({found})'}"


def run_phone(settings: Settings, controls: Sequence[Path]) -> None:
    """In a child: never returns. The kernel ends it with its parent even so."""
    control = phone_socket(controls)
    os.set_inheritable(int(control.parts[4]), True)  # noqa: FBT003  /proc/self/fd/N/...: the folder
    become_phone(settings, control, line_sockets(controls))


def become_phone(settings: Settings, control: Path, lines: Sequence[Path]) -> NoReturn:
    """The settings go in by a pipe: arguments can be read by everybody, and they hold secrets."""
    control.with_suffix(".state").unlink(missing_ok=True)
    ours, theirs = os.pipe()
    os.write(theirs, settings.model_dump_json().encode())
    os.close(theirs)
    os.dup2(ours, 0)
    command = [sys.executable, "-m", "app.phone_main", "--control", str(control)]
    for line in lines:
        command += ["--line", str(line)]
    os.execv(sys.executable, command)  # noqa: S606  our own program
