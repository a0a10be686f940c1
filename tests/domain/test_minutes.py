"""Lines are written from inside and struck, never changed."""

from dataclasses import replace

from app.domain.commands import StrikeLine, WriteLine
from app.domain.errors import (
    AlreadyHere,
    NotInAudience,
    UnknownLine,
    UnknownParticipant,
    WrongPhase,
    WrongStanding,
)
from app.domain.events import LineKind, LineStruck, LineWritten
from app.domain.ids import SECOND, LegId, LineId, Micros, SectionId
from app.domain.views import InsideView, SeenLine
from tests.domain.people import (
    CLOSED_PART,
    DESK,
    KITCHEN,
    LINE,
    MINUTE_TAKER,
    MOTHER,
    NAMES,
    OFFICE,
    PLAN,
    REASON,
    SCHOOL,
    STRANGER,
    TITLES,
    WELCOME,
)
from tests.domain.scenario import (
    EVERYBODY_WAITS,
    IN_SESSION,
    WITHOUT_HIM_THERE,
    Story,
    given,
)
from tests.domain.steps import (
    Step,
    answer,
    begin,
    bring_back,
    drop,
    exclude,
    join,
    pause,
    restart,
    sealed,
    write,
)

SECOND_LINE = LineId(KITCHEN)
STRIKE: Step = (StrikeLine(LINE, REASON), MINUTE_TAKER)
WRITTEN = given(IN_SESSION, write())


def late(section: SectionId, ago: int = 0) -> Step:
    return WriteLine(LINE, MOTHER, LineKind.FACT, REASON, ago, None, section), MINUTE_TAKER


def lines_on(story: Story, leg: LegId) -> tuple[SeenLine, ...]:
    screen = story.view(leg).screen
    return screen.lines if isinstance(screen, InsideView) else ()


def test_a_line_says_who_spoke_in_which_section_and_what_kind_it_is() -> None:
    story = IN_SESSION.later(60).when(write(ago=10))
    began = Micros(story.now - 10 * SECOND)
    story.then(LineWritten(LINE, WELCOME, MOTHER, LineKind.FACT, REASON, began))


def test_the_chair_and_the_minute_taker_see_it_at_once_and_nobody_else() -> None:
    expected = SeenLine(
        line_id=LINE,
        section=TITLES[WELCOME],
        restricted=False,
        speaker=MOTHER,
        speaker_name=NAMES[MOTHER],
        kind=LineKind.FACT,
        text=REASON,
        earlier=(),
        written_at=WRITTEN.now,
        struck=False,
        children=(),
        language="en",
        withheld=(),
        flagged=False,
        flag_note=None,
    )
    assert lines_on(WRITTEN, OFFICE) == lines_on(WRITTEN, DESK) == (expected,)
    assert lines_on(WRITTEN, SCHOOL) == lines_on(WRITTEN, KITCHEN) == ()


def test_the_page_for_writing_is_the_minute_takers() -> None:
    may = {
        leg: screen.may_write
        for leg in (OFFICE, DESK, SCHOOL)
        if isinstance(screen := IN_SESSION.view(leg).screen, InsideView)
    }
    assert may == {OFFICE: False, DESK: True, SCHOOL: False}


def test_a_line_begins_neither_before_its_section_nor_after_now() -> None:
    opened = IN_SESSION.state.section(WELCOME).opened_at
    early = IN_SESSION.when(write(ago=3600))
    late = IN_SESSION.when(write(ago=-3600))
    assert opened is not None
    assert [event.began_at for event in early.happened if isinstance(event, LineWritten)] == [
        opened
    ]
    assert [event.began_at for event in late.happened if isinstance(event, LineWritten)] == [
        late.now
    ]


def test_a_line_is_written_once() -> None:
    WRITTEN.when(write()).refuses(AlreadyHere)


def test_a_line_is_by_somebody_on_the_list() -> None:
    given(IN_SESSION).when(write(speaker=STRANGER)).refuses(UnknownParticipant)


def test_a_struck_line_stays_and_is_struck_once() -> None:
    struck = WRITTEN.when(STRIKE).then(LineStruck(LINE, REASON))
    assert [line.struck for line in lines_on(struck, DESK)] == [True]
    struck.when(STRIKE).refuses(WrongStanding)
    given(IN_SESSION).when(STRIKE).refuses(UnknownLine)


def test_lines_keep_the_order_and_the_section_in_which_they_were_written() -> None:
    story = WRITTEN.and_then(begin(PLAN), write(SECOND_LINE))
    assert [line.section for line in lines_on(story, DESK)] == [TITLES[WELCOME], TITLES[PLAN]]


def test_a_line_that_comes_late_is_of_the_part_in_which_it_was_begun() -> None:
    """Words of a closed part never lie in the one that is open now."""
    closed = given(WITHOUT_HIM_THERE, begin(CLOSED_PART), sealed(CLOSED_PART)).later(60)
    moved_on = given(closed, begin(PLAN))
    story = moved_on.later(20).when(late(CLOSED_PART, ago=30))
    line = story.state.line(LINE)
    assert line.section_id == CLOSED_PART
    assert line.began_at == Micros(story.now - 30 * SECOND)
    assert story.state.record.details[LINE].until_at == moved_on.now


def test_a_line_that_comes_very_late_began_before_its_part_was_over() -> None:
    moved_on = given(WITHOUT_HIM_THERE).later(60).and_then(begin(PLAN))
    story = moved_on.later(3600).when(late(WELCOME, ago=5))
    opened = story.state.section(PLAN).opened_at
    assert story.state.line(LINE).began_at == story.state.record.details[LINE].until_at == opened


def test_nobody_writes_into_a_part_that_is_not_for_them() -> None:
    sections = tuple(
        replace(section, audience=section.audience - {MINUTE_TAKER})
        if section.id == WELCOME
        else section
        for section in given(IN_SESSION, begin(PLAN)).state.sections
    )
    story = given(IN_SESSION, begin(PLAN))
    story = replace(story, state=replace(story.state, sections=sections))
    story.when(late(WELCOME)).refuses(NotInAudience)


def test_the_channel_says_what_a_line_may_say_to_those_two_alone() -> None:
    for leg in (OFFICE, DESK):
        screen = IN_SESSION.view(leg).screen
        assert isinstance(screen, InsideView)
        assert screen.minutes is not None
        assert screen.minutes.section_id == WELCOME
        speakers = [each.participant_id for each in screen.minutes.speakers]
        assert speakers == list(IN_SESSION.state.participants)
    for leg in (SCHOOL, KITCHEN):
        screen = IN_SESSION.view(leg).screen
        assert isinstance(screen, InsideView)
        assert screen.minutes is None


def test_lines_are_written_in_a_pause_too() -> None:
    assert given(IN_SESSION, pause(), write()).state.lines


def test_no_line_is_written_before_a_section_is_open() -> None:
    given(EVERYBODY_WAITS).when(write()).refuses(WrongPhase)


def test_a_minute_taker_who_is_outside_writes_nothing() -> None:
    given(IN_SESSION, exclude(MINUTE_TAKER)).when(write()).refuses(WrongStanding)
    given(IN_SESSION, drop(DESK), join(MINUTE_TAKER)).when(write()).refuses(WrongStanding)
    given(IN_SESSION, restart()).when(write()).refuses(WrongStanding)


def test_the_lines_of_a_closed_part_are_shown_to_its_audience_alone() -> None:
    closed = given(WITHOUT_HIM_THERE, begin(CLOSED_PART), sealed(CLOSED_PART), write())
    assert lines_on(closed, OFFICE)
    after = closed.and_then(begin(PLAN), answer(MOTHER), bring_back())
    assert isinstance(after.view(KITCHEN).screen, InsideView)
    assert lines_on(after, KITCHEN) == ()


def test_a_reader_is_shown_no_line_of_a_section_that_is_not_for_them() -> None:
    """Not even the minute taker, should the audience change."""
    sections = tuple(
        replace(section, audience=section.audience - {MINUTE_TAKER})
        for section in WRITTEN.state.sections
    )
    changed = replace(WRITTEN, state=replace(WRITTEN.state, sections=sections, section_id=PLAN))
    plan = replace(sections[-1], audience=sections[-1].audience | {MINUTE_TAKER})
    changed = replace(changed, state=replace(changed.state, sections=(*sections[:-1], plan)))
    assert lines_on(changed, OFFICE)
    assert isinstance(changed.view(DESK).screen, InsideView)
    assert lines_on(changed, DESK) == ()
