"""The minute channel over HTTP: late lines, flags, revisions, and what the record still needs."""

from uuid import UUID, uuid4

import pytest

from app.api.record_desk import RecordDesk
from app.domain.commands import SERVICE, ConfirmSealed
from app.domain.events import LineWritten
from app.domain.ids import LineId, SectionId
from app.domain.record.events import LineFlagged
from app.service.ports import TextClass
from tests.api.house import CHAIR, MINUTES, MOTHER, WORKER, House
from tests.api.routes import Scene, admit, scene_in
from tests.api.test_copies import done, finish, happened, rules, tried, write


@pytest.fixture
async def scene(house: House) -> Scene:
    scene = await scene_in(house)
    for name in (MINUTES, WORKER, MOTHER):
        await admit(scene, name)
    await done(scene, CHAIR, "record/rules", **rules())
    return scene


async def open_second(scene: Scene) -> SectionId:
    section = SectionId(scene.booked.sections[1])
    await done(scene, CHAIR, "section", section_id=str(section), seen=await scene.version())
    await scene.booked.house.handler.handle(scene.booked.id, ConfirmSealed(section), SERVICE)
    return section


def body(scene: Scene, section: SectionId | None) -> dict[str, object]:
    said = {"speaker": scene.id(CHAIR), "kind": "fact", "text": "Said.", "began_seconds_ago": 1}
    of = {} if section is None else {"section_id": str(section)}
    return {"line_id": str(uuid4()), **said, **of}


async def class_of_last(scene: Scene) -> str:
    (*_, line) = await happened(scene.booked, LineWritten)
    assert isinstance(line, LineWritten)
    return scene.booked.house.texts.kept[line.text.id].text_class


async def record(scene: Scene, name: str) -> tuple[int, RecordDesk | None]:
    answer = await scene.seats[name].fetch("record")
    found = RecordDesk.model_validate(answer.json()) if answer.status_code == 200 else None
    return answer.status_code, found


async def test_a_late_line_is_sealed_and_filed_with_the_part_in_which_it_was_begun(
    scene: Scene,
) -> None:
    first = SectionId(scene.booked.sections[0])
    restricted = await open_second(scene)
    await done(scene, MINUTES, "lines", "POST", **body(scene, first))
    assert await class_of_last(scene) == TextClass.RECORD
    await done(scene, MINUTES, "lines", "POST", **body(scene, None))
    assert await class_of_last(scene) == TextClass.RESTRICTED
    lines = (await scene.booked.state()).lines.values()
    assert [line.section_id for line in lines] == [first, restricted]


async def test_the_chair_writes_as_well_and_nobody_who_is_not_to(scene: Scene) -> None:
    await done(scene, CHAIR, "lines", "POST", **body(scene, None))
    for name in (WORKER, MOTHER):
        assert (await tried(scene, name, "lines", "POST", **body(scene, None)))[0] == 403
    assert len(await happened(scene.booked, LineWritten)) == 1


async def test_of_two_revisions_of_the_same_words_the_second_is_refused(scene: Scene) -> None:
    line = await write(scene, "First.")
    said = {"reason": "Spelling.", "known": 0}
    await done(scene, MINUTES, f"lines/{line}/text", text="Second.", **said)
    status, problem = await tried(scene, MINUTES, f"lines/{line}/text", text="Third.", **said)
    assert (status, problem["type"]) == (409, "/problems/stale-command")
    assert len((await scene.booked.state()).record.earlier[LineId(UUID(line))]) == 1


async def test_the_chair_flags_a_line_and_the_minute_taker_takes_the_flag_away(
    scene: Scene,
) -> None:
    line = await write(scene, "It was in May.")
    assert (await tried(scene, MINUTES, f"lines/{line}/flag", note=None))[0] == 403
    await done(scene, CHAIR, f"lines/{line}/flag", note="Which May?")
    (flagged,) = await happened(scene.booked, LineFlagged)
    assert isinstance(flagged, LineFlagged)
    assert flagged.note is not None
    answer = await scene.seats[MINUTES].browser.delete(
        f"{scene.seats[MINUTES].path}/lines/{line}/flag"
    )
    assert answer.status_code == 204
    assert (await scene.booked.state()).record.flags == {}


async def test_the_record_says_what_it_needs_to_those_two_alone_also_afterwards(
    scene: Scene,
) -> None:
    for name in (WORKER, MOTHER):
        assert (await record(scene, name))[0] == 403
    _, before = await record(scene, MINUTES)
    assert before is not None
    assert (before.over, before.approved, before.empty_headings) == (False, False, ["facts"])
    await write(scene, "A fact.")
    await finish(scene)
    _, after = await record(scene, CHAIR)
    assert after is not None
    assert (after.over, after.approved, after.empty_headings) == (True, True, [])
    assert [line.text for line in after.lines] == ["A fact."]
    assert {(each.approved, each.sent) for each in after.readers} == {(None, False)}
