"""Every code that the chair's panel shows or offers has its words."""

from enum import StrEnum

import pytest

from app.domain.asking.events import Outcome as ResponseOutcome
from app.domain.asking.events import Question
from app.domain.case.codes import (
    Availability,
    Category,
    DecisionRule,
    EndReason,
    Method,
    NextStep,
    Outcome,
    ProfessionalView,
    Threshold,
)
from app.domain.conduct_panels import AFTER_STOP, IN_RESPONSE
from app.domain.errors import ChildNotDecided, ConsentNeeded, SupporterNotReady
from app.domain.gates.events import Relation, SupportKind
from app.domain.halting.events import AdjournCause
from app.domain.noting.events import Concern
from app.domain.people import Role, may_answer
from app.pages.catalogue import LANGUAGES, Language, load
from app.pages.render import ISLAND_WORDS

BY_CODE: dict[str, type[StrEnum]] = {
    "alone.question": Question,
    "alone.outcome-is": ResponseOutcome,
    "chair.cause": AdjournCause,
    "chair.concern": Concern,
    "chair.flag": Concern,
    "chair.relation": Relation,
    "chair.support": SupportKind,
    "chair.threshold": Threshold,
    "chair.outcome": Outcome,
    "chair.category": Category,
    "chair.end": EndReason,
    "chair.step": NextStep,
    "chair.method": Method,
    "chair.rule": DecisionRule,
    "chair.view": ProfessionalView,
    "chair.service": Availability,
}
CONDITIONS = (SupporterNotReady, ConsentNeeded, ChildNotDecided)
TROUBLES = ("not-yet-confirmed", "cut-not-recorded", "head-not-written", "calls-turned-away")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_on_the_chairs_panel_has_its_words(language: Language) -> None:
    wanted = {f"{prefix}.{code.value}" for prefix, codes in BY_CODE.items() for code in codes}
    wanted |= {f"alone.guidance.{code}" for code in (*AFTER_STOP, *IN_RESPONSE)}
    wanted |= {f"chair.gate.{refusal.code}" for refusal in CONDITIONS}
    wanted |= {f"trouble.{code}" for code in TROUBLES}
    assert wanted - load(language).words.keys() == set()


def test_no_parent_is_sent_the_words_of_the_panel_or_of_an_answer_to_a_signal() -> None:
    for role in ("parent", "family", "child", "room_device"):
        assert not {"alone", "chair"} & {*ISLAND_WORDS.get(role, ())}


def test_whoever_may_be_named_to_answer_a_signal_has_the_words_for_it() -> None:
    people = {*Role} - {Role.ROOM_DEVICE, Role.SERVICE}
    have = {role for role in people if "alone" in ISLAND_WORDS.get(role, ())}
    assert have - {Role.INDEPENDENT_CHAIR} == {role for role in people if may_answer(role)}
