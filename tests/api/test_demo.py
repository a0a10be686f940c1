"""Conferences to try things with: what a description may say, and the file of their links."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.demo.description import FAMILY, Description
from app.demo.links import changing_links, json_of, lines_of, read_links
from app.domain.conference import Phase
from app.domain.people import Role
from app.service.ports import TextClass
from tests.api.house import FAMILY as SMALL
from tests.api.house import House

CHAIR = {"name": "Ann", "role": "independent_chair"}


def with_telephone(**telephone: object) -> dict[str, object]:
    planned = {"number": "+441632960961", "may_ring": True, **telephone}
    return {"people": [CHAIR, {"name": "Ben", "role": "parent", "telephone": planned}]}


def described(**changed: object) -> Description:
    return Description.model_validate({**SMALL.model_dump(mode="json"), **changed})


def test_the_demos_own_conference_has_everybody_the_journeys_need() -> None:
    family = Description.model_validate_json(FAMILY.read_bytes())
    roles = [person.role for person in family.people]
    assert {Role.INDEPENDENT_CHAIR, Role.MINUTE_TAKER, Role.LEAD_SOCIAL_WORKER} <= set(roles)
    assert roles.count(Role.PARENT) == 2
    assert [place.name for place in family.places] == ["Civic Centre"]
    [restricted] = [section for section in family.sections if section.restricted]
    assert restricted.audience is not None
    assert not restricted.audience & {p.name for p in family.people if p.role is Role.PARENT}


async def test_the_lobby_of_a_made_conference_is_open(house: House) -> None:
    booked = await house.book()
    assert (await booked.state()).phase is Phase.LOBBY_OPEN


async def test_the_lobby_stays_shut_if_asked(house: House) -> None:
    booked = await house.book(described(open_lobby=False))
    assert (await booked.state()).phase is Phase.BOOKED


async def test_a_telephone_rings_as_described_and_its_number_is_sealed_apart(house: House) -> None:
    hours = {"from": "09:00", "to": "17:30"}
    alone = {"kept_apart": [], "places": [], "sections": [{"kind": "opening", "title": "Welcome"}]}
    booked = await house.book(
        described(**with_telephone(number="01632 960 961", after_drop=True, **hours), **alone)
    )
    telephones = (await booked.state()).telephones
    [plan] = telephones.plans.values()
    assert (plan.may_ring, plan.after_drop, plan.withheld) == (True, True, True)
    assert (plan.from_minute, plan.to_minute) == (540, 1050)
    numbers = [each for each in house.texts.kept.values() if each.text_class == TextClass.CONTACT]
    assert [each.text for each in numbers] == ["+441632960961"]


async def test_pairs_audiences_and_rooms_are_as_described(house: House) -> None:
    booked = await house.book(described(kept_apart=[["Mother", "Father"]]))
    state = await booked.state()
    pair = frozenset({booked.ids["Mother"], booked.ids["Father"]})
    assert state.kept_apart == {pair}
    assert not state.sections[1].audience & pair
    [place] = state.places.values()
    assert (place.host, place.expected) == (booked.ids["Worker"], {booked.ids["Father"]})


@pytest.mark.parametrize(
    "changed",
    [
        {"kept_apart": [["Mother", "Nobody"]]},
        {"places": [{"name": "Room", "host": "Nobody"}]},
        {"sections": [{"kind": "opening", "title": "Welcome", "audience": ["Nobody"]}]},
        {"sections": []},
        {"people": [{"name": "A", "role": "parent"}, {"name": "A", "role": "parent"}]},
        {"people": [{"name": "A", "role": "king"}]},
        with_telephone(number="ring ring"),
        with_telephone(number=None, may_ring=True),
        with_telephone(after_drop=True, may_ring=False),
        with_telephone(**{"from": "09:00"}),
        with_telephone(**{"from": "09:00", "to": "9:30"}),
        with_telephone(**{"from": "17:00", "to": "09:00"}),
        {"people": [{"name": "A\tB", "role": "parent"}], "places": [], "sections": []},
        {"colour": "blue"},
    ],
)
def test_a_description_that_does_not_fit_together_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        described(**changed)


async def test_links_are_kept_for_their_owner_alone_and_shown_again(
    house: House, tmp_path: Path
) -> None:
    booked = await house.book()
    with changing_links(tmp_path) as links:
        links.conferences.append(booked.made)
    assert (tmp_path / "demo.json").stat().st_mode & 0o777 == 0o600
    shown = lines_of(read_links(tmp_path), "http://127.0.0.1:1")
    assert len(shown) == 6 + 5 + 1
    name, role, link = shown[0].split("\t")
    assert (name, role) == ("Chair", "independent_chair")
    assert link == f"http://127.0.0.1:1{booked.made.links[0].path}"
    assert all(line.startswith("PIN\t") for line in shown[6:11])
    assert shown[11] == f"CODE\tCivic Centre\t{booked.made.links[-1].code}"


async def test_a_program_gets_whole_links(house: House) -> None:
    made = (await house.book()).made
    told = json.loads(json_of(made, "http://127.0.0.1:1"))
    assert told["conference_id"] == str(made.conference_id)
    assert told["links"][0]["link"] == f"http://127.0.0.1:1{made.links[0].path}"
    assert {"id", "name", "role", "link", "pin", "code"} == set(told["links"][0])


def test_there_are_no_links_before_the_first(tmp_path: Path) -> None:
    assert read_links(tmp_path).conferences == []


async def test_the_case_is_recorded_as_it_is_described(house: House) -> None:
    case = {"jurisdiction": "wales", "kind": "review", "children": [{"name": "Isla"}]}
    people = [
        {"name": "Chair", "role": "independent_chair"},
        {"name": "Nurse", "role": "health", "agency": "health", "counts": False},
    ]
    small = {"title": "A", "people": people, "sections": [{"kind": "opening", "title": "B"}]}
    booked = await house.book(Description.model_validate({**small, "case": case}))
    told = (await booked.state()).decisions.case
    assert told is not None
    assert (told.jurisdiction, told.kind) == ("wales", "review")
    assert [(seat.agency, seat.counts_as) for seat in told.seats] == [("health", None)]
    assert [child.child_id for child in told.children] == [c.id for c in booked.made.children]
