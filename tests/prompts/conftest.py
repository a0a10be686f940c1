"""Clips of the tests' own catalogue, made once."""

from pathlib import Path

import pytest

from app.prompts.build import build
from tests.prompts.sayings import SAYINGS


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clips")
    build(folder, SAYINGS)
    return folder
