"""The script, requests and gists over HTTP, from asking to what is recorded and shown."""

import pytest

from app.demo.description import Description
from app.domain.agenda.codes import SCRIPT
from app.domain.agenda.events import ExclusionAsked, GistAgreed, SectionAdded
from app.domain.ids import ParticipantId, SectionId
from app.domain.views import view_for
from app.service.ports import TextClass
from tests.api.agenda_routes import (
    NEW_PART,
    REQUEST,
    closed_part,
    closed_part_is_asked,
    exclusion_request,
    for_staff,
)
from tests.api.house import CHAIR, FAMILY, FATHER, MOTHER, WORKER, House, Seat
from tests.api.routes import EXCLUSION, Scene, admit, scene_in

WITH_SCRIPT = Description.model_validate({**FAMILY.model_dump(mode="json"), "opening_script": True})


@pytest.fixture
async def scene(house: House) -> Scene:
    return await scene_in(house)


def id_of(scene: Scene, name: str) -> ParticipantId:
    return ParticipantId(scene.booked.ids[name])


async def done(seat: Seat, path: str, **body: object) -> None:
    answer = await seat.put(path, **body)
    assert answer.status_code == 204, answer.text


async def refused(seat: Seat, path: str, **body: object) -> str:
    answer = await seat.put(path, **body)
    assert answer.status_code in {404, 409}, answer.text
    return str(answer.json()["type"])


@pytest.mark.req("REQ-64")
async def test_no_information_before_the_script_is_ticked(house: House) -> None:
    booked = await house.book(WITH_SCRIPT)
    chair = await booked.begin()
    begun = {"section_id": str(booked.sections[1])}
    seen = (await booked.state()).version
    assert await refused(chair, "section", **begun, seen=seen) == "/problems/script-open"
    assert await refused(chair, "script/check_back") == "/problems/script-open"
    for step in SCRIPT:
        await done(chair, f"script/{step}")
    await done(chair, "section", **begun, seen=(await booked.state()).version)


async def test_a_step_that_nobody_knows_is_malformed(scene: Scene) -> None:
    answer = await scene.seats[CHAIR].put("script/dance")
    assert answer.status_code == 422


async def test_a_late_joiner_is_announced(house: House) -> None:
    booked = await house.book(WITH_SCRIPT)
    seats = {CHAIR: await booked.begin()}
    for step in SCRIPT:
        await done(seats[CHAIR], f"script/{step}")
    seats[MOTHER] = await booked.join(MOTHER)
    scene = Scene(booked, seats)
    await admit(scene, MOTHER)
    assert (await booked.state()).agenda.to_announce == (id_of(scene, MOTHER),)
    await done(seats[CHAIR], f"participants/{scene.id(MOTHER)}/announced")
    assert (await booked.state()).agenda.to_announce == ()


@pytest.mark.req("REQ-66")
@pytest.mark.parametrize("field", ["ground", "reason", "told", "views_route", "span"])
async def test_an_exclusion_lacking_a_field_is_refused_and_nobody_is_put_out(
    scene: Scene, field: str
) -> None:
    await admit(scene, MOTHER)
    path = f"participants/{scene.id(MOTHER)}/exclusion"
    said = {**EXCLUSION, field: None}
    assert await refused(scene.seats[CHAIR], path, **said) == "/problems/incomplete"
    mother = (await scene.booked.state()).participant(id_of(scene, MOTHER))
    assert mother.standing == "admitted"


async def test_an_exclusion_from_a_part_to_come_names_it(scene: Scene) -> None:
    await admit(scene, MOTHER)
    part = closed_part(scene)
    said = {**EXCLUSION, "span": "this_part", "section_id": part}
    await done(scene.seats[CHAIR], f"participants/{scene.id(MOTHER)}/exclusion", **said)
    state = await scene.booked.state()
    assert state.record.named_parts == {(id_of(scene, MOTHER), SectionId(scene.booked.sections[1]))}


@pytest.mark.req("REQ-24")
async def test_the_close_waits_for_the_views_of_whoever_is_out(scene: Scene) -> None:
    await admit(scene, MOTHER)
    chair, mother = scene.seats[CHAIR], scene.id(MOTHER)
    await done(chair, f"participants/{mother}/exclusion", **EXCLUSION)
    close = {"act": "close", "seen": await scene.version()}
    assert await refused(chair, "course", **close) == "/problems/still-owed"
    views = f"participants/{mother}/views"
    assert await refused(chair, views, text=None, none_given=False) == "/problems/incomplete"
    await done(chair, views, text=None, none_given=True)
    await done(chair, "course", **close)


@pytest.mark.req("REQ-23")
async def test_the_evidence_of_a_request_is_sealed_under_the_restricted_key(scene: Scene) -> None:
    path = f"exclusion-requests/{REQUEST}"
    await done(scene.seats[WORKER], path, **exclusion_request(scene))
    log = scene.booked.house.store.logs[scene.booked.id]
    [asked] = [each.event for each in log if isinstance(each.event, ExclusionAsked)]
    kept = scene.booked.house.texts.kept[asked.evidence.id]
    assert (kept.text, kept.text_class) == ("A bail condition of 3 June.", TextClass.RESTRICTED)
    nobody = f"exclusion-requests/{NEW_PART}/decision"
    decision = {
        "granted": False,
        "ground": "other",
        "reason": "No.",
        "advice": None,
        "told_in_writing": False,
        "sections": [],
    }
    assert await refused(scene.seats[CHAIR], nobody, **decision) == "/problems/unknown-request"
    without = {**decision, "reason": None}
    assert await refused(scene.seats[CHAIR], f"{path}/decision", **without) == (
        "/problems/incomplete"
    )
    await done(scene.seats[CHAIR], f"{path}/decision", **decision)


@pytest.mark.req("REQ-75")
async def test_a_private_request_is_on_the_chairs_panel_alone_and_opens_a_closed_part(
    scene: Scene,
) -> None:
    for name in (MOTHER, FATHER):
        await admit(scene, name)
    await admit(scene, WORKER)
    before = await scene.booked.state()
    await scene.seats[WORKER].put(f"closed-part-requests/{REQUEST}", kind="legal_advice")
    after = await scene.booked.state()
    changed = {leg for leg in before.legs if view_for(before, leg) != view_for(after, leg)}
    assert changed == {scene.seats[CHAIR].leg}
    part = {
        "section_id": NEW_PART,
        "kind": "legal_advice",
        "title": "Advice",
        "audience": for_staff(scene),
    }
    answer = f"closed-part-requests/{REQUEST}/answer"
    await done(scene.seats[CHAIR], answer, part=part, seen=after.version)
    added = await scene.booked.state()
    assert [str(each.id) for each in added.sections][1] == NEW_PART
    begun = {"section_id": NEW_PART, "seen": added.version}
    await done(scene.seats[CHAIR], "section", **begun)
    assert (await scene.booked.state()).next_id == added.sections[1].id


async def test_the_title_of_a_closed_part_is_sealed_under_the_restricted_key(
    scene: Scene,
) -> None:
    await closed_part_is_asked(scene)
    for kind, id, sealed in (
        ("agency_information", NEW_PART, TextClass.RECORD),
        ("legal_advice", REQUEST, TextClass.RESTRICTED),
    ):
        await done(
            scene.seats[CHAIR],
            f"sections/{id}",
            kind=kind,
            title=f"A part of {kind}",
            audience=for_staff(scene),
            restricted=False,
            before=None,
            seen=await scene.version(),
        )
        log = scene.booked.house.store.logs[scene.booked.id]
        added = [each.event for each in log if isinstance(each.event, SectionAdded)]
        kept = scene.booked.house.texts.kept[added[-1].section.title.id]
        assert kept.text_class == sealed


async def test_a_gist_is_an_ordinary_text_for_its_reader(scene: Scene) -> None:
    path = f"sections/{closed_part(scene)}/gists/{scene.id(MOTHER)}"
    await done(scene.seats[CHAIR], path, text="The others spoke of the school.")
    log = scene.booked.house.store.logs[scene.booked.id]
    [agreed] = [each.event for each in log if isinstance(each.event, GistAgreed)]
    assert scene.booked.house.texts.kept[agreed.text.id].text_class == TextClass.RECORD


async def test_the_agenda_is_prepared_before_the_lobby_opens(scene: Scene) -> None:
    seat = scene.seats[CHAIR]
    problem = await refused(seat, "agenda", script=True, exclusion_notice_days=3)
    assert problem == "/problems/wrong-phase"
