"""Who was able to hear a line is worked out from the log: from plans that the engine confirmed."""

from app.domain.commands import SERVICE, NotePlanApplied
from app.domain.events import PlanApplied
from app.domain.hearing import Heard, could_hear, spans
from app.domain.ids import SECOND, LineId, Micros, ParticipantId
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    CLOSED_PART,
    FATHER,
    FLAT,
    GALLERY,
    KITCHEN,
    LINE,
    MINUTE_TAKER,
    MOTHER,
    OBSERVER,
    SCHOOL,
    SOCIAL_WORKER,
    TEACHER,
)
from tests.domain.scenario import (
    IN_SESSION,
    WITHOUT_HIM_THERE,
    Story,
    given,
)
from tests.domain.steps import (
    Step,
    admit,
    answer,
    begin,
    connect,
    drop,
    exclude,
    hold,
    join,
    pause,
    readmit,
    restart,
    resume,
    sealed,
    write,
)

APPLIED: Step = (lambda seen: NotePlanApplied(seen.version), SERVICE)
"""The engine has confirmed the plan of now."""

EVERYBODY_IN = frozenset({CHAIR, MINUTE_TAKER, SOCIAL_WORKER, TEACHER, MOTHER, FATHER})
HEARD = given(IN_SESSION, APPLIED)


def heard_by(story: Story, line: LineId = LINE) -> frozenset[ParticipantId]:
    return of(story, line).heard


def of(story: Story, line: LineId = LINE) -> Heard:
    return next(heard for heard in could_hear(story.log) if heard.line_id == line)


def test_everybody_inside_hears_a_line() -> None:
    story = HEARD.later(10).and_then(write(ago=5))
    assert of(story) == Heard(LINE, EVERYBODY_IN, frozenset())


def test_a_line_that_is_written_at_once_is_heard_as_well() -> None:
    assert heard_by(HEARD.later(10).and_then(write())) == EVERYBODY_IN


def test_a_plan_that_the_engine_has_not_confirmed_lets_nobody_hear() -> None:
    assert heard_by(given(IN_SESSION, write())) == frozenset()


def test_a_plan_counts_from_the_moment_it_was_confirmed() -> None:
    story = IN_SESSION.later(10).and_then(APPLIED).later(3).and_then(write(ago=8))
    assert of(story) == Heard(LINE, frozenset(), EVERYBODY_IN)


def test_whoever_is_put_out_hears_no_more_from_the_event_on() -> None:
    before = HEARD.later(10).and_then(write())
    after = before.and_then(exclude(MOTHER)).later(10)
    later = after.and_then(write(LineId(FLAT), ago=5))
    assert MOTHER in heard_by(later)
    assert heard_by(later, LineId(FLAT)) == EVERYBODY_IN - {MOTHER}


def test_whoever_is_put_out_in_the_middle_of_a_line_hears_a_part_of_it() -> None:
    story = HEARD.later(10).and_then(exclude(MOTHER)).later(3).and_then(write(ago=8))
    assert of(story) == Heard(LINE, EVERYBODY_IN - {MOTHER}, frozenset({MOTHER}))


def test_a_dropped_call_is_heard_in_part() -> None:
    story = HEARD.later(10).and_then(drop(SCHOOL)).later(3).and_then(write(ago=8))
    assert of(story).heard_in_part == {TEACHER}


def test_whoever_comes_back_hears_from_their_confirmed_plan_on() -> None:
    out = HEARD.and_then(exclude(MOTHER), APPLIED, answer(MOTHER), readmit(MOTHER)).later(10)
    unheard = out.and_then(write(ago=5))
    assert MOTHER not in heard_by(unheard)
    heard = out.and_then(APPLIED).later(10).and_then(write(ago=5))
    assert MOTHER in heard_by(heard)


def test_a_held_person_hears_nothing() -> None:
    story = HEARD.and_then(hold(KITCHEN)).later(10).and_then(write(ago=5))
    assert heard_by(story) == EVERYBODY_IN - {MOTHER}


def test_nobody_hears_in_a_pause() -> None:
    story = HEARD.and_then(pause()).later(10).and_then(write(ago=5))
    assert of(story) == Heard(LINE, frozenset(), frozenset())


def test_whoever_has_no_media_hears_nothing() -> None:
    quiet = given(IN_SESSION, drop(SCHOOL), join(TEACHER), answer(TEACHER), admit(TEACHER), APPLIED)
    assert TEACHER not in heard_by(quiet.later(10).and_then(write(ago=5)))
    loud = quiet.and_then(connect(SCHOOL)).later(10)
    assert TEACHER in heard_by(loud.and_then(write(ago=5)))


def test_a_closed_part_is_heard_by_its_audience_alone() -> None:
    closed = given(WITHOUT_HIM_THERE, APPLIED, begin(CLOSED_PART), APPLIED, sealed(CLOSED_PART))
    story = closed.and_then(APPLIED).later(10).and_then(write(ago=5))
    assert heard_by(story) == {CHAIR, MINUTE_TAKER, TEACHER, SOCIAL_WORKER}


def test_an_observer_hears() -> None:
    story = HEARD.and_then(join(OBSERVER), connect(GALLERY), answer(OBSERVER), admit(OBSERVER))
    heard = story.and_then(APPLIED).later(10).and_then(write(ago=5))
    assert OBSERVER in heard_by(heard)


def test_nobody_hears_after_a_restart() -> None:
    story = HEARD.later(10).and_then(restart())
    assert all(span.ends_at <= story.now for span in spans(story.log, Micros(story.now + SECOND)))


def test_a_stretch_that_lasts_ends_when_the_asker_says() -> None:
    until = Micros(HEARD.now + 60 * SECOND)
    ends = {span.participant_id: span.ends_at for span in spans(HEARD.log, until)}
    assert ends == dict.fromkeys(EVERYBODY_IN, until)


def test_a_pause_parts_two_stretches() -> None:
    held = given(HEARD, hold(CIVIC_CENTRE), hold(KITCHEN), APPLIED)
    story = held.later(10).and_then(pause(), APPLIED, resume(), APPLIED)
    mine = [s for s in spans(story.log, Micros(story.now + 1)) if s.participant_id == TEACHER]
    assert len(mine) == 2
    assert mine[0].ends_at < mine[1].begins_at


def test_no_line_is_heard_in_an_empty_log() -> None:
    assert could_hear([]) == []
    assert spans([], Micros(5)) == []


def test_a_confirmation_counts_only_for_a_plan_that_was_made() -> None:
    given(IN_SESSION).when((NotePlanApplied(10_000), SERVICE)).then()
    version = IN_SESSION.state.version
    once = given(IN_SESSION).when((NotePlanApplied(version), SERVICE)).then(PlanApplied(version))
    once.when((NotePlanApplied(version), SERVICE)).then()
    once.when((NotePlanApplied(1), SERVICE)).then()
