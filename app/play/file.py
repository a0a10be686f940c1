"""A scenario as read: plain values, and for each mapping the line it stands on."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeGuard

import yaml

SHAPE = "cpc-scenario/1"


class Unplayable(Exception):
    """The file is not a scenario that can be played. The message names the line."""


class Row(dict[str, object]):
    """A mapping of the file that knows its line (1 is the first)."""

    line: int = 0


GUESSED = (":timestamp", ":int", ":float")
"""What YAML takes for something else: 13:05:00 would be a number of seconds."""


WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)")


def _value(node: yaml.Node) -> object:
    """Only what is written: a time or a date is a text, whatever YAML would make of it."""
    if isinstance(node, yaml.MappingNode):
        return _row(node)
    if isinstance(node, yaml.SequenceNode):
        return [_value(each) for each in node.value]
    if not isinstance(node, yaml.ScalarNode):
        raise TypeError(node)
    plain = node.style is None
    if plain and node.value in WORDS:
        return WORDS[node.value]
    return int(node.value) if plain and NUMBER.fullmatch(node.value) else node.value


def _row(node: yaml.MappingNode) -> Row:
    row = Row()
    row.line = node.start_mark.line + 1
    for key, value in node.value:
        at = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise Unplayable(f"Line {at}: a key is not a word.")
        if key.value in row:
            raise Unplayable(f"Line {at}: {key.value} is there twice.")
        row[key.value] = _value(value)
    return row


def is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)


def rows(value: object) -> list[Row]:
    """The mappings of a list; what is no mapping is refused where the list is checked."""
    return [each for each in value if isinstance(each, Row)] if is_list(value) else []


def text(row: Row, key: str, default: str = "") -> str:
    value = row.get(key)
    return default if value is None else str(value)


def words(row: Row, key: str) -> list[str]:
    value = row.get(key)
    return [str(each) for each in value] if is_list(value) else []


def child(row: Row, key: str) -> Row:
    """An empty one where there is none."""
    value = row.get(key)
    return value if isinstance(value, Row) else Row()


@dataclass(frozen=True)
class Scenario:
    """What a file says, checked as far as playing it relies on it."""

    top: Row
    people: dict[str, Row]
    places: dict[str, Row]
    sections: list[Row]
    timeline: list[Row]
    expect: Row
    warnings: list[str] = field(default_factory=list[str])


class _Composer(yaml.SafeLoader):
    """Reads the marks and the words; nothing is made of them."""


def load(path: Path) -> Row:
    """Raises Unplayable."""
    try:
        node = _Composer(path.read_text(encoding="utf-8")).get_single_node()
    except (OSError, UnicodeDecodeError) as error:
        raise Unplayable(f"{path} cannot be read: {type(error).__name__}.") from None
    except yaml.MarkedYAMLError as error:
        at = 0 if error.problem_mark is None else error.problem_mark.line + 1
        raise Unplayable(f"Line {at}: this is not YAML: {error.problem}.") from None
    if not isinstance(node, yaml.MappingNode):
        raise Unplayable("Line 1: the file is no mapping.")
    return _row(node)
