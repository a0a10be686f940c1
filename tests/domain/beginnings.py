"""Where the conferences by chance begin."""

from dataclasses import replace

from app.domain.events import Event
from app.domain.evolve import Recorded, fold
from app.domain.gates.events import (
    ChildAttendanceDecided,
    GatesPrepared,
    InterpreterAssigned,
)
from tests.domain.agenda_steps import SCRIPTED
from tests.domain.people import (
    CLOSED_PART,
    FATHER,
    MOTHER,
    OBSERVER,
    OFFICE_STAFF,
    PLAN,
    REASON,
    TEACHER,
    WELCOME,
)
from tests.domain.scenario import (
    EVERYBODY_WAITS,
    IN_SESSION,
    WITHOUT_HIM_THERE,
    Story,
)
from tests.domain.scenario import given as told
from tests.domain.steps import (
    answer,
    begin,
    exclude,
    join,
    pause,
    restart,
)


def with_gates(story: Story) -> Story:
    """The teacher interprets for the father, and the mother attends what a child may, by the log.

    The rules ask who was assigned and what was decided, not for a role.
    """
    settled: list[Event] = [
        GatesPrepared(),
        InterpreterAssigned(TEACHER, FATHER),
        ChildAttendanceDecided(MOTHER, frozenset({WELCOME, PLAN}), REASON),
    ]
    new = [
        Recorded(version, story.now, OFFICE_STAFF, event)
        for version, event in enumerate(settled, start=story.state.version + 1)
    ]
    return replace(story, log=(*story.log, *new), state=fold(story.state, new))


WITH_GATES = with_gates(told(WITHOUT_HIM_THERE, join(OBSERVER), answer(OBSERVER)))

BEGINNINGS = (
    WITH_GATES,
    IN_SESSION,
    WITHOUT_HIM_THERE,
    EVERYBODY_WAITS,
    told(IN_SESSION, exclude(FATHER)),
    told(WITHOUT_HIM_THERE, begin(CLOSED_PART)),
    told(IN_SESSION, pause()),
    told(IN_SESSION, restart()),
    SCRIPTED,
)
