"""Asking and halting over HTTP, as rows of the same table."""

from tests.api.house import CHAIR, MOTHER
from tests.api.routes import Route, Scene, mother_is_in


async def signal(scene: Scene) -> None:
    await mother_is_in(scene)
    body = {"leg_id": scene.leg(MOTHER), "for_whom": None, "presses": 2}
    answer = await scene.seats[MOTHER].put("hand", **body)
    assert answer.status_code == 204, answer.text


async def checked(scene: Scene) -> None:
    await signal(scene)
    answer = await scene.seats[CHAIR].put(f"participants/{scene.id(MOTHER)}/technical-check")
    assert answer.status_code == 204, answer.text


async def muted(scene: Scene) -> None:
    await mother_is_in(scene)
    path = f"participants/{scene.id(MOTHER)}/mute"
    await scene.seats[CHAIR].put(path, reason="Interrupts again and again.")


CONDUCT_ROUTES = [
    Route(
        "hand",
        lambda _: "hand",
        lambda s, _: {"leg_id": s.leg(MOTHER), "for_whom": None, "presses": 1},
        MOTHER,
        bad_field="presses",
        bad_value=3,
    ),
    Route(
        "break-request",
        lambda _: "break-request",
        lambda s, _: {"leg_id": s.leg(MOTHER), "for_whom": None},
        MOTHER,
        bad_field="for_whom",
        bad_value="me",
    ),
    Route(
        "need",
        lambda _: "need",
        lambda s, _: {"leg_id": s.leg(MOTHER), "for_whom": None, "need": "trouble_hearing"},
        MOTHER,
        bad_field="need",
        bad_value="a cup of tea",
    ),
    Route(
        "asked-back",
        lambda s: f"participants/{s.id(MOTHER)}/asked-back",
        lambda _, __: {"answered": True},
        CHAIR,
        bad_field="answered",
        bad_value="yes",
    ),
    Route(
        "spoken",
        lambda s: f"participants/{s.id(MOTHER)}/spoken",
        lambda _, __: {},
        CHAIR,
    ),
    Route(
        "technical-check",
        lambda s: f"participants/{s.id(MOTHER)}/technical-check",
        lambda _, __: {},
        CHAIR,
        before=signal,
    ),
    Route(
        "closed-question",
        lambda s: f"participants/{s.id(MOTHER)}/closed-question",
        lambda _, __: {"question": "in_danger"},
        CHAIR,
        before=checked,
        bad_field="question",
        bad_value="how are you",
    ),
    Route(
        "phrase",
        lambda s: f"participants/{s.id(MOTHER)}/phrase",
        lambda _, __: {},
        CHAIR,
        before=checked,
    ),
    Route(
        "outcome",
        lambda s: f"participants/{s.id(MOTHER)}/outcome",
        lambda _, v: {"outcome": "another_day", "seen": v},
        CHAIR,
        before=checked,
        bad_field="outcome",
        bad_value="fine",
    ),
    Route("stop", lambda _: "stop", lambda _, __: {}, CHAIR),
    Route(
        "break",
        lambda _: "break",
        lambda _, __: {"minutes": 10},
        CHAIR,
        bad_field="minutes",
        bad_value=0,
    ),
    Route(
        "adjournment",
        lambda _: "adjournment",
        lambda _, __: {
            "cause": "safety",
            "reason": "Nobody from health has come.",
            "interim": "She stays with her aunt.",
            "new_date": "2199-01-01",
            "late_reason": None,
        },
        CHAIR,
        bad_field="cause",
        bad_value="rain",
    ),
    Route(
        "private-room",
        lambda s: f"legs/{s.leg(MOTHER)}/private-room",
        lambda s, _: {"room_of": s.id(MOTHER)},
        CHAIR,
        before=mother_is_in,
        bad_field="room_of",
        bad_value="hers",
    ),
    Route(
        "mute",
        lambda s: f"participants/{s.id(MOTHER)}/mute",
        lambda _, __: {"reason": "Interrupts again and again."},
        CHAIR,
        before=mother_is_in,
        bad_field="reason",
        bad_value="",
    ),
    Route(
        "unmute",
        lambda s: f"participants/{s.id(MOTHER)}/unmute",
        lambda _, __: {},
        CHAIR,
        before=muted,
    ),
    Route(
        "own-mute",
        lambda s: f"legs/{s.leg(MOTHER)}/own-mute",
        lambda _, __: {"muted": True},
        MOTHER,
        before=mother_is_in,
        bad_field="muted",
        bad_value=1,
    ),
]
