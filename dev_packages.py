"""Which Debian packages the tests and benches want, and which of them are not there. Standard
library only: `dev.py` reads it on a bare machine.
"""

import ctypes
import shutil

Packages = dict[str, str]
"""A command, or the file name of a shared library, and the packages that it comes in."""

SYSTEM_PACKAGES: Packages = {
    "chromium": "chromium",
    "firefox-esr": "firefox-esr",
    "ip": "iproute2",
    "tcpdump": "tcpdump",
    "strace": "strace",
    "sipp": "sip-tester",
    "baresip": "baresip-core",
    "linphonec": "linphone-cli",
    "kamailio": "kamailio",
    "libspandsp.so.2": "libspandsp2",
}
"""What the tests need besides Python packages."""

BENCH_PACKAGES: dict[str, Packages] = {"forwarding": {"janus": "janus", "gcc": "gcc libc6-dev"}}
"""What a bench compares our own figures with."""


def missing(packages: Packages, path: str) -> list[str]:
    """Packages to be installed, in the order of the table."""
    return [
        package
        for wanted in packages
        if not is_there(wanted, path)
        for package in packages[wanted].split()
    ]


def is_there(wanted: str, path: str) -> bool:
    """Whether the command can be found, or the library loaded."""
    if ".so" not in wanted:
        return shutil.which(wanted, path=path) is not None
    try:
        ctypes.CDLL(wanted)
    except OSError:
        return False
    return True
