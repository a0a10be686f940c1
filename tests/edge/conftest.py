"""An edge with one node behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.edge.edge import NODE, Edge, running
from tests.edge.sip import Phone


@pytest.fixture
def node() -> Iterator[Phone]:
    with Phone(NODE) as phone:
        yield phone


@pytest.fixture
def edge(tmp_path: Path, node: Phone) -> Iterator[Edge]:
    with running(tmp_path, [node.port]) as found:
        yield found


@pytest.fixture
def trunk(edge: Edge) -> Iterator[Phone]:
    with edge.trunk() as phone:
        yield phone
