"""Every command over HTTP: who may, who may not, what is malformed, and whose conference it is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import uuid4

import pytest

from app.domain.events import LineStruck, LineWritten, ParticipantExcluded
from app.domain.ids import ParticipantId
from app.domain.people import Standing
from tests.api.house import CHAIR, FATHER, MINUTES, MOTHER, ROOM, WORKER, Booked, House, Seat

Body = dict[str, object]
STATEMENT: Body = {
    "alone": True,
    "others_can_hear": False,
    "child_can_hear": False,
    "headphones": False,
    "safe_to_talk": True,
    "will_not_record": True,
}
EXCLUSION: Body = {
    "ground": "violence_or_disruption",
    "reason": "Shouting at the others.",
    "told": "on_screen",
    "views_route": "social_worker",
    "span": "from_now_on",
    "notice_minutes": 20,
}


@dataclass
class Scene:
    """A conference in its first section: the chair is inside, the others wait in the lobby."""

    booked: Booked
    seats: dict[str, Seat]
    line: str = field(default_factory=lambda: str(uuid4()))

    def id(self, name: str) -> str:
        return str(self.booked.ids[name])

    def leg(self, name: str) -> str:
        return str(self.seats[name].leg)

    async def version(self) -> int:
        return (await self.booked.state()).version


async def scene_in(house: House) -> Scene:
    booked = await house.book()
    seats = {CHAIR: await booked.begin()}
    for name in (MINUTES, WORKER, MOTHER, FATHER, ROOM):
        seats[name] = await booked.join(name)
    return Scene(booked, seats)


@pytest.fixture
async def scene(house: House) -> Scene:
    return await scene_in(house)


async def admit(scene: Scene, name: str) -> None:
    answer = await scene.seats[CHAIR].put(
        f"participants/{scene.id(name)}/admission",
        leg_id=scene.leg(name),
        identity="known_to_chair",
        reason=None,
        seen=await scene.version(),
    )
    assert answer.status_code == 204, answer.text


async def nothing(_: Scene) -> None:
    """No more than the scene."""


async def mother_is_in(scene: Scene) -> None:
    await admit(scene, MOTHER)


async def mother_is_out(scene: Scene) -> None:
    await admit(scene, MOTHER)
    answer = await scene.seats[CHAIR].put(f"participants/{scene.id(MOTHER)}/exclusion", **EXCLUSION)
    assert answer.status_code == 204
    await scene.seats[MOTHER].join()


async def mother_is_held(scene: Scene) -> None:
    await admit(scene, MOTHER)
    await scene.seats[CHAIR].put(f"legs/{scene.leg(MOTHER)}/hold", notice_minutes=5)


async def minutes_are_taken(scene: Scene) -> None:
    await admit(scene, MINUTES)


async def a_line_is_written(scene: Scene) -> None:
    await admit(scene, MINUTES)
    answer = await scene.seats[MINUTES].post(
        "lines",
        line_id=scene.line,
        speaker=scene.id(CHAIR),
        kind="fact",
        text="The conference began.",
        began_seconds_ago=3,
    )
    assert answer.status_code == 204, answer.text


@dataclass(frozen=True)
class Route:
    """One command: where, what, by whom, after what, and what must be wrong with a wrong body."""

    name: str
    path: Callable[[Scene], str]
    body: Callable[[Scene, int], Body]
    by: str
    method: str = "PUT"
    before: Callable[[Scene], Awaitable[None]] = nothing
    bad_field: str = ""
    bad_value: object = None


ROUTES = [
    Route(
        "admission",
        lambda s: f"participants/{s.id(MOTHER)}/admission",
        lambda s, v: {
            "leg_id": s.leg(MOTHER),
            "identity": "known_to_chair",
            "reason": None,
            "seen": v,
        },
        CHAIR,
        bad_field="identity",
        bad_value="by her face",
    ),
    Route(
        "refusal",
        lambda s: f"participants/{s.id(MOTHER)}/refusal",
        lambda s, _: {"leg_id": s.leg(MOTHER), "reason": "Not yet."},
        CHAIR,
        bad_field="reason",
        bad_value="",
    ),
    Route(
        "exclusion",
        lambda s: f"participants/{s.id(MOTHER)}/exclusion",
        lambda _, __: EXCLUSION,
        CHAIR,
        before=mother_is_in,
        bad_field="notice_minutes",
        bad_value=481,
    ),
    Route(
        "readmission",
        lambda s: f"participants/{s.id(MOTHER)}/readmission",
        lambda s, v: {"leg_id": s.leg(MOTHER), "seen": v},
        CHAIR,
        before=mother_is_out,
        bad_field="seen",
        bad_value="7",
    ),
    Route(
        "identity",
        lambda s: f"participants/{s.id(MOTHER)}/identity",
        lambda s, _: {"leg_id": s.leg(MOTHER), "method": "asked_and_confirmed"},
        CHAIR,
        bad_field="method",
        bad_value=None,
    ),
    Route(
        "hold",
        lambda s: f"legs/{s.leg(MOTHER)}/hold",
        lambda _, __: {"notice_minutes": None},
        CHAIR,
        before=mother_is_in,
        bad_field="notice_minutes",
        bad_value=0,
    ),
    Route(
        "release",
        lambda s: f"legs/{s.leg(MOTHER)}/release",
        lambda _, v: {"seen": v},
        CHAIR,
        before=mother_is_held,
        bad_field="seen",
        bad_value=-1,
    ),
    Route(
        "question",
        lambda s: f"legs/{s.leg(MOTHER)}/question",
        lambda _, __: {},
        CHAIR,
        bad_field="",
    ),
    Route(
        "statement",
        lambda s: f"rooms/{s.leg(ROOM)}/statement",
        lambda s, _: {"present": [s.id(FATHER)], **STATEMENT},
        WORKER,
        bad_field="present",
        bad_value=["father"],
    ),
    Route(
        "course",
        lambda _: "course",
        lambda _, v: {"act": "pause", "seen": v},
        CHAIR,
        bad_field="act",
        bad_value="stop",
    ),
    Route(
        "section",
        lambda _: "section",
        lambda s, v: {"section_id": str(s.booked.sections[1]), "seen": v},
        CHAIR,
        bad_field="section_id",
        bad_value=7,
    ),
    Route(
        "line",
        lambda _: "lines",
        lambda s, _: {
            "line_id": s.line,
            "speaker": s.id(CHAIR),
            "kind": "fact",
            "text": "The conference began.",
            "began_seconds_ago": 2,
        },
        MINUTES,
        method="POST",
        before=minutes_are_taken,
        bad_field="began_seconds_ago",
        bad_value=901,
    ),
    Route(
        "strike",
        lambda s: f"lines/{s.line}/strike",
        lambda _, __: {"reason": "Said twice."},
        MINUTES,
        before=a_line_is_written,
        bad_field="reason",
        bad_value="x" * 501,
    ),
]
every_route = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)


async def send(scene: Scene, route: Route, by: Seat, **changed: object) -> tuple[int, Body]:
    body = {**route.body(scene, await scene.version()), **changed}
    answer = await by.browser.request(route.method, f"{by.path}/{route.path(scene)}", json=body)
    return answer.status_code, answer.json() if answer.content else {}


async def prepare(scene: Scene, route: Route) -> None:
    await route.before(scene)


@every_route
async def test_whoever_may_do_it_does_it(scene: Scene, route: Route) -> None:
    await prepare(scene, route)
    before = await scene.version()
    assert await send(scene, route, scene.seats[route.by]) == (204, {})
    assert await scene.version() > before


@every_route
async def test_nobody_else_does_it_and_nothing_changes(scene: Scene, route: Route) -> None:
    await prepare(scene, route)
    before, kept = await scene.version(), len(scene.booked.house.texts.kept)
    for name in {CHAIR, MINUTES, WORKER, MOTHER, FATHER} - {route.by}:
        status, problem = await send(scene, route, scene.seats[name])
        assert (status, problem["type"]) == (403, "/problems/not-permitted")
    assert await scene.version() == before
    assert len(scene.booked.house.texts.kept) == kept


@every_route
async def test_a_stranger_is_told_nothing_but_to_sign_in(scene: Scene, route: Route) -> None:
    before = await scene.version()
    stranger = Seat(scene.booked, route.by, scene.booked.house.browser())
    assert (await send(scene, route, stranger))[0] == 401
    assert await scene.version() == before


@every_route
async def test_a_malformed_body_is_named_by_its_field_alone(scene: Scene, route: Route) -> None:
    if route.bad_field:
        changed = {route.bad_field: route.bad_value}
        status, problem = await send(scene, route, scene.seats[route.by], **changed)
        assert (status, problem["type"]) == (422, "/problems/malformed")
        assert str(problem["fields"]).startswith(f"['body.{route.bad_field}")
        assert set(problem) == {"type", "title", "status", "fields"}
    status, problem = await send(scene, route, scene.seats[route.by], role="chair")
    assert (status, problem["fields"]) == (422, ["body"])


@every_route
async def test_ids_of_another_conference_do_nothing_here(house: House, route: Route) -> None:
    here, twin = await scene_in(house), await scene_in(house)
    await prepare(twin, route)
    before = await here.version(), await twin.version()
    status, _ = await send(twin, route, here.seats[route.by])
    refused = {404, 403, 409} if route.name != "course" else {204}
    assert status in refused
    if route.name != "course":
        assert (await here.version(), await twin.version()) == before
    assert await twin.version() == before[1]


async def test_reasons_are_sealed_and_the_ledger_holds_only_their_id(scene: Scene) -> None:
    await mother_is_in(scene)
    await scene.seats[CHAIR].put(f"participants/{scene.id(MOTHER)}/exclusion", **EXCLUSION)
    log = scene.booked.house.store.logs[scene.booked.id]
    event = next(one.event for one in log if isinstance(one.event, ParticipantExcluded))
    words = await scene.booked.house.texts.read(scene.booked.id, [event.reason.id])
    assert words[event.reason.id] == EXCLUSION["reason"]
    assert str(EXCLUSION["reason"]) not in repr(log)


async def test_the_actor_is_the_leg_of_the_browser_that_asks(scene: Scene) -> None:
    status = await scene.seats[CHAIR].put(f"legs/{scene.leg(CHAIR)}/hold", notice_minutes=None)
    assert status.json()["type"] == "/problems/not-permitted"
    pause = await scene.seats[CHAIR].put("course", act="pause", seen=0)
    assert pause.status_code == 204
    last = scene.booked.house.store.logs[scene.booked.id][-1]
    assert last.actor.leg_id == scene.seats[CHAIR].leg


async def test_a_chair_without_a_leg_can_still_pause(scene: Scene) -> None:
    second = await scene.booked.open(CHAIR)
    assert (await second.put("course", act="pause", seen=0)).status_code == 204
    assert scene.booked.house.store.logs[scene.booked.id][-1].actor.leg_id is None


async def test_a_command_made_on_an_older_view_is_refused(scene: Scene) -> None:
    old = await scene.version()
    await mother_is_in(scene)
    await scene.seats[CHAIR].put(f"participants/{scene.id(MOTHER)}/exclusion", **EXCLUSION)
    await scene.seats[MOTHER].join()
    answer = await scene.seats[CHAIR].put(
        f"participants/{scene.id(MOTHER)}/readmission", leg_id=scene.leg(MOTHER), seen=old
    )
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/stale-command")
    mother = (await scene.booked.state()).participant(ParticipantId(scene.booked.ids[MOTHER]))
    assert mother.standing is Standing.EXCLUDED


async def test_a_line_sent_twice_is_one_line(scene: Scene) -> None:
    await a_line_is_written(scene)
    status, problem = await send(scene, ROUTES[-2], scene.seats[MINUTES])
    assert (status, problem["type"]) == (409, "/problems/already-here")
    log = scene.booked.house.store.logs[scene.booked.id]
    assert sum(isinstance(one.event, LineWritten) for one in log) == 1


async def test_a_struck_line_stays_in_the_log(scene: Scene) -> None:
    await a_line_is_written(scene)
    await scene.seats[MINUTES].put(f"lines/{scene.line}/strike", reason="Said twice.")
    events = [one.event for one in scene.booked.house.store.logs[scene.booked.id]]
    assert any(isinstance(each, LineWritten) for each in events)
    assert any(isinstance(each, LineStruck) for each in events)


async def test_a_cut_that_the_engine_has_not_confirmed_is_said_so(scene: Scene) -> None:
    await mother_is_in(scene)
    scene.booked.house.gate.is_deaf = True
    answer = await scene.seats[CHAIR].put(f"participants/{scene.id(MOTHER)}/exclusion", **EXCLUSION)
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/not-yet-confirmed")


async def test_a_cut_that_could_not_be_written_is_said_so(scene: Scene) -> None:
    await mother_is_in(scene)
    scene.booked.house.store.is_down = True
    answer = await scene.seats[CHAIR].put(f"participants/{scene.id(MOTHER)}/exclusion", **EXCLUSION)
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/cut-not-recorded")


async def test_a_store_that_is_down_is_said_so(scene: Scene) -> None:
    scene.booked.house.store.is_down = True
    answer = await scene.seats[CHAIR].put(
        f"participants/{scene.id(MOTHER)}/identity",
        leg_id=scene.leg(MOTHER),
        method="known_to_chair",
    )
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/store-down")
