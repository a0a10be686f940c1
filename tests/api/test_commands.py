"""Every command over HTTP: who may, who may not, what is malformed, and whose conference it is."""

import anyio
import pytest

from app.domain.events import LineStruck, LineWritten, ParticipantExcluded
from app.domain.ids import ParticipantId
from app.domain.people import Standing
from tests.api.agenda_routes import AGENDA_ROUTES
from tests.api.conduct_routes import CONDUCT_ROUTES
from tests.api.house import CHAIR, FATHER, MINUTES, MOTHER, WORKER, House, Seat
from tests.api.noting_routes import NOTING_ROUTES
from tests.api.routes import (
    EXCLUSION,
    ROUTES,
    Body,
    Route,
    Scene,
    a_line_is_written,
    mother_is_in,
    scene_in,
)
from tests.api.telephone_routes import TELEPHONE_ROUTES


@pytest.fixture
async def scene(house: House) -> Scene:
    return await scene_in(house)


[LINE] = [route for route in ROUTES if route.name == "line"]
ALL_ROUTES = [*ROUTES, *CONDUCT_ROUTES, *AGENDA_ROUTES, *NOTING_ROUTES, *TELEPHONE_ROUTES]
ABOUT_ALL = {"course", "stop", "break", "adjournment", "waiting-notice"}
"""They name nobody: each acts on the sender's own conference."""
ALSO = {"line": {CHAIR}}
"""Who else may do it."""
every_route = pytest.mark.parametrize("route", ALL_ROUTES, ids=lambda route: route.name)


async def send(scene: Scene, route: Route, by: Seat, **changed: object) -> tuple[int, Body]:
    body = {**route.body(scene, await scene.version()), **changed}
    answer = await by.browser.request(route.method, f"{by.path}/{route.path(scene)}", json=body)
    return answer.status_code, answer.json() if answer.content else {}


@every_route
async def test_whoever_may_do_it_does_it(scene: Scene, route: Route) -> None:
    await route.before(scene)
    before = await scene.version()
    assert await send(scene, route, scene.seats[route.by]) == (204, {})
    assert await scene.version() > before


@every_route
async def test_nobody_else_does_it_and_nothing_changes(scene: Scene, route: Route) -> None:
    await route.before(scene)
    before, kept = await scene.version(), len(scene.booked.house.texts.kept)
    for name in {CHAIR, MINUTES, WORKER, MOTHER, FATHER} - {route.by} - ALSO.get(route.name, set()):
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
    await route.before(twin)
    before = await here.version(), await twin.version()
    status, _ = await send(twin, route, here.seats[route.by])
    refused = {404, 403, 409} if route.name not in ABOUT_ALL else {204}
    assert status in refused
    if route.name not in ABOUT_ALL:
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
    status, problem = await send(scene, LINE, scene.seats[MINUTES])
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


async def test_a_cut_does_not_wait_for_its_reason_to_be_written(scene: Scene) -> None:
    await mother_is_in(scene)
    house = scene.booked.house
    house.texts.is_down = True
    answer = await scene.seats[CHAIR].put(f"participants/{scene.id(MOTHER)}/exclusion", **EXCLUSION)
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/cut-not-recorded")
    mother = (await scene.booked.state()).participant(ParticipantId(scene.booked.ids[MOTHER]))
    assert mother.standing is Standing.EXCLUDED
    house.texts.is_down = False
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(house.wiring.owed_texts.run)
        with anyio.fail_after(5):
            while EXCLUSION["reason"] not in {each.text for each in house.texts.kept.values()}:
                await anyio.lowlevel.checkpoint()
        tasks.cancel_scope.cancel()


async def test_with_nothing_writable_at_all_the_cut_is_still_made(scene: Scene) -> None:
    await mother_is_in(scene)
    house = scene.booked.house
    house.texts.is_down = house.store.is_down = True
    plans = len(house.gate.plans)
    answer = await scene.seats[CHAIR].put(f"participants/{scene.id(MOTHER)}/exclusion", **EXCLUSION)
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/cut-not-recorded")
    assert len(house.gate.plans) > plans
    assert house.gate.plans[-1][1] == frozenset()


async def test_a_store_that_is_down_is_said_so(scene: Scene) -> None:
    scene.booked.house.store.is_down = True
    answer = await scene.seats[CHAIR].put(
        f"participants/{scene.id(MOTHER)}/identity",
        leg_id=scene.leg(MOTHER),
        method="known_to_chair",
    )
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/store-down")
