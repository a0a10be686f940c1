"""What is restricted or covert: written over HTTP, and looked for by whoever may not have it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.db.database import open_database
from app.db.event_store import SqlEventStore
from app.domain.commands import SERVICE, ConfirmSealed, GiveAnswers
from app.domain.copying.release import numbered_texts
from app.domain.ids import ParticipantId, SectionId
from app.service.copies import Copies
from tests.api.conduct_routes import checked
from tests.api.house import CHAIR, CLEAR, FATHER, MINUTES, MOTHER, WORKER, Seat
from tests.api.on_disk import Disk, all_words, holds, new_disk
from tests.api.routes import EXCLUSION, Scene, admit, scene_in
from tests.api.test_copies import DETAILS, done, finish, preview, rules, write

COVERT = "Wrenthorpe"
RESTRICTED = "Quinceberry"
DRAFT = "Halberdine"


@pytest.fixture
async def disk(tmp_path: Path) -> AsyncIterator[Disk]:
    disk = await new_disk(tmp_path)
    yield disk
    await disk.close()


@pytest.fixture
async def scene(disk: Disk) -> Scene:
    scene = await scene_in(disk.house())
    for name in (MINUTES, WORKER):
        await admit(scene, name)
    await done(scene, CHAIR, "record/rules", **rules())
    return scene


async def plan_and_signal(scene: Scene) -> None:
    await done(
        scene,
        WORKER,
        f"participants/{scene.id(MOTHER)}/safety-plan",
        responder=scene.id(WORKER),
        phrase=f"{COVERT} is well",
        plan=f"Ring {COVERT} at once.",
    )
    await checked(scene)
    about = f"participants/{scene.id(MOTHER)}"
    await done(scene, CHAIR, f"{about}/closed-question", question="in_danger")
    await done(scene, CHAIR, f"{about}/closed-reply", yes=False)
    await done(scene, CHAIR, f"{about}/phrase")
    for name in (CHAIR, MINUTES, WORKER, MOTHER):
        await answer_again(scene.seats[name])
    await done(scene, CHAIR, f"{about}/outcome", outcome="safe", seen=await scene.version())
    await done(scene, CHAIR, "course", act="resume", seen=await scene.version())


async def answer_again(seat: Seat) -> None:
    visitor = await seat.visitor()
    assert seat.leg is not None
    actor = replace(visitor.link.actor, leg_id=seat.leg)
    answers = GiveAnswers(seat.leg, CLEAR, None)
    await seat.booked.house.handler.handle(seat.booked.id, answers, actor)


async def open_restricted(scene: Scene) -> None:
    section = SectionId(scene.booked.sections[1])
    await done(scene, CHAIR, "section", section_id=str(section), seen=await scene.version())
    confirmed = ConfirmSealed(section)
    await scene.booked.house.handler.handle(scene.booked.id, confirmed, SERVICE)


async def fill_restricted(scene: Scene) -> None:
    """The canary in every field that this part has words for."""
    said = f"It is about {RESTRICTED}."
    line, struck = await write(scene, said), await write(scene, said)
    await done(scene, MINUTES, f"lines/{line}/text", text=f"{RESTRICTED} again.", reason=said)
    await done(scene, MINUTES, f"lines/{struck}/strike", reason=said)
    withheld = {"people": [scene.id(WORKER)], "ground": "other", "reason": said}
    await done(scene, CHAIR, f"lines/{line}/withholding", **withheld)
    await done(scene, CHAIR, f"lines/{line}/lifting", people=[scene.id(WORKER)])
    await done(scene, MINUTES, "record/drafts", "POST", text=said)
    exclusion = {**EXCLUSION, "reason": said}
    await done(scene, CHAIR, f"participants/{scene.id(WORKER)}/exclusion", **exclusion)


async def test_neither_files_nor_log_nor_ledger_nor_any_familys_copy_tells_a_secret(
    scene: Scene, disk: Disk, capfd: pytest.CaptureFixture[str]
) -> None:
    await write(scene, "Heard by all.")
    await plan_and_signal(scene)
    await open_restricted(scene)
    await fill_restricted(scene)
    await finish(scene)
    files = b"".join(path.read_bytes() for path in disk.folder.glob("quorate.db*"))
    logged = await all_words(disk.ordinary_texts(), disk.database, scene.booked.id)
    copies = {name: (await preview(scene, name)).model_dump_json() for name in COPIED}
    command = ["ledger", "show", str(scene.booked.id), "--database", disk.url]
    shown = await asyncio.to_thread(lambda: CliRunner().invoke(cli, command))
    printed = capfd.readouterr()
    assert "Heard by all." in logged
    assert "Heard by all." in copies[MOTHER]
    assert RESTRICTED in copies[MINUTES]
    assert shown.exit_code == 0, shown.output
    everything = {
        "files": files,
        "texts": "\n".join(logged).encode(),
        "shown": shown.output.encode(),
        "printed": (printed.out + printed.err).encode(),
        **{name: copies[name].encode() for name in (MOTHER, FATHER)},
    }
    secrets = [COVERT, RESTRICTED, "SilentSignalled", "in_danger", "SafePhraseNoted"]
    told = [(where, s) for where, text in everything.items() for s in secrets if holds(text, s)]
    assert told == []
    assert not [name for name, copy in copies.items() if holds(copy.encode(), COVERT)]


COPIED = (CHAIR, MINUTES, WORKER, MOTHER, FATHER)


@pytest.mark.parametrize("word", [COVERT])
def test_the_search_finds_every_writing(word: str) -> None:
    import_free = [word.encode(), word.encode("utf-16-le"), word.encode().hex().encode()]
    assert all(holds(b"x" + each + b"y", word) for each in import_free)


@pytest.mark.req("REQ-82")
async def test_a_parents_copy_is_built_where_there_is_no_restricted_store_and_no_key(
    scene: Scene, disk: Disk
) -> None:
    await write(scene, "Heard by all.")
    await plan_and_signal(scene)
    await open_restricted(scene)
    await write(scene, f"It is about {RESTRICTED}.")
    await finish(scene)
    expected = await preview(scene, MOTHER)
    await disk.close()
    for path in (*disk.folder.glob("restricted.db*"), disk.keys / "restricted.key"):
        path.unlink()
    database = await open_database(disk.url)
    try:
        texts = disk.ordinary_texts(database)
        alone = Copies(SqlEventStore(database), texts, texts, scene.booked.house.handler)
        mother = ParticipantId(scene.booked.ids[MOTHER])
        seen, copy = await alone.preview(scene.booked.id, mother)
        refs = [ref for _, ref in numbered_texts(copy)]
        words = await alone.read(scene.booked.id, copy, refs)
    finally:
        await database.close()
    assert seen == expected.seen
    lines = [words[line.text.id] for line in copy.lines]
    assert lines == [each.text for part in expected.copy_text.sections for each in part.lines]
    assert lines == ["Heard by all."]


@pytest.mark.req("REQ-86")
async def test_after_approval_no_backup_of_before_gives_a_draft_back(
    scene: Scene, disk: Disk
) -> None:
    """With all keys that are left: the master key, and the restricted one."""
    await done(scene, MINUTES, "record/drafts", "POST", text=f"{DRAFT} said it.")
    await write(scene, "A fact.")
    before = await all_words(disk.ordinary_texts(), disk.database, scene.booked.id)
    assert f"{DRAFT} said it." in before
    backup = disk.back_up()
    await finish(scene)
    now = await all_words(disk.ordinary_texts(), disk.database, scene.booked.id)
    restored = await open_database(backup)
    try:
        found = await all_words(disk.ordinary_texts(restored), restored, scene.booked.id)
    finally:
        await restored.close()
    assert "A fact." in found
    assert not [text for text in (*found, *now) if DRAFT in text]
    assert not list((disk.keys / "drafts").iterdir())


async def test_a_draft_of_a_restricted_part_is_kept_with_what_is_restricted(
    scene: Scene, disk: Disk
) -> None:
    await open_restricted(scene)
    await done(scene, MINUTES, "record/drafts", "POST", text=f"{DRAFT} said it.")
    ordinary = await all_words(disk.ordinary_texts(), disk.database, scene.booked.id)
    assert not [text for text in ordinary if DRAFT in text]
    conference = await scene.booked.state()
    [draft] = conference.record.drafts
    kept = scene.booked.house.kept.texts
    assert await kept.read(scene.booked.id, [draft.id]) == {draft.id: f"{DRAFT} said it."}
    await write(scene, "A fact.")
    await finish(scene)
    assert await kept.read(scene.booked.id, [draft.id]) == {}


async def test_a_line_names_children_of_the_case_only(scene: Scene) -> None:
    seat = scene.seats[MINUTES]
    answer = await seat.post(
        "lines",
        line_id=str(uuid4()),
        speaker=scene.id(CHAIR),
        kind="fact",
        text="About a child.",
        began_seconds_ago=1,
        details={**DETAILS, "children": [str(uuid4())]},
    )
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/unknown-child")
