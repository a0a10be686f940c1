"""Every word that is used exists in both languages, and no Welsh is English by accident."""

import re
from enum import StrEnum
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from app.domain import errors
from app.domain.agenda.codes import ClosedKind, ScriptStep
from app.domain.conference import Phase
from app.domain.events import Ground, LineKind, Span, Told, ViewsRoute
from app.domain.people import IdentityMethod, LegKind, Role
from app.domain.telephones.events import Need, Practice, Progress
from app.pages.catalogue import FORMS, LANGUAGES, TEXT, Language, load
from app.pages.render import EVERYONE, ISLAND_WORDS

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = ROOT / "app" / "pages" / "templates"
ISLAND = ROOT / "frontend" / "src"

SAME_IN_BOTH = {"devices.camera", "devices.camera-n"}
"""Words that Welsh has from English, or that are the same by chance."""

BY_CODE: dict[str, type[StrEnum]] = {
    "role": Role,
    "ground": Ground,
    "told": Told,
    "views_route": ViewsRoute,
    "span": Span,
    "kind": LineKind,
    "script": ScriptStep,
    "closed": ClosedKind,
    "telephone.state": Progress,
    "telephone.need": Need,
    "telephone.practice": Practice,
}
"""Words that are chosen by a code of the domain: every code has its own."""

NOTICES = ("held", "excluded", "not_admitted", "technical_check", "stopped")
PAUSES = ("chair", "chair_lost", "restart", "media", "technical_check", "break")

KEY = r"[a-z][a-z_]*(?:-[a-z]+)*(?:\.[a-z0-9_]+(?:-[a-z0-9]+)*)+"


def keys_in(text: str) -> set[str]:
    found: list[str] = re.findall(rf"""["'`]({KEY})["'`]""", text)
    return {key for key in found if not key.endswith((".html", ".tsx"))}


def prefixes_in(text: str) -> set[str]:
    """Of a key put together from parts, what stands before the first part."""
    built = re.findall(r"`([a-z][a-z_-]*(?:\.[a-z_-]+)*\.)(?:[a-z_]*)\$\{", text)
    return set(built) | set(re.findall(r'"([a-z-]+\.)" ~', text))


def sources() -> list[str]:
    tests = set(ISLAND.rglob("*.test.ts*"))
    files = [*TEMPLATES.glob("*.html"), *(set(ISLAND.rglob("*.ts*")) - tests)]
    return [file.read_text() for file in files]


def used_words() -> set[str]:
    """Literal keys, as far as their first part is a part of the catalogue."""
    parts = {key.split(".")[0] for key in load("en").words}
    return {key for text in sources() for key in keys_in(text) if key.split(".")[0] in parts}


def values_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_is_used_exists(language: Language) -> None:
    missing = used_words() - load(language).words.keys()
    assert missing == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_the_domain_has_its_words(language: Language) -> None:
    wanted = {f"{prefix}.{code.value}" for prefix, codes in BY_CODE.items() for code in codes}
    wanted |= {f"problem.{refusal.code}" for refusal in errors.Refusal.__subclasses__()}
    wanted |= {f"phase.{p.value}" for p in Phase if p not in {Phase.UNBOOKED, Phase.PAUSED}}
    wanted |= {f"identity.{m.value}" for m in IdentityMethod if m is not IdentityMethod.SIGN_IN}
    wanted |= {f"panel.kind.{k.value}" for k in LegKind if k is not LegKind.COMPANION}
    wanted |= {f"notice.{code}" for code in NOTICES}
    wanted |= {f"paused.{reason}" for reason in PAUSES}
    assert wanted - load(language).words.keys() == set()


def test_no_word_is_kept_that_nobody_says() -> None:
    built = {prefix for text in sources() for prefix in prefixes_in(text)} | {"problem."}
    codes = {"notice.", "paused.", "phase.", "trouble.", "status.", "title."}
    codes |= {"phone."}  # tests/signalling/phone/test_prompts.py looks at those
    codes |= {f"{prefix}." for prefix in BY_CODE}
    unsaid = {
        key
        for key in load("en").words.keys() - used_words()
        if not any(key.startswith(prefix) for prefix in built | codes)
    }
    assert unsaid == set()


def test_both_languages_have_the_same_words_and_the_same_values() -> None:
    english, welsh = load("en").words, load("cy").words
    assert english.keys() == welsh.keys()
    for key, text in english.items():
        other = welsh[key]
        if isinstance(text, str) and isinstance(other, str):
            assert values_in(text) == values_in(other), key


def test_no_welsh_word_is_english_by_accident() -> None:
    english, welsh = load("en").words, load("cy").words
    assert {key for key in english if english[key] == welsh[key]} == SAME_IN_BOTH


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_empty_and_none_is_uncertain(language: Language) -> None:
    with (TEXT / f"{language}.po").open("rb") as file:
        messages = [message for message in read_po(file, abort_invalid=True) if message.id]
    for message in messages:
        texts = [message.string] if isinstance(message.string, str) else message.string or [""]
        assert all(text.strip() for text in texts), message.id
        assert not message.fuzzy, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plural_has_every_form_of_its_language(language: Language) -> None:
    plurals = {k: v for k, v in load(language).words.items() if not isinstance(v, str)}
    assert plurals
    assert all(tuple(forms) == FORMS[language] for forms in plurals.values())


def test_welsh_counts_as_welsh_does() -> None:
    welsh = load("cy")
    counted = [welsh.plural("panel.group.away", n).split(": ")[1] for n in (0, 1, 2, 3, 6, 7)]
    assert counted == ["0 o bobl", "1 person", "2 berson", "3 pherson", "6 pherson", "7 o bobl"]


def test_every_word_of_the_island_reaches_the_island_that_says_it() -> None:
    said = {key.split(".")[0] for key in used_words_of(ISLAND)}
    given = {*EVERYONE, *(prefix for prefixes in ISLAND_WORDS.values() for prefix in prefixes)}
    assert said - given == set()


def used_words_of(folder: Path) -> set[str]:
    texts = [file.read_text() for file in folder.rglob("*.ts*") if ".test." not in file.name]
    words = load("en").words.keys()
    return {key for text in texts for key in keys_in(text) if key in words}
