"""What the built pages weigh: an old phone on a poor line opens them too."""

import gzip
import re

import pytest

from app.pages.assets import STATIC, load_assets

SCRIPT_LIMIT = 50 * 1024
STYLE_LIMIT = 15 * 1024


def zipped(*addresses: str) -> int:
    files = [STATIC / address.removeprefix("/static/") for address in addresses]
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


@pytest.mark.parametrize("entry", ["src/live.tsx", "src/carry.tsx"])
def test_the_script_of_a_joining_page_is_at_most_50_kilobytes(entry: str) -> None:
    assets = load_assets()
    assert zipped(assets.address(entry), *assets.preloads(entry)) <= SCRIPT_LIMIT


def test_the_chairs_page_with_all_its_parts_is_at_most_50_kilobytes() -> None:
    scripts = [f"/static/{chunk.file}" for chunk in load_assets().manifest.values()]
    assert zipped(*(each for each in scripts if each.endswith(".js"))) <= SCRIPT_LIMIT


def test_the_styles_are_at_most_15_kilobytes() -> None:
    assert zipped(load_assets().address("src/styles.scss")) <= STYLE_LIMIT


def test_no_built_file_names_another_host() -> None:
    for file in STATIC.rglob("*.*"):
        text = file.read_text()
        hosts = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", text)
        assert [host for host in hosts if "www.w3.org" not in host] == [], file.name


def test_styles_bring_neither_font_nor_crown() -> None:
    styles = (
        STATIC / load_assets().address("src/styles.scss").removeprefix("/static/")
    ).read_text()
    assert not re.search(r"GDS Transport|@font-face|url\(", styles)
