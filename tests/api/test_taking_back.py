"""What somebody has asked for, taken back over HTTP; and a closed question, answered."""

import pytest

from tests.api.conduct_routes import checked
from tests.api.house import CHAIR, MOTHER, ROOM, House
from tests.api.routes import scene_in


@pytest.mark.parametrize(
    ("path", "back", "more"),
    [
        ("hand", "hand", {"presses": 1}),
        ("break-request", "break-request", {}),
        ("need", "need/trouble_hearing", {"need": "trouble_hearing"}),
    ],
)
async def test_what_one_has_asked_for_is_taken_back_once(
    house: House, path: str, back: str, more: dict[str, object]
) -> None:
    scene = await scene_in(house)
    mother = scene.seats[MOTHER]
    asked = await mother.put(path, leg_id=scene.leg(MOTHER), for_whom=None, **more)
    assert asked.status_code == 204, asked.text
    own = f"{mother.path}/{back}"
    assert (await mother.browser.delete(own)).status_code == 204
    assert (await mother.browser.delete(own)).json()["type"] == "/problems/wrong-standing"
    room = scene.seats[ROOM]
    refused = await room.browser.delete(f"{room.path}/{back}")
    assert refused.json()["type"] == "/problems/not-permitted"


async def test_the_chair_takes_a_wish_for_a_break_off_her_list(house: House) -> None:
    scene = await scene_in(house)
    await scene.seats[MOTHER].put("break-request", leg_id=scene.leg(MOTHER), for_whom=None)
    path = f"participants/{scene.id(MOTHER)}/break-withdrawn"
    assert (await scene.seats[CHAIR].put(path)).status_code == 204
    assert (await scene.booked.state()).asking.breaks == ()


async def test_a_closed_question_is_answered_by_whoever_it_was_asked(house: House) -> None:
    scene = await scene_in(house)
    await checked(scene)
    path = f"participants/{scene.id(MOTHER)}/closed-question"
    assert (await scene.seats[CHAIR].put(path, question="in_danger")).status_code == 204
    assert (await scene.seats[MOTHER].put("closed-reply", yes=False)).status_code == 204
    response = (await scene.booked.state()).asking.response
    assert response is not None
    assert response.replies == (("in_danger", False),)
