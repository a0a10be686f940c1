"""A network namespace with nothing but `lo`, for programs that mind other interfaces."""

import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from uuid import uuid4


@contextmanager
def lonely() -> Generator[tuple[str, ...]]:
    """The words that run a command inside it."""
    name = f"lonely-{uuid4().hex[:8]}"
    subprocess.run(["ip", "netns", "add", name], check=True)
    try:
        subprocess.run(["ip", "-n", name, "link", "set", "lo", "up"], check=True)
        yield ("ip", "netns", "exec", name)
    finally:
        subprocess.run(["ip", "netns", "del", name], check=True)
