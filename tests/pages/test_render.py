"""Server-rendered pages: safe under the content security policy, neutral, in both languages."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from app.pages.assets import Assets, Chunk, load_assets
from app.pages.catalogue import LANGUAGES, Language
from app.pages.render import Pages

LINK = "Qm9vbS1vZi10aGUtYmVsbA"
ASSETS = Assets(
    {
        "src/styles.scss": Chunk(file="assets/styles-1.css"),
        "src/carry.tsx": Chunk(file="assets/carry-1.js"),
        "_shared.js": Chunk(file="assets/shared-1.js"),
        "src/live.tsx": Chunk(file="assets/live-1.js", imports=["_shared.js"]),
    }
)
PAGES = Pages(ASSETS)

OURS = re.compile(
    r"conferenc|cynhadled|gynhadled|child|plentyn|plant|protect|amddiff|chair|cadeiryd"
    r"|quorate|meeting|cyfarfod|social|cymdeithas|parent|rhiant",
    re.IGNORECASE,
)
"""What would tell somebody who looks over a shoulder what this is."""


def every_page(language: Language) -> dict[str, str]:
    return {
        "continue": PAGES.continue_page(LINK, language),
        **({"language": PAGES.language_page(LINK)} if language == "en" else {}),
        "link refused": PAGES.link_refused_page(language),
        "sign in": PAGES.sign_in_page("/j/x?a=1&b=2", language, failed=True),
        "room": PAGES.room_page(language, failed=True),
        "help": PAGES.help_page(language),
        "accessibility": PAGES.accessibility_page(language),
        "live": PAGES.live_page(LINK, "parent", language),
        "chair": PAGES.live_page(LINK, "independent_chair", language),
        "left": PAGES.left_page(language),
        **{f"problem {n}": PAGES.problem_page(n, language) for n in (403, 404, 429, 500, 503)},
    }


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def title_of(html: str) -> str:
    return html.split("<title>")[1].split("</title>", maxsplit=1)[0]


def config_of(html: str) -> dict[str, Any]:  # Any: JSON, looked into below
    return json.loads(html.split('id="config">')[1].split("</script>", maxsplit=1)[0])


def each_page() -> list[tuple[str, str, Language]]:
    return [
        (f"{name} {language}", html, language)
        for language in LANGUAGES
        for name, html in every_page(language).items()
    ]


@pytest.mark.parametrize(("name", "html", "language"), each_page())
def test_a_page_runs_under_a_policy_without_anything_inline(
    name: str, html: str, language: Language
) -> None:
    page = Tags(html)
    for tag, attributes in page.tags:
        inline = [a for a in attributes if a.startswith("on") or a == "style"]
        assert inline == [], (name, tag)
    assert page.all("style") == []
    for script in page.all("script"):
        assert script.get("src") or script.get("type") == "application/json", name
    addresses = [a.get("href") or a.get("src") for _, a in page.tags if "href" in a or "src" in a]
    assert all(str(each).startswith(("/", "#", "?")) for each in addresses), addresses
    assert page.all("html")[0]["lang"] == language


@pytest.mark.parametrize(("name", "html", "language"), each_page())
def test_title_and_icon_tell_nothing_of_us(name: str, html: str, language: Language) -> None:
    assert title_of(html).strip(), name
    assert not OURS.search(title_of(html)), name
    icons = [link["href"] for link in Tags(html).all("link") if link.get("rel") == "icon"]
    assert icons == ["/static/icon.svg"], language


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_the_link_is_opened_and_after_leaving_no_word_is_ours(language: Language) -> None:
    pages = [PAGES.continue_page(LINK, language), PAGES.left_page(language)]
    for html in (*pages, PAGES.room_page(language, failed=True), PAGES.language_page(LINK)):
        assert not OURS.search(re.sub(r"<[^>]*>", " ", html))


GUIDANCE = {"/help", "/accessibility"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_opens_beside_a_page_and_the_neutral_page_offers_none(language: Language) -> None:
    """In another tab: the page may hold a call, or the secret of a link."""
    for name, html in every_page(language).items():
        links = [
            a for a in Tags(html).all("a") if (a.get("href") or "").partition("?")[0] in GUIDANCE
        ]
        assert len(links) == {"left": 0, "language": 4}.get(name, 2), name
        assert all((a["target"], a["rel"]) == ("_blank", "noopener") for a in links), name


def test_the_continue_page_is_the_same_for_every_link() -> None:
    first, second = PAGES.continue_page("a" * 22, "en"), PAGES.continue_page("b" * 22, "en")
    assert first.replace("a" * 22, "b" * 22) == second


def test_the_first_page_asks_for_the_language_with_both_side_by_side() -> None:
    page = Tags(PAGES.language_page(LINK))
    assert [section["lang"] for section in page.all("section")] == ["en", "cy"]
    hidden = [field["value"] for field in page.all("input") if field.get("name") == "lang"]
    assert hidden == ["en", "cy"]
    assert "Continue in English" in PAGES.language_page(LINK)
    assert "Parhau yn Gymraeg" in PAGES.language_page(LINK)


def test_every_page_but_the_neutral_one_can_be_left_quickly_by_its_script() -> None:
    for html in (*every_page("en").values(), *every_page("cy").values()):
        page = Tags(html)
        ways = [a for a in page.all("a") if a.get("id") == "quick-exit"]
        if not ways:
            assert html in {PAGES.left_page("en"), PAGES.left_page("cy")}
            continue
        [way] = ways
        assert (way["href"], bool(way["data-title"])) == ("/left", True)
        assert any("assets/" in str(script.get("src")) for script in page.all("script"))


def test_the_screen_of_a_room_alone_has_no_way_to_leave_quickly_and_no_word_of_it() -> None:
    """Everybody in the room looks at it; whoever flees uses a device of their own."""
    wall, parent = (PAGES.live_page(LINK, role, "en") for role in ("room_device", "parent"))
    assert [a for a in Tags(wall).all("a") if a.get("id") == "quick-exit"] == []
    assert [a for a in Tags(wall).all("a") if a.get("id") == "language"] != []
    assert ("Leaving quickly" in wall, "Leaving quickly" in parent) == (False, True)


def test_the_published_number_stands_where_a_browser_may_not_do() -> None:
    pages = Pages(ASSETS, phone="01632 960500")
    assert "Or ring 01632 960500." in pages.continue_page(LINK, "en")
    assert config_of(pages.live_page(LINK, "parent", "en"))["phone"] == "01632 960500"
    assert config_of(PAGES.live_page(LINK, "parent", "en"))["phone"] is None


def test_the_live_page_gives_its_island_link_role_and_words() -> None:
    config = config_of(PAGES.live_page(LINK, "parent", "cy"))
    assert (config["link"], config["role"], config["language"]) == (LINK, "parent", "cy")
    assert config["words"]["lobby.title"] == "Rydych chi yn y lle iawn"
    assert set(config["words"]["notice.minutes"]) == {"one", "two", "few", "many", "other"}


def test_a_parents_page_carries_none_of_the_chairs_words() -> None:
    parent, chair = (PAGES.live_page(LINK, r, "en") for r in ("parent", "independent_chair"))
    assert "Exclude" in chair
    assert "Exclude" not in parent


def test_nothing_in_the_config_can_end_its_element() -> None:
    html = PAGES.live_page("</script><script>", "parent", "en")
    assert len(Tags(html).all("script")) == 2
    assert config_of(html)["link"] == "</script><script>"


def test_the_entry_and_all_that_it_imports_are_fetched_at_once() -> None:
    page = Tags(PAGES.live_page(LINK, "parent", "en"))
    preloads = [link["href"] for link in page.all("link") if link["rel"] == "modulepreload"]
    assert preloads == ["/static/assets/shared-1.js"]
    assert page.all("script")[0]["src"] == "/static/assets/live-1.js"


def test_a_sign_in_page_keeps_where_to_go_in_both_languages() -> None:
    page = Tags(PAGES.sign_in_page("/j/x?a=1&b=2", "en", failed=False))
    hidden = [field for field in page.all("input") if field.get("type") == "hidden"]
    assert hidden[0]["value"] == "/j/x?a=1&b=2"
    toggle = next(a for a in page.all("a") if a.get("id") == "language")
    assert toggle["href"] == "?lang=cy&next=%2Fj%2Fx%3Fa%3D1%26b%3D2"


def test_an_unknown_code_gets_general_words_and_never_itself() -> None:
    assert PAGES.problem_title("stale-command", "en").startswith("The conference has changed")
    assert PAGES.problem_title("no-such-code", "cy") == PAGES.problem_title("general", "cy")


def test_an_unknown_status_is_shown_as_a_problem_of_ours() -> None:
    assert PAGES.problem_page(418, "en") == PAGES.problem_page(500, "en")


def test_unbuilt_pages_are_missed_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_assets(tmp_path)
