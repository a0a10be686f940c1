"""The record over HTTP: written, withheld, approved, sent; and each reads their own copy alone."""

from uuid import uuid4

import pytest

from app.api.copies import Preview as Shown
from app.domain.commands import SERVICE, ConfirmSealed
from app.domain.events import Event
from app.domain.ids import SectionId
from app.domain.record.events import CopyBuilt, CopyOpened, CopySent, DraftsDestroyed
from app.service.ports import TextClass
from tests.api.house import CHAIR, FAMILY, FATHER, MINUTES, MOTHER, WORKER, Booked, House
from tests.api.routes import Body, Scene, admit, scene_in

REQUIRED = ["facts"]
DETAILS: Body = {"children": [], "language": "cy", "until_seconds_ago": 1}


@pytest.fixture
async def scene(house: House) -> Scene:
    scene = await scene_in(house)
    for name in (MINUTES, WORKER, MOTHER):
        await admit(scene, name)
    await done(scene, CHAIR, "record/rules", **rules())
    return scene


def rules(drafts_until: str = "approval") -> Body:
    return {
        "required": REQUIRED,
        "drafts_until": drafts_until,
        "correction_days": 10,
        "bank_holidays": ["2026-12-25"],
    }


async def done(scene: Scene, by: str, path: str, method: str = "PUT", /, **body: object) -> None:
    status, problem = await tried(scene, by, path, method, **body)
    assert status == 204, (path, problem)


async def tried(
    scene: Scene, by: str, path: str, method: str = "PUT", /, **body: object
) -> tuple[int, Body]:
    seat = scene.seats[by]
    answer = await seat.browser.request(method, f"{seat.path}/{path}", json=body)
    return answer.status_code, answer.json() if answer.content else {}


async def write(scene: Scene, text: str, line: str | None = None) -> str:
    id = line or str(uuid4())
    await done(
        scene,
        MINUTES,
        "lines",
        "POST",
        line_id=id,
        speaker=scene.id(WORKER),
        kind="fact",
        text=text,
        began_seconds_ago=2,
        details=DETAILS,
    )
    return id


async def finish(scene: Scene) -> None:
    await done(scene, CHAIR, "course", act="close", seen=await scene.version())
    await done(scene, CHAIR, "record/approval", seen=await scene.version())


async def preview(scene: Scene, name: str) -> Shown:
    answer = await scene.seats[CHAIR].fetch(f"copies/{scene.id(name)}")
    assert answer.status_code == 200, answer.text
    return Shown.model_validate(answer.json())


async def send(scene: Scene, name: str, minutes: str) -> None:
    seen = (await preview(scene, name)).seen
    await done(scene, CHAIR, f"copies/{scene.id(name)}/approval", minutes=minutes, seen=seen)
    await done(scene, CHAIR, f"copies/{scene.id(name)}/sending")


async def own_copy(scene: Scene, name: str) -> tuple[int, str]:
    answer = await scene.seats[name].fetch("copy")
    return answer.status_code, answer.text


async def happened(booked: Booked, *kinds: type[Event]) -> list[Event]:
    log = await booked.house.store.load(booked.id, 0)
    return [each.event for each in log if isinstance(each.event, kinds)]


async def test_a_copy_is_read_by_its_recipient_once_it_is_sent(scene: Scene) -> None:
    await write(scene, "Heard by all.")
    secret = await write(scene, "Not for her.")
    await done(
        scene,
        MINUTES,
        f"lines/{secret}/withholding",
        people=[scene.id(MOTHER)],
        ground="safe_contact",
        reason=None,
    )
    await finish(scene)
    assert (await own_copy(scene, MOTHER))[0] == 409
    await send(scene, MOTHER, "part")
    status, text = await own_copy(scene, MOTHER)
    assert status == 200
    assert "Heard by all." in text
    assert "Not for her." not in text
    assert (await own_copy(scene, FATHER))[0] == 409
    kinds = [type(each) for each in await happened(scene.booked, CopyBuilt, CopySent, CopyOpened)]
    assert kinds == [CopyBuilt, CopySent, CopyOpened]


@pytest.mark.req("REQ-85")
async def test_nothing_is_sent_before_the_chair_has_approved_it(scene: Scene) -> None:
    await write(scene, "A fact.")
    sending = f"copies/{scene.id(MOTHER)}/sending"
    assert (await tried(scene, CHAIR, sending))[1]["type"] == "/problems/not-approved"
    await finish(scene)
    assert (await tried(scene, CHAIR, sending))[0] == 409
    assert (await own_copy(scene, MOTHER))[0] == 409
    assert not await happened(scene.booked, CopyBuilt, CopySent)


NUMBER = "07700 900123"
HIDDEN = f"Ring {NUMBER}; they are at Larch House, AB1 2CD."


async def withheld_from_mother(scene: Scene, line: str) -> None:
    await done(
        scene,
        MINUTES,
        f"lines/{line}/withholding",
        people=[scene.id(MOTHER)],
        ground="safe_contact",
        reason=None,
    )


@pytest.mark.parametrize(
    "said", ["Call +44 7700 900 123.", "She was seen at larch house.", "The flat in ab12cd."]
)
async def test_a_copy_that_tells_what_was_withheld_is_not_released(scene: Scene, said: str) -> None:
    """The problem names the line by its number in this copy, and never what stands there."""
    await write(scene, "A fact.")
    await withheld_from_mother(scene, await write(scene, HIDDEN))
    await write(scene, said)
    await finish(scene)
    seen = (await preview(scene, MOTHER)).seen
    path = f"copies/{scene.id(MOTHER)}"
    await done(scene, CHAIR, f"{path}/approval", minutes="part", seen=seen)
    status, problem = await tried(scene, CHAIR, f"{path}/sending")
    assert (status, problem["type"], problem["lines"]) == (409, "/problems/copy-leaks", [2])
    assert not [secret for secret in ("900", "larch", "ab12cd") if secret in str(problem).lower()]
    assert not await happened(scene.booked, CopyBuilt, CopySent)
    assert (await own_copy(scene, MOTHER))[0] == 409


async def test_the_name_of_somebody_kept_apart_is_found_before_release(house: House) -> None:
    """Mother and father never meet, and the father's name stands in a line that she gets."""
    described = FAMILY.model_copy(update={"kept_apart": [[MOTHER, FATHER]]})
    booked = await house.book(described)
    scene = Scene(booked, {CHAIR: await booked.begin()})
    for name in (MINUTES, WORKER, MOTHER):
        scene.seats[name] = await booked.join(name)
        await admit(scene, name)
    await done(scene, CHAIR, "record/rules", **rules())
    await write(scene, "A fact.")
    await write(scene, "FATHER rang the school.")
    await finish(scene)
    seen = (await preview(scene, MOTHER)).seen
    path = f"copies/{scene.id(MOTHER)}"
    await done(scene, CHAIR, f"{path}/approval", minutes="full", seen=seen)
    status, problem = await tried(scene, CHAIR, f"{path}/sending")
    assert (status, problem["type"], problem["lines"]) == (409, "/problems/copy-leaks", [2])


async def test_what_only_the_withheld_line_says_holds_no_copy_back(scene: Scene) -> None:
    await write(scene, "Father rang on 12 March 2026.")
    await withheld_from_mother(scene, await write(scene, HIDDEN))
    await finish(scene)
    await send(scene, MOTHER, "part")
    assert (await own_copy(scene, MOTHER))[0] == 200


async def test_the_chair_alone_previews_approves_and_sends(scene: Scene) -> None:
    await write(scene, "A fact.")
    assert (await preview(scene, MOTHER)).copy_text.minutes == "full"
    path = f"copies/{scene.id(MOTHER)}"
    for name in (MINUTES, WORKER, MOTHER):
        assert (await scene.seats[name].fetch(path)).status_code == 403
        assert (await tried(scene, name, f"{path}/sending"))[0] == 403
        assert (await tried(scene, name, f"{path}/approval", minutes="part", seen=1))[0] == 403
        assert (await tried(scene, name, "record/approval", seen=1))[0] == 403


async def test_a_familys_copy_is_read_where_no_restricted_words_are(scene: Scene) -> None:
    """Even if a rule by mistake gave them a restricted part: no copy rather than a leak."""
    await write(scene, "Open.")
    restricted = scene.booked.sections[1]
    both = [scene.id(CHAIR), scene.id(MOTHER)]
    await done(scene, CHAIR, f"sections/{restricted}/copies", people=both)
    await done(scene, CHAIR, "section", section_id=str(restricted), seen=await scene.version())
    conference = await scene.booked.state()
    assert conference.next_id == restricted
    await scene.booked.house.handler.handle(
        scene.booked.id, ConfirmSealed(SectionId(restricted)), SERVICE
    )
    await write(scene, "Restricted words.")
    answer = await scene.seats[CHAIR].fetch(f"copies/{scene.id(MOTHER)}")
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/copy-incomplete")
    assert "Restricted" not in answer.text
    assert "Restricted words." in str(await preview(scene, CHAIR))


@pytest.mark.parametrize(("until", "is_left"), [("approval", False), ("next_review", True)])
async def test_draft_notes_are_gone_with_the_approval(
    scene: Scene, until: str, *, is_left: bool
) -> None:
    await done(scene, CHAIR, "record/rules", **rules(until))
    await done(scene, MINUTES, "record/drafts", "POST", text="Ask her again about the date.")
    await write(scene, "A fact.")
    await finish(scene)
    kept = scene.booked.house.texts.kept.values()
    assert (TextClass.DRAFTS in {each.text_class for each in kept}) is is_left
    assert bool(await happened(scene.booked, DraftsDestroyed)) is not is_left
    refused = await tried(scene, MINUTES, "record/drafts", "POST", text="Another.")
    assert refused[1]["type"] == "/problems/wrong-phase"


@pytest.mark.req("REQ-87")
async def test_a_correction_is_asked_for_by_number_and_answered_by_an_addendum(
    scene: Scene,
) -> None:
    await write(scene, "It was on 12 March.")
    await finish(scene)
    await send(scene, MOTHER, "full")
    id = str(uuid4())
    asked = {"correction_id": id, "text": "It was on 11 March."}
    status, _ = await tried(scene, MOTHER, "record/corrections", "POST", line_number=2, **asked)
    assert status == 404
    await done(scene, MOTHER, "record/corrections", "POST", line_number=1, **asked)
    await done(
        scene,
        CHAIR,
        f"record/corrections/{id}/outcome",
        outcome="accepted",
        text="Read: 11 March.",
    )
    assert (await own_copy(scene, MOTHER))[0] == 409
    await send(scene, MOTHER, "full")
    _, text = await own_copy(scene, MOTHER)
    assert "It was on 12 March." in text
    assert "Read: 11 March." in text


async def test_a_line_is_revised_described_and_its_heading_filled(scene: Scene) -> None:
    line = await write(scene, "Frist words.")
    await done(scene, MINUTES, f"lines/{line}/text", text="First words.", reason="Spelling.")
    await done(scene, MINUTES, f"lines/{line}/details", **{**DETAILS, "language": "en"})
    await done(scene, MINUTES, "record/headings/reports", line_ids=[line])
    (section,) = (await preview(scene, CHAIR)).copy_text.sections
    assert [(each.text, each.language) for each in section.lines] == [("First words.", "en")]
    status, problem = await tried(scene, CHAIR, f"lines/{line}/text", text="x", reason="y")
    assert (status, problem["type"]) == (403, "/problems/not-permitted")


async def test_withholding_is_lifted_and_a_part_is_named(scene: Scene) -> None:
    line = await write(scene, "A fact.")
    people = {"people": [scene.id(MOTHER)]}
    await done(
        scene, CHAIR, f"lines/{line}/withholding", **people, ground="other", reason="Her safety."
    )
    assert (await preview(scene, MOTHER)).copy_text.minutes == "none"
    await done(scene, CHAIR, f"lines/{line}/lifting", **people)
    assert (await preview(scene, MOTHER)).copy_text.minutes == "full"
    part = f"sections/{scene.booked.sections[0]}/excluded/{scene.id(MOTHER)}"
    await done(scene, CHAIR, part)
    assert (await preview(scene, MOTHER)).copy_text.minutes == "none"


async def test_a_copy_in_words_has_no_ids(scene: Scene) -> None:
    line = await write(scene, "A fact.")
    await finish(scene)
    await send(scene, MOTHER, "full")
    _, text = await own_copy(scene, MOTHER)
    ids = [line, scene.id(MOTHER), scene.id(WORKER), str(scene.booked.sections[0])]
    assert not [id for id in ids if id in text]
    assert all(notice in text for notice in ("confidential", "legal_adviser_only"))
