"""What goes wrong: flagged and noted by people, or worked out from the log."""

import pytest

from app.domain.commands import WriteLine
from app.domain.conduct_panels import ConductPanel
from app.domain.errors import (
    Incomplete,
    NotPermitted,
    UnknownParticipant,
    WrongStanding,
    WrongZone,
)
from app.domain.events import EventClass, LegDropped, LineKind, event_class
from app.domain.ids import SECOND, Micros, ParticipantId
from app.domain.incident_list import Incident, incidents
from app.domain.noting.commands import FlagConcern, NoteIncident, ReleaseParticipant
from app.domain.noting.events import (
    Concern,
    ConcernFlagged,
    CovertIncidentNoted,
    ParticipantReleased,
)
from app.domain.reading import ordinary_reading
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    FATHER,
    FLAT,
    LINE,
    MINUTE_TAKER,
    MOTHER,
    OFFICE,
    REASON,
    SOCIAL_WORKER,
    TEACHER,
    USUAL,
    who,
)
from tests.domain.record_steps import APPLIED
from tests.domain.scenario import (
    EVERYBODY_WAITS,
    IN_SESSION,
    WITHOUT_HIM_THERE,
    Story,
    given,
    standing_of,
)
from tests.domain.signal_steps import plan_safety
from tests.domain.steps import (
    Step,
    admit,
    answer,
    connect,
    drop,
    exclude,
    hold,
    join,
    write,
)


def panel(story: Story) -> ConductPanel:
    shown = story.view(OFFICE).panel
    assert shown is not None
    return shown.conduct


def flag(about: ParticipantId, by: ParticipantId = TEACHER) -> Step:
    return FlagConcern(Concern.CHILD_AUDIBLE, about), who(by, USUAL[by])


def note(about: ParticipantId, by: ParticipantId = CHAIR, *, covert: bool = False) -> Step:
    return NoteIncident("overheard", about, Micros(0), covert=covert), who(by)


def found(story: Story, kind: str) -> list[Incident]:
    return [each for each in incidents(story.log) if each.kind == kind]


def test_a_flag_reaches_the_chair_alone_and_goes_when_the_place_is_silenced() -> None:
    flagged = IN_SESSION.when(flag(MOTHER)).then(ConcernFlagged(Concern.CHILD_AUDIBLE, MOTHER))
    assert [each.about for each in panel(flagged).flags] == [MOTHER]
    for leg in IN_SESSION.state.legs:
        if leg != OFFICE:
            assert flagged.view(leg) == IN_SESSION.view(leg)
    assert panel(given(flagged, hold(USUAL[MOTHER]))).flags == ()
    assert panel(given(flagged, answer(MOTHER))).flags == ()


def test_a_second_flag_about_the_same_changes_nothing() -> None:
    given(IN_SESSION, flag(MOTHER)).when(flag(MOTHER)).then()


def test_nobody_outside_flags_and_nobody_outside_is_flagged() -> None:
    EVERYBODY_WAITS.when(flag(MOTHER)).refuses(WrongZone)
    held = given(IN_SESSION, hold(USUAL[MOTHER]))
    held.when(flag(MOTHER)).refuses(UnknownParticipant)
    held.when(flag(TEACHER, by=MOTHER)).refuses(WrongZone)


@pytest.mark.req("REQ-40")
def test_what_was_said_before_a_flagged_place_was_silenced_is_an_incident() -> None:
    story = given(WITHOUT_HIM_THERE, APPLIED).later(10)
    story = given(story, flag(MOTHER))
    flagged_at = story.now
    story = given(story.later(19), write(ago=15))
    story = given(story, hold(USUAL[MOTHER]))
    (incident,) = found(story, "child_may_have_heard")
    assert incident.people == {MOTHER}
    assert (incident.begins_at, incident.ends_at) == (flagged_at, story.now)
    assert incident.lines == (LINE,)


def test_a_family_call_that_drops_is_an_incident_until_they_are_let_in_again() -> None:
    story = given(WITHOUT_HIM_THERE, APPLIED, drop(FLAT)).later(8)
    gone_at = Micros(story.now - 8 * SECOND)
    (incident,) = found(story, "call_drop")
    assert (incident.people, incident.begins_at, incident.ends_at) == ({FATHER}, gone_at, None)
    back = given(story, join(FATHER), connect(FLAT), answer(FATHER), admit(FATHER), write())
    (incident,) = found(back, "call_drop")
    assert incident.ends_at == back.now - SECOND
    assert incident.repaired_by == LINE


def test_a_professional_whose_call_drops_is_no_incident() -> None:
    assert not incidents(given(WITHOUT_HIM_THERE, APPLIED, drop(USUAL[TEACHER])).log)


def test_a_line_that_is_noted_was_said_by_whom_it_is_about() -> None:
    story = given(IN_SESSION, write(speaker=FATHER))
    probe = NoteIncident("probe", FATHER, Micros(0), line_id=LINE, answered=False)
    (incident,) = found(given(story, (probe, who(CHAIR))), "probe")
    assert (incident.lines, incident.answered) == ((LINE,), False)
    wrong = NoteIncident("probe", MOTHER, Micros(0), line_id=LINE)
    story.when((wrong, who(CHAIR))).refuses(WrongStanding)


def test_an_incident_has_a_code_and_has_happened() -> None:
    for wrong in (
        NoteIncident("He shouted", FATHER, Micros(0)),
        NoteIncident("shouting", FATHER, Micros(10**18)),
        NoteIncident("shouting", FATHER, Micros(2), Micros(1)),
    ):
        IN_SESSION.when((wrong, who(CHAIR))).refuses(Incomplete)


def test_the_chair_notes_and_the_minute_taker_what_is_not_covert() -> None:
    given(IN_SESSION, note(FATHER), note(FATHER, by=MINUTE_TAKER))
    IN_SESSION.when(note(FATHER, by=MINUTE_TAKER, covert=True)).refuses(NotPermitted)
    for other in (MOTHER, FATHER, SOCIAL_WORKER, TEACHER):
        IN_SESSION.when(note(FATHER, by=other)).refuses(NotPermitted)


def test_a_responder_notes_covertly_and_about_their_own_person_alone() -> None:
    story = given(IN_SESSION, plan_safety(MOTHER, responder=TEACHER))
    story.when(note(FATHER, by=TEACHER, covert=True)).refuses(NotPermitted)
    story.when(note(MOTHER, by=TEACHER)).refuses(NotPermitted)
    noted = given(story, note(MOTHER, by=TEACHER, covert=True))
    assert isinstance(noted.happened[0], CovertIncidentNoted)
    assert event_class(noted.happened[0]) is EventClass.RESTRICTED
    assert not incidents(ordinary_reading(noted.log))
    (incident,) = incidents(noted.log)
    assert incident.covert


def test_whoever_is_released_is_out_with_all_their_connections_and_at_no_fault() -> None:
    released = WITHOUT_HIM_THERE.when((ReleaseParticipant(FATHER), who(CHAIR)))
    released.then(ParticipantReleased(FATHER), LegDropped(FLAT, "released"))
    assert not found(released, "call_drop")


def test_whoever_is_excluded_may_go_and_stays_excluded() -> None:
    gone = given(WITHOUT_HIM_THERE, exclude(FATHER), (ReleaseParticipant(FATHER), who(CHAIR)))
    assert FLAT not in gone.state.legs
    assert standing_of(gone, FATHER) == "excluded"


def test_from_a_shared_room_people_walk_out_and_the_chair_is_not_released() -> None:
    assert CIVIC_CENTRE in IN_SESSION.state.legs
    IN_SESSION.when((ReleaseParticipant(FATHER), who(CHAIR))).refuses(WrongZone)
    IN_SESSION.when((ReleaseParticipant(CHAIR), who(CHAIR))).refuses(NotPermitted)


def test_lines_said_out_of_role_are_one_incident_a_speaker() -> None:
    said = WriteLine(LINE, FATHER, LineKind.OUT_OF_ROLE, REASON, 0)
    story = given(IN_SESSION, (said, who(MINUTE_TAKER)))
    (incident,) = found(story, "out_of_role")
    assert (incident.people, incident.lines) == ({FATHER}, (LINE,))
