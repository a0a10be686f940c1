"""The running order, the script, requests and views over HTTP, as rows of the same table."""

from tests.api.house import CHAIR, FATHER, MINUTES, MOTHER, WORKER
from tests.api.routes import Body, Route, Scene, admit

REQUEST = "7e57ca5e-0000-4000-8000-000000000001"
NEW_PART = "7e57ca5e-0000-4000-8000-000000000002"


def closed_part(s: Scene) -> str:
    return str(s.booked.sections[1])


def in_order(s: Scene) -> list[str]:
    return [str(id) for id in s.booked.sections]


def for_staff(s: Scene) -> list[str]:
    return [s.id(CHAIR), s.id(MINUTES), s.id(WORKER)]


def exclusion_request(s: Scene) -> Body:
    return {
        "about": s.id(FATHER),
        "ground": "court_order_or_bail",
        "evidence": "A bail condition of 3 June.",
        "asked_on": None,
        "for_whom": None,
    }


async def exclusion_is_asked(scene: Scene) -> None:
    answer = await scene.seats[WORKER].put(
        f"exclusion-requests/{REQUEST}", **exclusion_request(scene)
    )
    assert answer.status_code == 204, answer.text


async def worker_is_in(scene: Scene) -> None:
    await admit(scene, WORKER)


async def closed_part_is_asked(scene: Scene) -> None:
    await worker_is_in(scene)
    path = f"closed-part-requests/{REQUEST}"
    answer = await scene.seats[WORKER].put(path, kind="legal_advice")
    assert answer.status_code == 204, answer.text


AGENDA_ROUTES = [
    Route(
        "order",
        lambda _: "order",
        lambda s, v: {"order": in_order(s), "seen": v},
        CHAIR,
        bad_field="order",
        bad_value=["first"],
    ),
    Route(
        "audience",
        lambda s: f"sections/{closed_part(s)}/audience",
        lambda s, v: {"audience": for_staff(s), "copy_to": for_staff(s), "seen": v},
        CHAIR,
        bad_field="audience",
        bad_value=["everybody"],
    ),
    Route(
        "new-section",
        lambda _: f"sections/{NEW_PART}",
        lambda s, v: {
            "kind": "legal_advice",
            "title": "Advice",
            "audience": for_staff(s),
            "restricted": True,
            "before": closed_part(s),
            "seen": v,
        },
        CHAIR,
        bad_field="kind",
        bad_value="Legal advice",
    ),
    Route(
        "attendance-plan",
        lambda s: f"participants/{s.id(MOTHER)}/attendance-plan",
        lambda s, v: {"sections": in_order(s)[:1], "reason": "She asked for it.", "seen": v},
        CHAIR,
        bad_field="reason",
        bad_value="",
    ),
    Route(
        "waiting-notice",
        lambda _: "waiting-notice",
        lambda _, __: {"minutes": 15, "words": "A room is being prepared."},
        CHAIR,
        bad_field="minutes",
        bad_value="soon",
    ),
    Route(
        "warning",
        lambda s: f"participants/{s.id(MOTHER)}/warning",
        lambda _, __: {},
        CHAIR,
    ),
    Route(
        "views",
        lambda s: f"participants/{s.id(MOTHER)}/views",
        lambda _, __: {"text": "She wants them home.", "none_given": False},
        CHAIR,
        bad_field="none_given",
        bad_value="no",
    ),
    Route(
        "exclusion-request",
        lambda _: f"exclusion-requests/{REQUEST}",
        lambda s, _: exclusion_request(s),
        WORKER,
        bad_field="ground",
        bad_value="dislike",
    ),
    Route(
        "exclusion-decision",
        lambda _: f"exclusion-requests/{REQUEST}/decision",
        lambda s, _: {
            "granted": True,
            "ground": "court_order_or_bail",
            "reason": "The order stands.",
            "advice": "Counsel agrees.",
            "told_in_writing": True,
            "sections": [closed_part(s)],
        },
        CHAIR,
        before=exclusion_is_asked,
        bad_field="granted",
        bad_value="yes",
    ),
    Route(
        "closed-part-request",
        lambda _: f"closed-part-requests/{REQUEST}",
        lambda _, __: {"kind": "legal_advice"},
        WORKER,
        before=worker_is_in,
        bad_field="kind",
        bad_value="party",
    ),
    Route(
        "closed-part-answer",
        lambda _: f"closed-part-requests/{REQUEST}/answer",
        lambda s, v: {
            "part": {
                "section_id": NEW_PART,
                "kind": "legal_advice",
                "title": "Advice",
                "audience": for_staff(s),
            },
            "seen": v,
        },
        CHAIR,
        before=closed_part_is_asked,
        bad_field="part",
        bad_value=7,
    ),
    Route(
        "gist",
        lambda s: f"sections/{closed_part(s)}/gists/{s.id(MOTHER)}",
        lambda _, __: {"text": "The others spoke of the school."},
        CHAIR,
        bad_field="text",
        bad_value="",
    ),
]
