"""Plans for telephones over HTTP: a number goes in, and comes out nowhere."""

import json

import pytest

from app.domain.commands import SERVICE, Actor
from app.domain.ids import ParticipantId
from app.domain.people import Role
from app.domain.telephones.commands import NoteCall, NoteCallPlaced, NotePractice, PlanCall
from app.domain.telephones.events import Practice, Progress
from app.domain.views import view_for
from app.live.wire_views import texts_of, to_wire
from app.service.ports import TextClass
from tests.api.house import CHAIR, FATHER, MOTHER, House
from tests.api.routes import Scene, scene_in
from tests.api.telephone_routes import NUMBER, PLAN


@pytest.fixture
async def scene(house: House) -> Scene:
    return await scene_in(house)


async def plan(scene: Scene, **changed: object) -> tuple[int, str]:
    path = f"participants/{scene.id(MOTHER)}/telephone"
    answer = await scene.seats[CHAIR].put(path, **{**PLAN, **changed})
    return answer.status_code, answer.text


def mother(scene: Scene) -> ParticipantId:
    return ParticipantId(scene.booked.ids[MOTHER])


@pytest.mark.req("REQ-57", partial="phone")
async def test_a_number_is_sealed_under_a_key_of_its_own_and_shown_to_nobody(scene: Scene) -> None:
    assert await plan(scene) == (204, "")
    kept = scene.booked.house.texts.kept
    (number,) = [id for id, each in kept.items() if each.text_class == TextClass.CONTACT]
    assert kept[number].text == NUMBER
    state = await scene.booked.state()
    planned = state.telephones.plans[mother(scene)].number
    assert planned is not None
    assert planned.id == number
    words = await scene.booked.house.texts.read(scene.booked.id, list(kept))
    for leg in state.legs:
        view = view_for(state, leg)
        assert number not in texts_of(view)
        assert NUMBER not in to_wire(view, words, (frozenset(), ())).model_dump_json()
    assert NUMBER[4:] not in repr(scene.booked.house.store.logs[scene.booked.id])


@pytest.mark.parametrize(
    ("written", "kept_as"),
    [
        ("+44 (0)1632 960 961", NUMBER),
        ("00441632960961", NUMBER),
        ("01632-960961", NUMBER),
        ("+353 20 912 0000", "+353209120000"),
    ],
)
async def test_a_number_is_kept_in_one_form(scene: Scene, written: str, kept_as: str) -> None:
    assert await plan(scene, number=written) == (204, "")
    kept = scene.booked.house.texts.kept.values()
    assert [each.text for each in kept if each.text_class == TextClass.CONTACT] == [kept_as]


@pytest.mark.parametrize(
    "written", ["999", "016329609611234", "+0441632960961", "++4416329", "mum"]
)
async def test_what_is_no_number_is_refused_and_not_repeated(scene: Scene, written: str) -> None:
    status, answer = await plan(scene, number=written)
    assert status == 422
    assert json.loads(answer)["fields"] == ["body.number"]
    assert written not in answer
    kept = scene.booked.house.texts.kept.values()
    assert TextClass.CONTACT not in {each.text_class for each in kept}


async def test_a_plan_without_sense_is_refused(scene: Scene) -> None:
    for changed in ({"number": None}, {"may_ring": False}, {"from_minute": 540}):
        status, answer = await plan(scene, **changed)
        assert (status, json.loads(answer)["type"]) == (409, "/problems/incomplete")


@pytest.mark.req("REQ-61", partial="phone")
async def test_the_chair_is_told_in_words_where_ringing_is_forbidden(scene: Scene) -> None:
    await plan(scene, may_ring=False, after_drop=False)
    path = f"participants/{scene.id(MOTHER)}/ringing"
    answer = await scene.seats[CHAIR].put(path)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/ringing-forbidden")
    state = await scene.booked.state()
    assert state.telephones.calls == {}


async def test_the_chair_alone_stops_a_call(scene: Scene) -> None:
    await plan(scene)
    path = f"participants/{scene.id(MOTHER)}/ringing"
    assert (await scene.seats[CHAIR].put(path)).status_code == 204
    handle = scene.booked.house.handler.handle
    await handle(scene.booked.id, NoteCallPlaced(mother(scene)), SERVICE)
    await handle(scene.booked.id, NoteCall(mother(scene), Progress.RINGING), SERVICE)
    for name, status in ((FATHER, 403), (CHAIR, 204), (CHAIR, 409)):
        seat = scene.seats[name]
        answer = await seat.browser.delete(f"{seat.path}/{path}")
        assert answer.status_code == status
    state = await scene.booked.state()
    assert state.telephones.calls[mother(scene)].progress is Progress.STOPPED


async def test_the_office_plans_and_notes_practice(scene: Scene) -> None:
    office = Actor(Role.ADMINISTRATOR, None, None, None)
    id = mother(scene)
    for command in (
        PlanCall(id, None, may_ring=False, after_drop=False),
        NotePractice(id, Practice.DECLINED),
    ):
        await scene.booked.house.handler.handle(scene.booked.id, command, office)
    telephones = (await scene.booked.state()).telephones
    assert (telephones.plans[id].may_ring, telephones.practised[id]) == (False, "declined")
