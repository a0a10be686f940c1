"""The covert events have two readers, and that they have read is covert too."""

import pytest

from app.domain.asking.commands import ReadAudit
from app.domain.asking.events import AuditRead, SafetyPlanned, SilentSignalled
from app.domain.errors import NotPermitted
from app.domain.events import EventClass, event_class
from app.domain.ids import ParticipantId
from app.domain.reading import covert_reading, ordinary_reading
from tests.domain.people import CHAIR, FATHER, MINUTE_TAKER, MOTHER, SOCIAL_WORKER, TEACHER
from tests.domain.scenario import WITHOUT_HIM_THERE, given
from tests.domain.signal_steps import plan_safety, signal
from tests.domain.steps import Step

PLANNED = given(
    WITHOUT_HIM_THERE, plan_safety(MOTHER), plan_safety(FATHER, SOCIAL_WORKER), signal(MOTHER)
)


def read(reader: ParticipantId) -> Step:
    return ReadAudit(), reader


@pytest.mark.parametrize("reader", [CHAIR, TEACHER, SOCIAL_WORKER])
def test_the_chair_and_a_responder_read_and_it_is_noted(reader: ParticipantId) -> None:
    story = PLANNED.when(read(reader)).then(AuditRead(reader))
    assert event_class(story.log[-1].event) is EventClass.RESTRICTED
    assert ordinary_reading(story.log) == ordinary_reading(PLANNED.log)


@pytest.mark.parametrize("reader", [MINUTE_TAKER, MOTHER, FATHER])
def test_nobody_else_reads(reader: ParticipantId) -> None:
    PLANNED.when(read(reader)).refuses(NotPermitted)
    WITHOUT_HIM_THERE.when(read(reader)).refuses(NotPermitted)
    person = PLANNED.state.participant(reader)
    assert covert_reading(PLANNED.log, person) == []


def test_a_responder_reads_of_the_people_that_they_answer_for() -> None:
    def kinds(id: ParticipantId) -> list[type]:
        found = covert_reading(PLANNED.log, PLANNED.state.participant(id))
        return [type(each.event) for each in found]

    assert kinds(TEACHER) == [SafetyPlanned, SilentSignalled]
    assert kinds(SOCIAL_WORKER) == [SafetyPlanned]
    assert kinds(CHAIR) == [SafetyPlanned, SafetyPlanned, SilentSignalled]
