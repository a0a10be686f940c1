"""Every file keeps the house's limits, and every limit is seen to bite on a planted violation."""

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests import house_rules, house_rules_for_tests
from tests.house_rules import Rule, Source

ROOT = Path(__file__).parent.parent
RULES = house_rules.RULES + house_rules_for_tests.RULES

PLANTED = {
    "module_is_short": [("app/a.py", "x = 1\n" * 301)],
    "functions_are_short": [("app/a.py", "def f():\n" + "    x = 1\n" * 40)],
    "nesting_is_shallow": [
        (
            "app/a.py",
            "def f():\n if a:\n  for b in c:\n   with d:\n    try: e()\n    finally: g()\n",
        ),
        ("app/a.py", "def f():\n if a: x()\n elif b:\n  while c:\n   for d in e:\n    if g: h()\n"),
    ],
    "module_opens_with_its_purpose": [("app/a.py", "import re\n"), ("app/b.py", '""" """\n')],
    "imports_stand_at_the_top": [
        ("app/a.py", "def f():\n    import re\n"),
        ("app/a.py", "async def f():\n    if x:\n        from re import sub\n"),
    ],
    "nothing_catches_everything": [
        ("app/a.py", "try: f()\nexcept Exception: g()\n"),
        ("tests/a.py", "try: f()\nexcept (ValueError, BaseException): g()\n"),
        ("media/a.py", "try: f()\nexcept: g()\n"),
    ],
    "only_programs_print": [("app/a.py", "print(1)\n"), ("media/a.py", "def f(): print(1)\n")],
    "only_the_clock_tells_the_time": [
        ("media/a.py", "now = datetime.now(UTC)\n"),
        ("app/service/keeper.py", "now = datetime.datetime.now(tz=UTC)\n"),
        ("app/a.py", "now = time.time()\n"),
    ],
    "nothing_is_left_to_do": [
        ("app/a.py", "x = 1  # TODO: later\n"),
        ("app/a.py", "def f():\n    raise NotImplementedError\n"),
    ],
    "ways_round_the_types_say_why": [
        ("app/a.py", "x = 1\ny = f()  # pyright: ignore[reportUnknownVariableType]\n"),
        ("app/a.py", "x = 1\ny = f()  # noqa: S101\n"),
        ("app/a.py", "def f(x: dict[str, Any]) -> None: ...\n"),
        ("app/a.py", "x = 1\ny = cast(int, x)\n"),
    ],
    "the_domain_is_standard_and_pure": [
        ("app/domain/a.py", "from pydantic import BaseModel\n"),
        ("app/domain/a.py", "import random\n"),
        ("app/domain/a.py", "from app.service import ports\n"),
    ],
    "names_say_what_they_are": [
        ("app/utils.py", "x = 1\n"),
        ("app/a.py", "class RoomManager: ...\n"),
        ("app/a.py", "class AbstractStore: ...\n"),
        ("app/a.py", "def f(data: bytes) -> None: ...\n"),
        ("app/a.py", "for item in things: f()\n"),
        ("app/a.py", "def get_leg() -> None: ...\n"),
    ],
    "tests_are_named_by_a_sentence": [("tests/test_a.py", "def test_exclude():\n    assert 1\n")],
    "tests_assert_something": [("tests/test_a.py", "def test_a_leg_is_dark():\n    f()\n")],
    "tests_neither_sleep_nor_mock_nor_skip": [
        ("tests/test_a.py", "await anyio.sleep(1)\n"),
        ("tests/test_a.py", "from unittest.mock import Mock\n"),
        ("tests/test_a.py", "@pytest.mark.skipif(x, reason='')\ndef test_a_b_c(): ...\n"),
        ("tests/test_a.py", "pytest.skip('no browser')\n"),
        ("tests/test_a.py", "pytestmark = pytest.mark.xfail\n"),
    ],
}
"""For each rule, sources that break it."""

GOOD = (
    '''"""What it is for."""
import re
from typing import Any

def first(path: str, answer: Any) -> None:  # Any: the library has no types
    """Longer than forty lines
'''
    + "    and so on\n" * 50
    + '''    """
    if path: f()
    elif answer: f()
    elif re: f()
    elif y: f()
    else: f()

x = 1  # noqa: S101  a reason that can be read
# the reason stands above
y = f()  # pyright: ignore[reportAny]
try: f()
except (ValueError, KeyError): f()

def test_a_leg_is_dark_after_that():
    with pytest.raises(ValueError, match="no"):
        f()
'''
)

ADDRESSES = re.compile(
    r"(?<![\w.])[/](work|root|home/\w+)/"
    r"|pypi[.]org|pythonhosted[.]org|registry[.]npmjs|npmjs[.]org|deb[.]debian|(extra-)?index-url\s*="
    r'|["]resolved["]:'
)
"""Where this or that machine keeps things, and where packages come from: neither belongs here."""


def files() -> list[Path]:
    """What git tracks or would track."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return [path for path in paths if path.is_file()]


@cache
def python_sources() -> list[Source]:
    paths = [path for path in files() if path.suffix == ".py"]
    return [Source(path.relative_to(ROOT).as_posix(), path.read_text()) for path in paths]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_file_keeps_the_rule(rule: Rule) -> None:
    broken = [f"{source.path}:{line}" for source in python_sources() for line in rule(source)]
    assert not broken, "\n".join(["", *broken])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_planted_violation_is_seen(rule: Rule) -> None:
    for path, text in PLANTED[rule.__name__]:
        assert list(rule(Source(path, text))), text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_good_code_breaks_no_rule(rule: Rule) -> None:
    assert not list(rule(Source("tests/test_a.py", GOOD)))


def test_no_file_names_a_machine_or_a_registry() -> None:
    named = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in files()
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if ADDRESSES.search(line)
    ]
    assert not named, "\n".join(["", *named])


@pytest.mark.parametrize("planted", ["/wo~rk/shared", "/ro~ot/x", '"re~solved": ""', "py~pi.org"])
def test_a_planted_address_is_seen(planted: str) -> None:
    assert ADDRESSES.search(planted.replace("~", ""))


def test_pages_and_styles_keep_to_the_longest_module() -> None:
    suffixes = {".ts", ".tsx", ".scss", ".html", ".sh"}
    long = [p for p in files() if p.suffix in suffixes and len(p.read_text().splitlines()) > 300]
    assert [path.name for path in long if path.name != "wire.ts"] == []  # wire.ts is generated


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    wanted = {
        "serve": project["project"]["dependencies"],
        "build": groups["build"],
        "test": [requirement for group in groups.values() for requirement in group],
    }
    for name, requirements in wanted.items():
        locked = (ROOT / "requirements" / f"{name}.txt").read_text()
        missing = [r for r in requirements if f"\n{package(r)}==" not in f"\n{locked}"]
        assert not missing, f"python3 dev.py lock: {missing}"


def package(requirement: str) -> str:
    return re.split(r"[^\w-]", requirement, maxsplit=1)[0].lower()
