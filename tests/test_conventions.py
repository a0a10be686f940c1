"""The table of conventions: all 41, and every file that it names is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
TABLE = (ROOT / "docs" / "conventions.md").read_text()
ROWS = re.findall(r"^\| (\d+) \| (.+) \| (.+) \| (.+) \|$", TABLE, re.MULTILINE)
NAMED = re.compile(r"`([\w/-]*[\w-]+\.(?:py|tsx?|html))`")


def test_every_convention_is_in_the_table_once_and_in_order() -> None:
    assert [int(number) for number, *_ in ROWS] == list(range(1, 42))


def test_every_convention_is_shown_by_a_test_or_says_why_not() -> None:
    for number, _, _, shown in ROWS:
        assert re.search(r"test|Not here|No screen|tour\.py", shown), number


def test_every_file_that_is_named_is_there() -> None:
    """What stands behind a † is looked at when its part has come."""
    known = {path.name for part in PARTS for path in (ROOT / part).rglob("*.*")}
    for number, *cells in ROWS:
        for name in NAMED.findall(" ".join(re.split(r"†", cell)[0] for cell in cells)):
            is_there = (ROOT / name).is_file() or ("/" not in name and name in known)
            assert is_there or (ROOT / "frontend" / name).is_file(), (number, name)


PARTS = ("app", "frontend/src", "signalling", "tests")
