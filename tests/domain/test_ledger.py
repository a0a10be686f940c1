"""The chain over the log's bytes: any change shows, and shows where."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.ledger import GENESIS, Link, chained, first_broken, hash_of

BODIES = [b"arrived", b"admitted", b"excluded", b"closed"]


def chain(bodies: list[bytes]) -> list[Link]:
    links: list[Link] = []
    for version, body in enumerate(bodies, start=1):
        links.append(chained(version, body, links[-1].hash if links else GENESIS))
    return links


def test_a_chain_as_written_holds() -> None:
    assert first_broken(chain(BODIES)) is None
    assert first_broken([]) is None


def test_an_edited_line_is_found() -> None:
    links = chain(BODIES)
    links[1] = replace(links[1], body=b"refused")
    assert first_broken(links) == 2


def test_an_edited_line_with_a_new_hash_breaks_the_next() -> None:
    links = chain(BODIES)
    links[1] = chained(2, b"refused", links[0].hash)
    assert first_broken(links) == 3


def test_a_missing_line_is_found() -> None:
    links = chain(BODIES)
    assert first_broken(links[:1] + links[2:]) == 2
    assert first_broken(links[1:]) == 1


def test_lines_in_another_order_are_found() -> None:
    links = chain(BODIES)
    assert first_broken([links[0], links[2], links[1], links[3]]) == 2


def test_a_line_written_twice_is_found() -> None:
    links = chain(BODIES)
    assert first_broken([*links[:2], links[1], *links[2:]]) == 3


def test_a_chain_with_a_gap_in_its_numbers_is_found_even_if_every_hash_is_right() -> None:
    first = chained(1, BODIES[0], GENESIS)
    assert first_broken([first, chained(3, BODIES[1], first.hash)]) == 2


def test_the_hash_covers_version_body_and_all_before() -> None:
    base = hash_of(1, b"body", GENESIS)
    assert base != hash_of(2, b"body", GENESIS)
    assert base != hash_of(1, b"bodY", GENESIS)
    assert base != hash_of(1, b"body", b"\1" + GENESIS[1:])


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=6), st.integers(0), st.binary())
def test_any_edit_is_found_where_it_was_made(bodies: list[bytes], at: int, new: bytes) -> None:
    links = chain(bodies)
    position = at % len(links)
    links[position] = replace(links[position], body=new)
    unchanged = bodies[position] == new
    assert first_broken(links) == (None if unchanged else position + 1)
