"""Who reads what: every address that gives something to read, and every role (e.2, REQ-112)."""

from collections.abc import Sequence

import pytest
from pydantic import BaseModel

from app.demo.description import Description
from app.domain.asking.events import AuditRead
from app.domain.commands import Actor
from app.domain.events import EventClass, event_class
from app.domain.ids import ParticipantId
from app.domain.people import Role
from app.service.invitations import new_public_id
from app.service.ports import Link
from tests.api.house import (
    CHAIR,
    FAMILY,
    FATHER,
    MINUTES,
    MOTHER,
    ROOM,
    ROUTES,
    WORKER,
    Booked,
    House,
)
from tests.api.routes import Scene, admit
from tests.api.test_copies import done, finish, rules, send, write

TEACHER, SUPPORTER, OBSERVER, OFFICE = "Teacher", "Supporter", "Observer", "Office"
OTHERS = {
    TEACHER: "education",
    SUPPORTER: "supporter",
    OBSERVER: "observer",
}
EVERYBODY = (CHAIR, MINUTES, WORKER, *OTHERS, OFFICE, MOTHER, ROOM)

READS = {
    "/j/{link}/ledger": {CHAIR},
    "/j/{link}/incidents": {CHAIR, MINUTES, WORKER},
    "/j/{link}/restricted-audit": {CHAIR, TEACHER},
    "/j/{link}/copies/{participant_id}": {CHAIR},
    "/j/{link}/record": {CHAIR, MINUTES},
    "/j/{link}/probe/{size}": set(EVERYBODY),
    "/j/{link}/copy": {CHAIR, MINUTES, WORKER, TEACHER, MOTHER},
    "/j/{link}/live": set(EVERYBODY),
}
"""Typed out of e.2, for the rows that can be read yet. The teacher answers the mother's signal. The
safeguarding manager, who reads the first three, is no role of a conference yet."""


def test_every_address_that_is_read_stands_in_the_table() -> None:
    House()
    described = Described.model_validate(ROUTES[0].openapi())
    read = {path for path, methods in described.paths.items() if "get" in methods}
    assert {path for path in read if "{link}" in path} - {"/j/{link}"} == set(READS)


class Described(BaseModel):
    paths: dict[str, dict[str, object]]


@pytest.fixture
async def scene(house: House) -> Scene:
    """Over, approved, every copy sent; the mother's plan names the teacher."""
    people = [*(each.model_dump() for each in FAMILY.people)]
    people += [{"name": name, "role": role} for name, role in OTHERS.items()]
    described = Description.model_validate({**FAMILY.model_dump(), "people": people})
    booked = await house.book(described)
    scene = Scene(booked, {CHAIR: await booked.begin()})
    for name in (MINUTES, WORKER, TEACHER, MOTHER, FATHER, ROOM):
        scene.seats[name] = await booked.join(name)
    await give_link(booked, OFFICE, Actor(Role.ADMINISTRATOR, None, None, None))
    for name in (SUPPORTER, OBSERVER, OFFICE):
        scene.seats[name] = await booked.open(name)
    for name in (MINUTES, WORKER, TEACHER, MOTHER):
        await admit(scene, name)
    plan = {"responder": scene.id(TEACHER), "phrase": None, "plan": None}
    await done(scene, CHAIR, f"participants/{scene.id(MOTHER)}/safety-plan", **plan)
    await signal(scene, MOTHER)
    await done(scene, CHAIR, "record/rules", **rules())
    await write(scene, "Heard by all.")
    await finish(scene)
    for name in READS["/j/{link}/copy"]:
        await send(scene, name, "full")
    return scene


async def give_link(booked: Booked, name: str, actor: Actor) -> None:
    """To somebody who is on no list: they take no part."""
    public_id = new_public_id()
    link = Link(public_id, booked.id, None, None, actor, revoked=False, staff_id=None)
    booked.secrets[name] = await booked.house.invitations.issue_link(link)
    booked.paths[name] = f"/j/{public_id}"


async def signal(scene: Scene, name: str) -> None:
    await done(scene, name, "hand", leg_id=scene.leg(name), for_whom=None, presses=2)


def addresses(scene: Scene) -> dict[str, str]:
    asked = {path: path.removeprefix("/j/{link}/") for path in READS}
    mother = scene.id(MOTHER)
    return {
        p: a.replace("{participant_id}", mother).replace("{size}", "1") for p, a in asked.items()
    }


@pytest.mark.req("REQ-112", partial="safeguarding manager and emergency access")
async def test_each_role_reads_what_the_table_allows_and_nothing_else(scene: Scene) -> None:
    read = {
        path: {n for n in EVERYBODY if (await scene.seats[n].fetch(a)).status_code == 200}
        for path, a in addresses(scene).items()
    }
    assert read == READS


async def test_nobody_reads_with_another_persons_link(scene: Scene) -> None:
    for address in set(addresses(scene).values()) - {"live"}:
        stranger = scene.seats[MOTHER].browser
        answer = await stranger.get(f"{scene.booked.paths[CHAIR]}/{address}")
        assert answer.status_code == 401


class Entry(BaseModel):
    event: str
    participant_id: str | None


async def audit_of(scene: Scene, name: str) -> list[Entry]:
    answer = await scene.seats[name].fetch("restricted-audit")
    assert answer.status_code == 200, answer.text
    return [Entry.model_validate(each) for each in answer.json()["entries"]]


@pytest.mark.req("REQ-111", partial="safeguarding manager")
async def test_a_responder_reads_of_their_own_people_only(scene: Scene) -> None:
    booked, of_mother = scene.booked, scene.id(MOTHER)
    theirs = await audit_of(scene, TEACHER)
    everything = await audit_of(scene, CHAIR)
    assert [each.event for each in theirs] == ["SafetyPlanned", "SilentSignalled"]
    assert {each.participant_id for each in theirs} == {of_mother}
    assert [each.event for each in everything] == [
        "SafetyPlanned",
        "SilentSignalled",
        "AuditRead",
        "AuditRead",
    ]
    ordinary = (await booked.house.store.ordinary(booked.id)).lines
    assert ordinary_of(ordinary) == []


def ordinary_of(lines: Sequence[object]) -> list[object]:
    return [each for each in lines if "Signal" in repr(each) or "Audit" in repr(each)]


async def test_that_the_audit_was_read_is_written_before_it_is_given(scene: Scene) -> None:
    booked = scene.booked
    before = (await booked.state()).version
    await audit_of(scene, TEACHER)
    [new] = (await booked.house.store.load(booked.id, before))[:1]
    assert new.event == AuditRead(ParticipantId(booked.ids[TEACHER]))
    assert event_class(new.event) is EventClass.RESTRICTED


async def test_a_refused_reader_cannot_tell_whether_there_was_a_signal(scene: Scene) -> None:
    answers = [await scene.seats[n].fetch("restricted-audit") for n in (MINUTES, MOTHER, WORKER)]
    assert {(each.status_code, each.text) for each in answers} == {(403, answers[0].text)}
