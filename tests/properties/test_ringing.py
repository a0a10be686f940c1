"""Whatever is asked, noted and lost by chance: no call is placed that the rules do not allow."""

from collections.abc import Iterator

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from app.domain.days import minute_of
from app.domain.events import LegDropped
from app.domain.evolve import Recorded
from app.domain.ids import SECOND, Micros
from app.domain.noting.events import RingingAsked
from app.domain.telephones.events import (
    CallPlaced,
    CallPlanned,
    CallProgressed,
    PinFailed,
    Progress,
)
from app.domain.telephoning.due import calls_to_place
from tests.domain.people import MOTHER
from tests.domain.scenario import Story
from tests.domain.steps import Step, admit, exclude, readmit
from tests.domain.telephone_steps import (
    BY_PHONE,
    allow,
    allow_but_not_after_a_drop,
    forbid,
    lose,
    note,
    phone,
    place,
    ring,
    stop,
    want_call_back,
    wrong_pins,
)

NOW = minute_of(BY_PHONE.now)
PLANS: list[list[Step]] = [
    [allow()],
    [allow(begins=NOW, ends=NOW + 20)],
    [allow_but_not_after_a_drop()],
    [forbid()],
]
COURSES: list[list[Step]] = [
    *([ring()],) * 6,
    *([note(progress)] for progress in Progress),
    *([note(progress)] for progress in (Progress.BUSY, Progress.NO_ANSWER, Progress.DECLINED)),
    *([lose()],) * 2,
    [*phone(), admit(MOTHER)],
    [exclude(MOTHER)],
    [readmit(MOTHER)],
    [stop()],
    [wrong_pins()],
    [want_call_back()],
]
HOUR = 3_600 * SECOND
NO = {Progress.DECLINED, Progress.LATER, Progress.NOT_ALLOWED, Progress.STOPPED}

Course = tuple[list[Step], int, bool]
courses = st.tuples(
    st.one_of(*[st.sampled_from(COURSES)] * 9, st.sampled_from(PLANS)),
    st.sampled_from([*(1, 20, 60, 105, 130) * 3, 250, 700, 3_000]),
    st.booleans(),
)


@settings(max_examples=120, deadline=None)
@for_all(st.sampled_from(PLANS), st.lists(courses, min_size=20, max_size=60))
def test_no_call_is_placed_that_the_rules_do_not_allow(
    plan: list[Step], happens: list[Course]
) -> None:
    story = BY_PHONE.and_then(*plan, lose())
    for steps, seconds, is_tried in happens:
        for step in steps:
            story = story.when(step)
        story = kept(story.later(seconds), is_tried=is_tried)
    placed = [each for each in story.log if isinstance(each.event, CallPlaced)]
    for each in placed:
        check_placed(each, [before for before in story.log if before.version < each.version])


def kept(story: Story, *, is_tried: bool) -> Story:
    """As the keeper does; or a call is placed although none was called due."""
    return story.when(place()) if is_tried or calls_to_place(story.state, story.now) else story


def check_placed(placed: Recorded, before: list[Recorded]) -> None:
    plans = [each.event for each in before if isinstance(each.event, CallPlanned)]
    assert allows(plans[-1], placed.at)
    earlier = [each for each in before if isinstance(each.event, CallPlaced)]
    assert sum(placed.at - each.at < HOUR for each in earlier) < 5
    asked = list(askings(before))[-1]
    assert not any(says_no(each) for each in before if each.version > asked.version)
    assert sum(each.version > asked.version for each in earlier) < 3
    assert placed.at - asked.at < 300 * SECOND
    assert not [each for each in before[-1:] if is_under_way(each, placed.at)]


def allows(plan: CallPlanned, at: Micros) -> bool:
    hours = plan.from_minute is None or plan.to_minute is None
    return plan.may_ring and (
        hours or (plan.from_minute or 0) <= minute_of(at) < (plan.to_minute or 0)
    )


def askings(before: list[Recorded]) -> Iterator[Recorded]:
    """By the chair, or by a lost call."""
    for each in before:
        match each.event:
            case RingingAsked() | LegDropped(why="call-lost"):
                yield each
            case _:
                pass


def says_no(each: Recorded) -> bool:
    match each.event:
        case CallProgressed(_, progress):
            return progress in NO
        case PinFailed() | CallPlanned():
            return True
        case _:
            return False


def is_under_way(last: Recorded, at: Micros) -> bool:
    match last.event:
        case CallPlaced() | CallProgressed(_, Progress.RINGING):
            return at - last.at < 120 * SECOND
        case CallProgressed(_, Progress.ANSWERED):
            return at - last.at < 600 * SECOND
        case _:
            return False
