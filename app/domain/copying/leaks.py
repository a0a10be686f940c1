"""The search for names and numbers that must not be in a copy, before it is released (e.3)."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SHORTEST_NUMBER = 4
"""Digits from which a term counts as a number, however it is written."""


@dataclass(frozen=True, slots=True)
class Leak:
    position: int
    """Of the text, from 0."""
    term: str


def leaks(texts: Sequence[str], terms: Iterable[str]) -> list[Leak]:
    """Every term in every text: neither case nor accents nor spacing hide it."""
    wanted = [(term, _pattern(term)) for term in sorted(set(terms)) if term.strip()]
    return [
        Leak(position, term)
        for position, text in enumerate(texts)
        for term, pattern in wanted
        if pattern.search(_levelled(text))
    ]


def _pattern(term: str) -> re.Pattern[str]:
    level = _levelled(term)
    if _is_number(level):
        return re.compile(re.escape(level))
    words = [re.escape(word) for word in re.findall(r"\w+", level)]
    return re.compile(r"(?<!\w)" + r"\W*".join(words) + r"(?!\w)" if words else re.escape(level))


def _is_number(level: str) -> bool:
    return level.isdigit() and len(level) >= SHORTEST_NUMBER


def _levelled(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in parts if not unicodedata.combining(letter))
    joined = re.sub(r"(?<=\d)[\s().\-/]+(?=\d)", "", plain)
    return re.sub(r"(?:\+|\b00)44(?:\(?0\)?)?\s*(?=\d)", "0", joined)
