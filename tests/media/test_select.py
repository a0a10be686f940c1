"""The choice of sources, as properties over all that can be asked of it."""

from hypothesis import given
from hypothesis import strategies as st

from media.api import LegKey
from media.plane.select import (
    Held,
    Quality,
    fill,
    is_settled,
    large,
    next_quality,
    pictures_for,
    rank,
)

NOW, DWELL = 100.0, 2.0
legs = st.sampled_from([LegKey(name) for name in "abcdefgh"])
rankings = st.lists(legs, unique=True)
loudness = st.dictionaries(legs, st.floats(0, 127))


@st.composite
def seatings(draw: st.DrawFn) -> tuple[list[Held | None], list[LegKey]]:
    """Slots as they can be, each source in one of them, and who is allowed now."""
    sources = draw(st.lists(legs, unique=True, max_size=6))
    held = [Held(source, draw(st.floats(90, NOW))) for source in sources]
    empty = draw(st.integers(0, 3))
    slots = draw(st.permutations([*held, *([None] * empty)]))
    return slots, draw(rankings)


@given(seatings())
def test_nobody_sits_who_is_not_allowed(seating: tuple[list[Held | None], list[LegKey]]) -> None:
    slots, allowed = seating
    assert {source for source in fill(slots, allowed, NOW, DWELL) if source} <= set(allowed)


@given(seatings())
def test_nobody_sits_twice(seating: tuple[list[Held | None], list[LegKey]]) -> None:
    filled = [source for source in fill(*seating, NOW, DWELL) if source]
    assert len(filled) == len(set(filled))


@given(seatings())
def test_whoever_stays_stays_in_the_same_slot(
    seating: tuple[list[Held | None], list[LegKey]],
) -> None:
    slots, allowed = seating
    before = {held.source: index for index, held in enumerate(slots) if held}
    for index, source in enumerate(fill(slots, allowed, NOW, DWELL)):
        assert source not in before or source is None or before[source] == index


@given(seatings())
def test_whoever_is_wanted_and_sits_keeps_the_seat(
    seating: tuple[list[Held | None], list[LegKey]],
) -> None:
    slots, allowed = seating
    filled = fill(slots, allowed, NOW, DWELL)
    for index, held in enumerate(slots):
        if held and held.source in allowed[: len(slots)]:
            assert filled[index] == held.source


@given(seatings())
def test_nobody_loses_a_seat_to_another_before_the_dwell_is_over(
    seating: tuple[list[Held | None], list[LegKey]],
) -> None:
    slots, allowed = seating
    filled = fill(slots, allowed, NOW, DWELL)
    for index, held in enumerate(slots):
        if held and held.source in allowed and NOW - held.since < DWELL:
            assert filled[index] == held.source


@given(seatings())
def test_when_all_dwell_is_over_the_most_wanted_sit(
    seating: tuple[list[Held | None], list[LegKey]],
) -> None:
    slots, allowed = seating
    filled = fill(slots, allowed, NOW + DWELL, DWELL)
    assert set(allowed[: len(slots)]) <= set(filled)
    assert is_settled(filled, allowed)


@given(seatings())
def test_filling_again_changes_nothing(seating: tuple[list[Held | None], list[LegKey]]) -> None:
    slots, allowed = seating
    filled = fill(slots, allowed, NOW, DWELL)
    since = {held.source: held.since for held in slots if held}
    again = [Held(source, since.get(source, NOW)) if source else None for source in filled]
    assert fill(again, allowed, NOW, DWELL) == filled


@given(rankings, loudness)
def test_the_ranking_holds_exactly_those_who_are_here(
    before: list[LegKey], loud: dict[LegKey, float]
) -> None:
    ranking = rank(before, loud)
    assert sorted(ranking) == sorted(loud)


@given(rankings, loudness)
def test_a_ranking_that_stands_does_not_change_by_itself(
    before: list[LegKey], loud: dict[LegKey, float]
) -> None:
    ranking = rank(before, loud)
    assert rank(ranking, loud) == ranking


def test_somebody_only_passes_when_louder_by_the_margin() -> None:
    mother, father = LegKey("mother"), LegKey("father")
    assert rank([mother, father], {mother: 50.0, father: 55.9}) == (mother, father)
    assert rank([mother, father], {mother: 50.0, father: 56.0}) == (father, mother)


def test_both_of_two_pictures_are_large_and_one_of_many() -> None:
    mother, father, chair = LegKey("mother"), LegKey("father"), LegKey("chair")
    two, three = [mother, father], [chair, mother, father]
    assert large(two, two, Quality.FULL) == {mother, father}
    assert large(three, three, Quality.FULL) == {chair}
    assert large(three, three, Quality.SMALL) == set()


def test_a_bad_line_gets_less_picture_step_by_step_and_more_again_later() -> None:
    assert next_quality(Quality.FULL, 0.3, steady=2.0) is Quality.SMALL
    assert next_quality(Quality.SMALL, 0.3, steady=0.5) is Quality.SMALL
    assert next_quality(Quality.SMALL, 0.3, steady=2.0) is Quality.FEW
    assert next_quality(Quality.FEW, 0.3, steady=99.0) is Quality.FEW
    assert next_quality(Quality.FEW, 0.0, steady=9.0) is Quality.FEW
    assert next_quality(Quality.FEW, 0.0, steady=10.0) is Quality.SMALL
    assert [pictures_for(quality, 6) for quality in Quality] == [2, 6, 6]
