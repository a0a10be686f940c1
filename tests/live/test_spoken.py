"""Who has spoken for how long: by the level of each microphone, for the chair alone, not kept."""

from app.domain.ids import LegId, ParticipantId
from app.live.spoken import Spoken
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    KITCHEN,
    MOTHER,
    OFFICE,
    SCHOOL,
    TEACHER,
)
from tests.domain.scenario import IN_SESSION, given
from tests.domain.signal_steps import aside
from tests.service.surroundings import CONFERENCE

LOUD, QUIET = 20, 90


class Watch:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def listened(*reports: tuple[float, dict[LegId, int]]) -> Spoken:
    watch = Watch()
    spoken = Spoken(watch)
    for at, levels in reports:
        watch.now = at
        spoken.hear(CONFERENCE, levels)
    return spoken


def every_half_second(leg: LegId, seconds: int, level: int = LOUD) -> Spoken:
    return listened(*((n / 2, {leg: level}) for n in range(seconds * 2 + 1)))


def test_what_is_loud_counts_for_the_person_in_rounded_seconds() -> None:
    spoken = every_half_second(KITCHEN, 27)
    assert spoken.voices(CONFERENCE, IN_SESSION.state) == ((MOTHER, 20),)


def test_what_is_quiet_counts_for_nobody() -> None:
    assert every_half_second(KITCHEN, 30, QUIET).voices(CONFERENCE, IN_SESSION.state) == ()


def test_a_gap_in_the_reports_counts_for_a_second_at_most() -> None:
    spoken = listened((0.0, {KITCHEN: LOUD}), (300.0, {KITCHEN: QUIET}))
    assert spoken.voices(CONFERENCE, IN_SESSION.state) == ()


def test_a_shared_room_has_one_voice() -> None:
    voices = every_half_second(CIVIC_CENTRE, 30).voices(CONFERENCE, IN_SESSION.state)
    place = IN_SESSION.state.leg(CIVIC_CENTRE).place
    assert voices == ((place, 30),)


def test_whoever_has_spoken_longest_comes_first_and_times_add_up() -> None:
    watch = Watch()
    spoken = Spoken(watch)
    for n in range(41):
        watch.now = n / 2
        spoken.hear(CONFERENCE, {SCHOOL: LOUD if n < 21 else QUIET, OFFICE: LOUD})
        spoken.voices(CONFERENCE, IN_SESSION.state)
    voices: list[tuple[ParticipantId, int]] = [(CHAIR, 20), (TEACHER, 10)]
    assert list(spoken.voices(CONFERENCE, IN_SESSION.state)) == voices


def test_what_is_said_in_a_private_room_is_no_part_of_it() -> None:
    apart = given(IN_SESSION, aside(KITCHEN, MOTHER))
    assert every_half_second(KITCHEN, 30).voices(CONFERENCE, apart.state) == ()
