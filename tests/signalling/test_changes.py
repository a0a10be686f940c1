"""Lines that a reader has are not sent again; together the messages say what each view says."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from signalling.changes import LinesSent
from signalling.messages import Inside, Refused, View, Waiting
from signalling.minutes import Line

WAITING = Waiting(notice=None, answers_needed=False, asked=False, asked_for_break=False)


def line(number: int, text: str = "", *, struck: bool = False) -> Line:
    return Line(
        line_id=UUID(int=number),
        section="Opening",
        restricted=False,
        speaker=UUID(int=1),
        speaker_name="Anna",
        kind="fact",
        text=text or f"Line {number}",
        earlier=[],
        written_at_ms=0,
        struck=struck,
        children=[],
        language="en",
        withheld=[],
        flagged=False,
        flag_note=None,
    )


def inside(*lines: Line) -> Inside:
    return Inside(
        paused=False,
        section="Opening",
        section_kind="opening",
        people=[],
        lines=list(lines),
        may_write=True,
        answers_needed=False,
        asked=False,
        asked_for_break=False,
        muted=False,
        reminders=0,
    )


def view(screen: Inside | Waiting) -> View:
    return View(number=0, screen=screen, panel=None, room=None, responder=None)


def sent(socket: LinesSent, screen: Inside | Waiting) -> Inside | Waiting:
    """What leaves for the browser of it."""
    message = socket.less(view(screen))
    assert isinstance(message, View)
    assert isinstance(message.screen, Inside | Waiting)
    return message.screen


def test_only_a_new_line_is_sent_with_the_number_of_those_before_it() -> None:
    socket = LinesSent()
    assert sent(socket, inside(line(1), line(2))) == inside(line(1), line(2))
    third = inside(line(3)).model_copy(update={"lines_kept": 2})
    assert sent(socket, inside(line(1), line(2), line(3))) == third


def test_a_line_that_was_struck_is_sent_again_with_all_that_follow() -> None:
    socket = LinesSent()
    sent(socket, inside(line(1), line(2), line(3)))
    struck = line(2, struck=True)
    rest = inside(struck, line(3)).model_copy(update={"lines_kept": 1})
    assert sent(socket, inside(line(1), struck, line(3))) == rest


def test_whoever_was_outside_is_sent_every_line_anew() -> None:
    socket = LinesSent()
    sent(socket, inside(line(1)))
    assert sent(socket, WAITING) == WAITING
    assert sent(socket, inside(line(1))) == inside(line(1))


def test_what_is_no_view_is_left_as_it_is() -> None:
    assert LinesSent().less(Refused(code="wrong-phase")) == Refused(code="wrong-phase")


screens = st.one_of(
    st.just(WAITING),
    st.lists(
        st.builds(line, st.integers(0, 3), st.sampled_from("ab"), struck=st.booleans()), max_size=5
    ).map(lambda lines: inside(*lines)),
)


@given(st.lists(screens, max_size=8))
def test_a_reader_who_keeps_what_is_not_sent_again_sees_each_view_whole(
    shown: list[Inside | Waiting],
) -> None:
    socket, had = LinesSent(), list[Line]()
    for screen in shown:
        got = sent(socket, screen)
        had = [*had[: got.lines_kept], *got.lines] if isinstance(got, Inside) else []
        assert had == (screen.lines if isinstance(screen, Inside) else [])
