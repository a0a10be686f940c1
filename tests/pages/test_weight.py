"""What the built pages weigh: an old phone on a poor line opens them too."""

import re

import pytest

from app.pages.assets import STATIC, load_assets
from hatch_build import weights

SCRIPT_LIMIT = 50 * 1024
STYLE_LIMIT = 15 * 1024
PART_LIMIT = 40 * 1024


@pytest.mark.parametrize("page", ["page before the live one", "live page"])
def test_the_script_of_joining_and_of_a_parents_conference_is_at_most_50_kilobytes(
    page: str,
) -> None:
    assert 300 < weights(STATIC)[page] <= SCRIPT_LIMIT


def test_what_one_role_loads_besides_is_at_most_40_kilobytes() -> None:
    parts = {name: size for name, size in weights(STATIC).items() if name.startswith("more for ")}
    assert {"more for chair", "more for minutes", "more for room-host"} <= parts.keys()
    assert max(parts.values()) <= PART_LIMIT


def test_a_parent_is_given_nothing_that_only_another_role_needs() -> None:
    parts = [name.removeprefix("more for ") for name in weights(STATIC) if name[:4] == "more"]
    for entry in ("src/live.tsx", "src/carry.tsx"):
        fetched = load_assets().preloads(entry)
        assert not [file for file in fetched for part in parts if f"/{part}-" in file]


def test_the_styles_are_at_most_15_kilobytes() -> None:
    assert weights(STATIC)["styles"] <= STYLE_LIMIT


def test_no_built_file_names_another_host() -> None:
    for file in STATIC.rglob("*.*"):
        text = file.read_text()
        hosts = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", text)
        assert [host for host in hosts if "www.w3.org" not in host] == [], file.name


def test_styles_bring_neither_font_nor_crown() -> None:
    address = load_assets().address("src/styles.scss").removeprefix("/static/")
    styles = (STATIC / address).read_text()
    assert not re.search(r"GDS Transport|@font-face|url\(", styles)
