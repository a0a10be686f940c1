"""Every word that is used exists in both languages, and no Welsh is English by accident."""

import re
from collections.abc import Mapping
from enum import StrEnum
from gettext import c2py
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale
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

NAMING = ("app/domain", "app/api", "app/live", "app/service", "signalling")
"""Where the codes come from that a key ends in."""

NAMED_ELSEWHERE = {"no_answers", "old_answers"}
"""Put together from more than two parts."""

TAIL = re.compile(r"^room_(?=no_|old_)|\.(?:hint|advice|words)$")
"""What stands round the code in a key that is put together."""

OF_THE_OTHER: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(yn|mae|wedi|eich|nid|chi|gyda|ddim|i'r)\b", re.IGNORECASE),
    "cy": re.compile(r"\b(the|and|you|your|with|this|that|not|can|have)\b", re.IGNORECASE),
}

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


def asked_for() -> set[str]:
    """Every literal key that the code asks for words by, whatever it begins with."""
    call = re.compile(r"""\b(?:t|plural)\(\s*["']([^"']+)["']\s*[,)]""")
    return {key for text in sources() for key in call.findall(text)}


def values_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_is_used_exists(language: Language) -> None:
    missing = (used_words() | asked_for()) - load(language).words.keys()
    assert missing == set()


def test_the_beginning_of_a_key_that_is_put_together_is_that_of_some_key() -> None:
    keys = load("en").words
    built = {prefix for text in sources() for prefix in prefixes_in(text)}
    assert {prefix for prefix in built if not any(key.startswith(prefix) for key in keys)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_written_twice(language: Language) -> None:
    """The reader of the file would silently take the last."""
    keys: list[str] = re.findall(r'^msgid "(.+)"$', (TEXT / f"{language}.po").read_text(), re.M)
    assert len(keys) > 500
    assert {key for key in keys if keys.count(key) > 1} == set()


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


def test_a_word_whose_key_is_put_together_ends_in_something_that_the_code_names() -> None:
    """Else `t(`answers.${name}`)` would keep every word alive that begins so."""
    named = {stem for file in TEMPLATES.glob("*.html") for stem in [file.stem]} | NAMED_ELSEWHERE
    python = [file for folder in NAMING for file in (ROOT / folder).rglob("*.py")]
    for text in [*sources(), *(file.read_text() for file in python)]:
        named |= set(re.findall(r"""["'`]([a-z][a-z0-9_]*(?:[-.][a-z0-9_]+)*)["'`]""", text))
        named |= set(re.findall(r"\b([a-z][a-z0-9_]*): ", text))
    built = {prefix for text in sources() for prefix in prefixes_in(text)}
    for key in load("en").words.keys() - used_words():
        ends = {key.removeprefix(prefix) for prefix in built if key.startswith(prefix)}
        bare = {TAIL.sub("", end) for end in ends}
        assert not bare or bare & named or any(end.isdecimal() for end in bare), key


def test_every_word_of_a_problem_is_for_one_that_there_is() -> None:
    python = [file for folder in NAMING for file in (ROOT / folder).rglob("*.py")]
    named = " ".join([*sources(), *(file.read_text() for file in python)])
    codes = {key.removeprefix("problem.") for key in load("en").words if key[:8] == "problem."}
    unnamed = {code for code in codes if f'"{code}"' not in named and f".{code}" not in named}
    assert unnamed == {"media-full"}  # "full", of the media engine


def test_both_languages_have_the_same_words_and_the_same_values() -> None:
    english, welsh = load("en").words, load("cy").words
    assert english.keys() == welsh.keys()
    for key, text in english.items():
        assert isinstance(text, str) is isinstance(welsh[key], str), key
        wanted = values_of_all(texts_of(text))
        assert values_of_all(texts_of(welsh[key])) == wanted, key


def texts_of(words: str | Mapping[str, str]) -> list[str]:
    return [words] if isinstance(words, str) else [*words.values()]


def values_of_all(texts: list[str]) -> set[str]:
    """Every form of a plural has the same values; "one" may say the number as a word."""
    found = [values_in(text) for text in texts]
    assert all(each | {"n"} == found[-1] | {"n"} for each in found), texts
    return found[-1]


def test_no_welsh_word_is_english_by_accident() -> None:
    english, welsh = load("en").words, load("cy").words
    assert {key for key in english if english[key] == welsh[key]} == SAME_IN_BOTH


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_in_the_other_language(language: Language) -> None:
    """By little words that only the other has; those that name the other language are in it."""
    others = OF_THE_OTHER[language]
    mixed = {
        key
        for key, words in load(language).words.items()
        if any(others.search(text) for text in texts_of(words))
    }
    assert mixed == {"page.language-name"}


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_counts_as_browsers_do(language: Language) -> None:
    """The rule that translators' tools read, against that of CLDR."""
    with (TEXT / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    assert catalogue.num_plurals == len(FORMS[language])
    form, category = c2py(catalogue.plural_expr), Locale.parse(language).plural_form
    for n in range(200):
        browsers = category(n) if category(n) in FORMS[language] else "other"
        assert FORMS[language][form(n)] == browsers, n


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
