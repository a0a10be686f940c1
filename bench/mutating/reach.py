"""Which test reaches which line of the domain: found by one run of all of them.

A test that does not reach a line cannot tell what stands there. What runs while the tests are
imported (the stories that they begin with) is reached by all of them.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path
from types import FrameType
from typing import Any

Lines = dict[str, set[int]]
"""By file, as the interpreter names it."""


class Reached:
    """A plugin of pytest that writes down the lines under a folder, for each test."""

    def __init__(self, folder: Path) -> None:
        self._prefix = f"{folder}/"
        self.at_import: Lines = defaultdict(set)
        self.by_test: dict[str, Lines] = {}
        self._now = self.at_import

    def watch(self) -> None:
        sys.settrace(self._called)

    def _called(self, frame: FrameType, _event: str, _arg: Any) -> Any:  # Any: as sys.settrace asks
        if not frame.f_code.co_filename.startswith(self._prefix):
            return None
        self._now[frame.f_code.co_filename].add(frame.f_lineno)
        return self._line

    def _line(self, frame: FrameType, _event: str, _arg: Any) -> Any:  # Any: as sys.settrace asks
        self._now[frame.f_code.co_filename].add(frame.f_lineno)
        return self._line

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._now = self.by_test[nodeid] = defaultdict(set)
        self.watch()

    def pytest_runtest_logfinish(self) -> None:
        self._now = self.at_import

    def written_to(self, file: Path) -> None:
        plain = {name: _plain(lines) for name, lines in self.by_test.items()}
        file.write_text(json.dumps({"at_import": _plain(self.at_import), "by_test": plain}))


def _plain(lines: Lines) -> dict[str, list[int]]:
    return {file: sorted(numbers) for file, numbers in lines.items()}


class Reach:
    """What was written down, asked by file and lines."""

    def __init__(self, root: Path, file: Path) -> None:
        found = json.loads(file.read_text())
        self._root = root
        self._at_import = found["at_import"]
        self._by_test = found["by_test"]

    def tests_of(self, path: str, lines: tuple[int, int]) -> list[str]:
        """Those that reach it, those that reach little first; then all, if imports reach it."""
        file, wanted = str(self._root / path), range(lines[0], lines[1] + 1)
        hit = [
            name
            for name, reached in self._by_test.items()
            if any(number in wanted for number in reached.get(file, ()))
        ]
        hit.sort(key=lambda name: sum(map(len, self._by_test[name].values())))
        if not any(number in wanted for number in self._at_import.get(file, ())):
            return hit
        return [*hit, *(name for name in self._by_test if name not in set(hit))]
