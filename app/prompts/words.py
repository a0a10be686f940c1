"""The words of every prompt: the catalogue's keys that begin with `phone.`."""

from collections.abc import Mapping

from app.pages.catalogue import LANGUAGES, Catalogue, Language, load

PREFIX = "phone."

Prompts = Mapping[Language, Mapping[str, str]]
"""Of each language, by the clip's name."""


class CannotBeSpoken(Exception):
    """A clip has no place for a value, and one form."""


def prompts() -> Prompts:
    return {language: spoken_words(load(language)) for language in LANGUAGES}


def spoken_words(catalogue: Catalogue) -> dict[str, str]:
    """Raises CannotBeSpoken."""
    found: dict[str, str] = {}
    for key, words in sorted(catalogue.words.items()):
        if key.startswith(PREFIX):
            if not isinstance(words, str) or "{" in words or not words.strip():
                raise CannotBeSpoken(key)
            found[key.removeprefix(PREFIX)] = words
    return found
