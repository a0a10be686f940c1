"""What went wrong, over HTTP: who notes it, who reads it, and where what is covert goes."""

import pytest

from app.domain.views import view_for
from app.service.ports import TextClass
from tests.api.house import CHAIR, FATHER, MINUTES, MOTHER, WORKER, House
from tests.api.routes import Scene, mother_is_in, scene_in


@pytest.fixture
async def scene(house: House) -> Scene:
    return await scene_in(house)


async def note(scene: Scene, by: str, **body: object) -> int:
    wanted = {"kind": "overheard", "about": scene.id(MOTHER), "began_seconds_ago": 5, **body}
    return (await scene.seats[by].put("incidents", **wanted)).status_code


async def test_a_concern_is_on_the_chairs_panel_and_on_nobody_elses_screen(scene: Scene) -> None:
    await mother_is_in(scene)
    before = await scene.booked.state()
    path = f"participants/{scene.id(MOTHER)}/concern"
    assert (await scene.seats[CHAIR].put(path, concern="child_audible")).status_code == 204
    after = await scene.booked.state()
    for leg in after.legs:
        shown, was = view_for(after, leg), view_for(before, leg)
        if shown.panel is None:
            assert shown == was
        else:
            assert [str(flag.about) for flag in shown.panel.conduct.flags] == [scene.id(MOTHER)]


async def test_nobody_outside_flags_and_of_who_is_outside_nothing_is_told(scene: Scene) -> None:
    path = f"participants/{scene.id(FATHER)}/concern"
    assert (await scene.seats[MOTHER].put(path, concern="child_audible")).status_code == 409
    answer = await scene.seats[CHAIR].put(path, concern="child_audible")
    assert answer.json()["type"] == "/problems/unknown-participant"


async def test_incidents_are_listed_for_three_roles_and_no_other(scene: Scene) -> None:
    assert await note(scene, CHAIR) == 204
    for name, seat in scene.seats.items():
        answer = await seat.fetch("incidents")
        if name in {CHAIR, MINUTES, WORKER}:
            (row,) = answer.json()["incidents"]
            assert (row["kind"], row["people"]) == ("overheard", [scene.id(MOTHER)])
        else:
            assert answer.status_code == 403


async def test_a_covert_incident_is_in_the_restricted_audit_alone(scene: Scene) -> None:
    assert await note(scene, CHAIR, covert=True, kind="undeclared_listener", text="He came.") == 204
    listed = await scene.seats[CHAIR].fetch("incidents")
    assert listed.json() == {"incidents": []}
    audit = await scene.seats[CHAIR].fetch("restricted-audit")
    (entry,) = [e for e in audit.json()["entries"] if e["event"] == "CovertIncidentNoted"]
    assert (entry["participant_id"], entry["code"]) == (scene.id(MOTHER), "undeclared_listener")
    kept = scene.booked.house.texts.kept.values()
    assert [each.text_class for each in kept if each.text == "He came."] == [TextClass.COVERT]


async def test_the_minute_taker_notes_what_is_not_covert(scene: Scene) -> None:
    assert await note(scene, MINUTES) == 204
    assert await note(scene, MINUTES, covert=True) == 403
    assert await note(scene, MOTHER) == 403
