"""A decision over HTTP, from the views to the plan: who may, what is missing, what is kept."""

from dataclasses import dataclass
from uuid import uuid4

import pytest

from app.demo.description import Description
from app.domain.case.codes import Outcome
from app.domain.decisions.record import decision_record
from app.domain.ids import ChildId
from tests.api.house import CHAIR, FAMILY, MINUTES, MOTHER, WORKER, Booked, House, Seat

SCHOOL = "School"
DECIDING = Description.model_validate(
    {
        **FAMILY.model_dump(mode="json"),
        "people": [
            {"name": CHAIR, "role": "independent_chair"},
            {"name": MINUTES, "role": "minute_taker"},
            {"name": WORKER, "role": "lead_social_worker", "agency": "childrens_social_care"},
            {"name": SCHOOL, "role": "education", "agency": "education"},
            {"name": MOTHER, "role": "parent"},
            {"name": "Father", "role": "parent"},
        ],
        "case": {
            "jurisdiction": "england",
            "kind": "initial",
            "held_on": "2026-04-14",
            "children": [{"name": "Isla"}, {"name": "Baby", "unborn": True}],
            "bank_holidays": ["2026-05-04"],
        },
    }
)
DECISION: dict[str, object] = {
    "threshold": "likely_to_suffer",
    "outcome": "plan_made",
    "categories": ["neglect"],
    "end_reason": None,
    "next_step": None,
    "consider_legal_proceedings": False,
    "missing": "The GP's report.",
    "line_id": None,
}


@dataclass
class Deciding:
    booked: Booked
    seats: dict[str, Seat]

    @property
    def child(self) -> str:
        return f"children/{self.booked.made.children[0].id}"

    def id(self, name: str) -> str:
        return str(self.booked.ids[name])

    async def says(self, name: str, view: str, by: str | None = None) -> int:
        path = f"{self.child}/views/{self.id(name)}"
        return (await self.seats[by or name].put(path, view=view, written=False)).status_code

    async def decides(self, **changed: object) -> tuple[int, str]:
        answer = await self.seats[CHAIR].put(f"{self.child}/decision", **{**DECISION, **changed})
        return answer.status_code, answer.json()["type"] if answer.content else ""

    async def overrides(self, reason: str) -> int:
        return (await self.seats[CHAIR].put("quorum/override", reason=reason)).status_code

    def action(self, **changed: object) -> dict[str, object]:
        whole: dict[str, object] = {
            "action_id": str(uuid4()),
            "what": "Visit both children every ten working days.",
            "owner": self.id(WORKER),
            "by": "2026-04-28",
            "relies_on_service": True,
            "service": {
                "available": "waiting_time",
                "waiting_weeks": 6,
                "confirmed_by": self.id(SCHOOL),
            },
            "withheld": [{"participant_id": self.id("Father"), "ground": "safe_contact"}],
        }
        return {**whole, **changed}

    def outline(self, **changed: object) -> dict[str, object]:
        whole: dict[str, object] = {
            "what_must_change": "Mornings without shouting.",
            "kept_safe": "Grandmother takes them to school.",
            "contingency": "A strategy discussion.",
            "monitoring": "The core group, every six weeks.",
            "lead": self.id(WORKER),
            "core_group": [self.id(WORKER), self.id(MOTHER)],
            "core_group_on": "2026-04-28",
            "review_on": "2026-07-14",
            "late_reason": None,
        }
        return {**whole, **changed}


@pytest.fixture
async def deciding(house: House) -> Deciding:
    """Chair, minute taker and two agencies inside: one short of a quorum."""
    booked = await house.book(DECIDING)
    seats = {CHAIR: await booked.begin()}
    for name in (MINUTES, WORKER, SCHOOL, MOTHER):
        seats[name] = await booked.join(name)
        answer = await seats[CHAIR].put(
            f"participants/{booked.ids[name]}/admission",
            leg_id=str(seats[name].leg),
            identity="known_to_chair",
            reason=None,
            seen=(await booked.state()).version,
        )
        assert answer.status_code == 204, answer.text
    return Deciding(booked, seats)


@pytest.fixture
async def decided(deciding: Deciding) -> Deciding:
    for name in (WORKER, SCHOOL):
        assert await deciding.says(name, "plan") == 204
    assert await deciding.overrides("Delay would harm the children.") == 204
    assert (await deciding.decides())[0] == 204
    return deciding


async def test_views_come_from_professionals_and_from_who_puts_them_down(
    deciding: Deciding,
) -> None:
    assert await deciding.says(SCHOOL, "plan") == 204
    assert await deciding.says(SCHOOL, "no_plan", by=MINUTES) == 204
    assert await deciding.says(SCHOOL, "plan", by=WORKER) == 403
    assert await deciding.says(MOTHER, "no_plan") == 403
    assert await deciding.says(MOTHER, "no_plan", by=CHAIR) == 403
    assert await deciding.says(SCHOOL, "register") == 409
    assert await deciding.says(SCHOOL, "maybe") == 422


async def test_without_a_quorum_the_chair_says_why_or_does_not_decide(deciding: Deciding) -> None:
    for name in (WORKER, SCHOOL):
        await deciding.says(name, "plan")
    assert await deciding.decides() == (409, "/problems/not-quorate")
    assert await deciding.overrides(" ") == 409
    assert await deciding.overrides("Delay would harm the children.") == 204
    assert await deciding.decides(threshold=None) == (409, "/problems/incomplete")
    assert await deciding.decides(categories=["financial_abuse"]) == (
        409,
        "/problems/not-offered",
    )
    assert await deciding.decides(categories=["sloth"]) == (422, "/problems/malformed")
    assert await deciding.decides() == (204, "")


async def test_the_decision_is_as_it_was_sent_and_its_words_are_kept_apart(
    decided: Deciding,
) -> None:
    state = await decided.booked.state()
    (decision,) = decision_record(state).decisions
    assert decision.child_id == ChildId(decided.booked.made.children[0].id)
    assert decision.outcome is Outcome.PLAN_MADE
    assert decision.missing is not None
    kept = decided.booked.house.texts.kept[decision.missing.id]
    assert kept.text == DECISION["missing"]


async def test_a_dissent_has_reasons_and_a_view_before_it(decided: Deciding) -> None:
    path, id = f"{decided.child}/dissents", decided.id(SCHOOL)
    school = decided.seats[SCHOOL]
    blank = await school.post(path, participant_id=id, reasons="  ", line_id=None)
    assert blank.json()["type"] == "/problems/incomplete"
    said = await school.post(path, participant_id=id, reasons="He is settled.", line_id=None)
    assert said.status_code == 204
    mother = await decided.seats[MOTHER].post(
        path, participant_id=decided.id(MOTHER), reasons="No.", line_id=None
    )
    assert mother.status_code == 403


async def test_the_plan_is_written_by_the_chair_and_has_no_blank_part(decided: Deciding) -> None:
    chair = decided.seats[CHAIR]
    assert (await chair.post("actions", **decided.action(by=None))).status_code == 409
    assert (await chair.post("actions", **decided.action(by=1))).status_code == 422
    assert (await chair.post("actions", **decided.action(service=None))).status_code == 409
    assert (await decided.seats[MOTHER].post("actions", **decided.action())).status_code == 403
    assert (await chair.post("actions", **decided.action())).status_code == 204
    blank = await chair.put("plan", **decided.outline(contingency="\n"))
    assert blank.json()["type"] == "/problems/incomplete"
    assert (await chair.put("plan", **decided.outline())).status_code == 204


async def test_the_conference_closes_when_each_child_and_the_plan_are_settled(
    decided: Deciding,
) -> None:
    chair = decided.seats[CHAIR]
    closing = {"act": "close", "seen": 1}
    assert (await chair.put("course", **closing)).status_code == 409
    other = decided.booked.made.children[1].id
    assert (await chair.put(f"children/{other}/consideration", note=" ")).status_code == 409
    note = await chair.put(f"children/{other}/consideration", note="Born next month.")
    assert note.status_code == 204
    assert (await chair.put("course", **closing)).status_code == 409
    await chair.post("actions", **decided.action())
    await chair.put("plan", **decided.outline())
    assert (await chair.put("course", **closing)).status_code == 204


async def test_a_withdrawn_action_is_gone_and_unknown_ones_are_not_found(
    decided: Deciding,
) -> None:
    chair, action = decided.seats[CHAIR], decided.action()
    await chair.post("actions", **action)
    path = f"actions/{action['action_id']}/withdrawal"
    assert (await chair.put(path, reason="Done already.")).status_code == 204
    assert (await chair.put(path, reason="Done already.")).status_code == 404
    assert not (await decided.booked.state()).decisions.actions
    unknown = await chair.put(f"children/{uuid4()}/consideration", note="Who?")
    assert unknown.status_code == 404
