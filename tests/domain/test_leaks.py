"""The search before release finds a name or a number however it is written."""

import pytest

from app.domain.copying.leaks import Leak, leaks

NUMBER = "07700 900123"


@pytest.mark.parametrize(
    "text",
    [
        "Ring 07700900123.",
        "Ring 07700-900-123 after five",
        "(07700) 900 123",
        "+44 7700 900123",
        "+44 (0)7700 900123",
        "0044 7700 900 123",
    ],
)
def test_a_number_is_found_in_every_writing(text: str) -> None:
    assert leaks([text], [NUMBER]) == [Leak(0, NUMBER)]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("Siân Llŷr", "sian llyr said"),
        ("Larch House", "at LARCH\n house, second floor"),
        ("Larch House", "larchhouse"),
        ("AB1 2CD", "her new flat is in ab12cd"),
        ("Ann", "Ann's sister"),
    ],
)
def test_a_name_or_place_is_found_without_regard_to_case_accents_and_spaces(
    term: str, text: str
) -> None:
    assert leaks(["nothing", text], [term]) == [Leak(1, term)]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("Ann", "an annual review, Joanna"),
        (NUMBER, "on 2 March and 11 March"),
        ("", "anything"),
        ("  ", "any thing"),
        ("Mr Price", "the price of it"),
    ],
)
def test_what_only_looks_alike_is_passed(term: str, text: str) -> None:
    assert leaks([text], [term]) == []


def test_every_term_is_reported_with_the_text_it_stands_in() -> None:
    found = leaks(["Ann rang", "Bea rang Ann"], ["Bea", "Ann"])
    assert found == [Leak(0, "Ann"), Leak(1, "Ann"), Leak(1, "Bea")]
