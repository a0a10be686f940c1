"""Compiles the bench's own C where a compiler is there. The service itself never needs one."""

import shutil
import subprocess
from pathlib import Path

import pylibsrtp._binding as binding
from pylibsrtp import Session

COMPILE_WITHIN_S = 60.0


class NoCompiler(Exception):
    """No C compiler on this machine, or it did not take the source."""


def compiler() -> str | None:
    return shutil.which("gcc") or shutil.which("cc")


def compile_c(source: Path, folder: Path) -> Path:
    """A shared library of this source in `folder`. Raises NoCompiler."""
    found = compiler()
    if found is None:
        raise NoCompiler("no gcc and no cc on the path")
    library = folder / f"{source.stem}.so"
    command = [found, "-O2", "-shared", "-fPIC", "-o", str(library), str(source)]
    done = subprocess.run(command, capture_output=True, timeout=COMPILE_WITHIN_S, check=False)
    if done.returncode != 0:
        raise NoCompiler(f"{source.name} does not compile here")
    return library


def call_address(name: str) -> int:
    """Where a function of the libsrtp inside pylibsrtp is, for C that was not linked to it."""
    function = binding.ffi.addressof(binding.lib, name)
    return int(binding.ffi.cast("uintptr_t", function))


def session_address(session: Session) -> int:
    """The libsrtp session behind this object. It lives only as long as the object."""
    return int(binding.ffi.cast("uintptr_t", session._srtp[0]))
