"""Debian's Kamailio as shipped: only the three files that an operator edits are the tests' own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.edge.sip import Address, NothingCame, Phone

SHIPPED = Path(__file__).parent.parent.parent / "deploy" / "kamailio"
TRUNK, STRANGER, NODE = "127.0.0.2", "127.0.0.3", "127.0.0.1"

START_SECONDS = 15.0


@dataclass(frozen=True)
class Edge:
    address: Address
    log: Path

    def trunk(self) -> Phone:
        return Phone(TRUNK, self.address)

    def stranger(self) -> Phone:
        return Phone(STRANGER, self.address)

    def wait_for_answer(self) -> None:
        """It is up and has worked through what came before: the trunk's question is answered."""
        until = time.monotonic() + START_SECONDS
        with self.trunk() as trunk:
            while True:
                trunk.send(trunk.request("OPTIONS"))
                try:
                    trunk.receive(0.3)
                except NothingCame:
                    assert time.monotonic() < until, self.log.read_text()
                else:
                    return


def free_port(host: str = NODE) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as found:
        found.bind((host, 0))
        return found.getsockname()[1]


def configured(folder: Path, port: int, nodes: Sequence[int]) -> Path:
    """A copy as an operator would make it: edge.cfg and both lists edited, the rest as shipped."""
    for name in ("kamailio.cfg", "edge.cfg", "trunks.list", "nodes.list"):
        shutil.copy(SHIPPED / name, folder)
    edited = (folder / "edge.cfg").read_text().replace("/etc/kamailio", str(folder))
    for stream in ("UDP", "TCP"):
        place = rf"\1 {stream.lower()}:{NODE}:{port}"
        edited = re.sub(rf"^#*(#!define LISTEN_{stream}).*", place, edited, flags=re.MULTILINE)
    (folder / "edge.cfg").write_text(edited)
    (folder / "trunks.list").write_text(f"1 {TRUNK} 32\n")
    lines = [f"1 sip:{NODE}:{node} 0 {9 - rank}\n" for rank, node in enumerate(nodes)]
    (folder / "nodes.list").write_text("".join(lines))
    return folder / "kamailio.cfg"


@contextmanager
def running(folder: Path, nodes: Sequence[int]) -> Generator[Edge]:
    """In the foreground, until left."""
    port = free_port()
    config, log = configured(folder, port, nodes), folder / "edge.txt"
    command = ["kamailio", "-DD", "-E", "-m", "64", "-f", str(config), "-w", str(folder)]
    with log.open("wb") as output:
        started = subprocess.Popen(command, stderr=output, stdout=output, start_new_session=True)
    edge = Edge((NODE, port), log)
    try:
        edge.wait_for_answer()
        yield edge
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        try:
            started.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait(5)
