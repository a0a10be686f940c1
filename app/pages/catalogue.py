"""Every word that a page or a problem shows, in English and Welsh, from text/{en,cy}.po."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

TEXT = Path(__file__).parent / "text"
Language = Literal["en", "cy"]
LANGUAGES: tuple[Language, ...] = ("en", "cy")
FORMS: Mapping[Language, tuple[str, ...]] = {
    "en": ("one", "other"),
    "cy": ("one", "two", "few", "many", "other"),
}
"""For each plural form of the catalogue, in its order, the category that CLDR and browsers name."""

Words = Mapping[str, str | Mapping[str, str]]


@dataclass(frozen=True)
class Catalogue:
    """The words of one language. A plural has one text for each category."""

    language: Language
    words: Words

    def text(self, key: str, **values: object) -> str:
        """Raises KeyError for a key that no catalogue has: a test finds it before a reader."""
        found = self.words[key]
        return found.format(**values) if isinstance(found, str) else self.plural(key, 0)

    def plural(self, key: str, n: int, **values: object) -> str:
        forms = self.words[key]
        if isinstance(forms, str):
            return forms.format(n=n, **values)
        category = Locale.parse(self.language).plural_form(n)
        return forms.get(category, forms["other"]).format(n=n, **values)

    def has(self, key: str) -> bool:
        return key in self.words

    def part(self, prefixes: Iterable[str]) -> Words:
        """The words whose key begins with one of these names: what one island needs."""
        wanted = frozenset(prefixes)
        return {key: text for key, text in self.words.items() if key.split(".")[0] in wanted}


@cache
def load(language: Language) -> Catalogue:
    """Raises UnicodeDecodeError or PoFileError for a catalogue that is damaged."""
    with (TEXT / f"{language}.po").open("rb") as file:
        messages = [m for m in read_po(file, locale=language, abort_invalid=True) if m.id]
    return Catalogue(language, {_key(m): _words(m, language) for m in messages})


PROMPT = "phone."
TONES = frozenset({"pause", "ready", "wait"})
"""Clips without words."""


def prompts() -> frozenset[str]:
    """The names of all clips that can be spoken to a caller, in either language."""
    words = load("en").words
    return TONES | {key.removeprefix(PROMPT) for key in words if key.startswith(PROMPT)}


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _words(message: Message, language: Language) -> str | Mapping[str, str]:
    match message.string:
        case None:
            return ""
        case str(text):
            return text
        case texts:
            return dict(zip(FORMS[language], texts, strict=True))
