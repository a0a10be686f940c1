"""The commands over HTTP as a table: where, what, by whom, after what, and what makes it wrong."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import uuid4

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
        bad_value=14_401,
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
