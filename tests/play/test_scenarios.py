"""What three conferences, written down beforehand, prove of the requirements."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from app.domain.asking.events import HandRaised, QuestionAnswered, SafePhraseNoted, SilentSignalled
from app.domain.canonical import canonical, plain
from app.domain.conference import UNBOOKED, Conference, Phase
from app.domain.copying.build import copy_from, planned_actions
from app.domain.copying.copy import bytes_of
from app.domain.copying.readers import course_of
from app.domain.entitlement import hearing_ledger
from app.domain.events import EventClass, event_class
from app.domain.evolve import evolve, fold
from app.domain.ids import LegId, Micros
from app.domain.people import LegKind
from app.domain.routing import media_plan
from app.play.player import Played
from app.play.results import Results, results
from tests.play.conftest import ALL, S1, S2, S3, log_of, played


@cache
def found(path: Path) -> Results:
    return results(played(path).cast, log_of(path))


def states(path: Path) -> Iterator[tuple[Micros, Conference]]:
    conference = UNBOOKED
    for recorded in log_of(path):
        conference = evolve(conference, recorded)
        yield recorded.at, conference


def between(path: Path, begins: str, ends: str) -> list[Conference]:
    """Every state after all that happened at `begins`, to `ends` (not included)."""
    cast = played(path).cast
    first = [s for at, s in states(path) if at <= cast.at(begins)][-1]
    return [first, *(s for at, s in states(path) if cast.at(begins) < at < cast.at(ends))]


def legs_at(performance: Played, state: Conference, id: str) -> set[LegId]:
    return {leg.id for leg in state.legs_of(performance.cast.person(id))}


def hears(performance: Played, state: Conference, id: str) -> bool:
    mine = legs_at(performance, state, id)
    return any(flow.sink in mine for flow in media_plan(state))


@pytest.mark.req("REQ-84")
@pytest.mark.req("REQ-90")
@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem[:2])
def test_everything_that_the_file_expects_comes_out(path: Path) -> None:
    performance = played(path)
    assert performance.failed == []
    assert performance.scenario.warnings == []
    assert len(performance.checks) > 250


@pytest.mark.req("REQ-33", partial="phone")
def test_answers_by_keys_and_answers_by_a_rooms_host_let_people_in() -> None:
    kinds = {leg.kind for _, state in states(S2) for leg in state.legs.values()}
    assert {LegKind.PHONE, LegKind.ROOM} <= kinds
    assert not played(S3).failed


@pytest.mark.req("REQ-34")
def test_the_father_is_let_in_only_when_his_brother_has_gone() -> None:
    with_him = between(S1, "11:16:50", "11:18:30")
    assert not any(hears(played(S1), state, "father") for state in with_him)
    assert hears(played(S1), between(S1, "11:18:30", "11:18:40")[-1], "father")


@pytest.mark.req("REQ-34")
@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem[:2])
def test_nobody_undeclared_is_at_a_place_that_hears(path: Path) -> None:
    for _, state in states(path):
        sinks = {flow.sink for flow in media_plan(state)}
        assert not any(state.legs[id].with_whom for id in sinks)


@pytest.mark.req("REQ-36", partial="phone")
def test_a_signal_by_keys_is_answered_as_if_they_had_asked_to_speak() -> None:
    asked = [row for row in found(S2).restricted if row["who"] == ["mother"]]
    times = {(str(row["at"]), str(row["types"])) for row in asked}
    assert ("14:05:50", "['silent_signal']") in times
    assert ("14:05:52", "['covert_reply']") in times
    (raised,) = [e for e in log_of(S2) if isinstance(e.event, HandRaised)]
    assert played(S2).cast.clock(raised.at) == "14:05:50"


@pytest.mark.req("REQ-37")
def test_the_neutral_pause_reproduces_and_leaves_no_trace() -> None:
    performance = played(S2)
    during = between(S2, "14:06:20", "14:13:40")
    others = [id for id in performance.cast.scenario.people if id not in {"mother", "ld_advocate"}]
    for state in during:
        assert state.phase is Phase.PAUSED
        assert state.pause_reason == "technical_check"
        assert not any(hears(performance, state, id) for id in others)
    talk = next(state for state in during if hears(performance, state, "mother"))
    assert hears(performance, talk, "ld_advocate")
    assert between(S2, "14:14:00", "14:14:10")[-1].phase is Phase.IN_SECTION
    covert = {type(e.event) for e in log_of(S2) if event_class(e.event) is EventClass.RESTRICTED}
    assert {SilentSignalled, QuestionAnswered, SafePhraseNoted} <= covert


TRACES = (b"signal", b"phrase", b"response", b"not_safe", b"someone_there")


@pytest.mark.req("REQ-37")
@pytest.mark.req("REQ-111")
def test_no_copy_no_other_screen_and_no_ordinary_audit_tells_of_the_signal() -> None:
    performance, log = played(S2), log_of(S2)
    end, course = fold(UNBOOKED, log), course_of(log)
    for id in performance.cast.scenario.people:
        copy = copy_from(end, course, performance.cast.person(id), planned_actions(end))
        assert not any(trace in bytes_of(copy) for trace in TRACES)
    in_the_know = {performance.cast.person(id) for id in ("chair", "ld_advocate")}
    for leg_id, views in performance.stage.screens.shown.items():
        present = {id for _, s in states(S2) if leg_id in s.legs for id in s.legs[leg_id].present}
        if not present & in_the_know:
            assert not any(b"phrase" in canonical(plain(view)) for view in views)
    ordinary = [type for row in found(S2).ordinary for type in str(row["types"]).split("'")]
    assert not {"silent_signal", "covert_reply", "closed_questions"} & set(ordinary)


@pytest.mark.req("REQ-38")
def test_the_parents_never_share_a_place_a_roster_or_a_line() -> None:
    performance = played(S1)
    mother, father = performance.cast.person("mother"), performance.cast.person("father")
    for _, state in states(S1):
        plan = media_plan(state)
        zones = {leg.zone: set(leg.present) for leg in state.legs.values() if leg.zone != "lobby"}
        assert not any({mother, father} <= people for people in zones.values())
        hers, his = legs_at(performance, state, "mother"), legs_at(performance, state, "father")
        ends = [{flow.source, flow.sink} for flow in plan]
        assert not any(pair & hers and pair & his for pair in ends)
    for leg_id, views in performance.stage.screens.shown.items():
        owners = {s.legs[leg_id].owner for _, s in states(S1) if leg_id in s.legs}
        for own, other in ((mother, father), (father, mother)):
            if own in owners:
                names = [canonical(plain(view)) for view in views]
                assert not any(str(other).encode() in name for name in names)


@pytest.mark.req("REQ-69")
def test_no_line_is_heard_by_both_and_each_has_the_same_parts() -> None:
    heard: dict[str, set[str]] = {"mother": set(), "father": set()}
    for row in found(S1).ledger.values():
        people = str(row["heard"]) + str(row["heard_in_part"])
        assert not ("'mother'" in people and "'father'" in people)
        for id, parts in heard.items():
            if f"'{id}'" in people:
                parts.add(str(row["section"]))
    assert {"opening", "reason", "mother_views", "decision", "close_mother"} <= heard["mother"]
    assert heard["father"] == {"father_part", "father_outcome"}


@pytest.mark.req("REQ-40")
def test_the_mothers_telephone_is_silent_while_a_child_may_hear() -> None:
    silent = between(S2, "13:41:20", "13:46:20")
    performance = played(S2)
    cut = [state for state in silent if state.phase is not Phase.PAUSED]
    assert cut
    assert not any(hears(performance, state, "mother") for state in cut)
    (incident,) = [row for row in found(S2).incidents if row["kind"] == "child_may_have_heard"]
    assert (incident["from"], incident["to"]) == ("13:41:00", "13:41:20")
    assert incident["lines"] == ["L04"]


@pytest.mark.req("REQ-42")
def test_browsers_telephones_and_a_shared_room_are_in_one_conference() -> None:
    at_once = between(S1, "11:06:00", "11:15:20")[-1]
    inside = {leg.kind for leg in at_once.legs.values() if leg.zone == "main"}
    assert inside == {LegKind.BROWSER, LegKind.PHONE, LegKind.ROOM}


@pytest.mark.req("REQ-47")
@pytest.mark.parametrize(
    ("path", "who", "repaired"), [(S1, "father", "L21"), (S2, "mother", "L19")]
)
def test_what_a_dropped_call_missed_is_logged_and_repaired(
    path: Path, who: str, repaired: str
) -> None:
    (drop,) = [row for row in found(path).incidents if row["kind"] == "call_drop"]
    assert (drop["who"], drop["repaired_by"]) == ([who], repaired)


@pytest.mark.req("REQ-67")
def test_the_stepfather_is_put_out_during_the_conference() -> None:
    performance = played(S3)
    after = between(S3, "10:41:30", "11:45:00")
    assert not any(performance.cast.person("stepfather") in _heard(state) for state in after)
    person = after[-1].participant(performance.cast.person("stepfather"))
    assert person.standing == "excluded"


def _heard(state: Conference) -> set[object]:
    sinks = {flow.sink for flow in media_plan(state)}
    return {id for sink in sinks for id in state.legs[sink].present}


@pytest.mark.req("REQ-68")
def test_the_girl_is_there_in_her_own_part_and_in_no_other() -> None:
    rows = found(S3).ledger.values()
    parts = {str(row["section"]) for row in rows if "'mabli'" in str(row["heard"])}
    assert parts == {"mabli_part"}


@pytest.mark.req("REQ-77", partial="phone")
def test_a_stop_leaves_no_flow_at_all_within_the_second() -> None:
    stopped = between(S3, "10:40:10", "10:41:30")
    assert not any(media_plan(state) for state in stopped)


@pytest.mark.req("REQ-72")
def test_the_quorum_is_lost_and_regained_and_nothing_is_minuted_between() -> None:
    lost, regained = found(S2).quorum[1:]
    assert (lost["at"], lost["quorate"]) == ("14:44:00", False)
    assert (regained["at"], regained["quorate"]) == ("14:49:10", True)
    times = [(str(row["at"]), str(row["until"])) for row in found(S2).ledger.values()]
    assert not any(at < "14:49:10" and until > "14:44:00" for at, until in times)


@pytest.mark.req("REQ-73")
def test_a_written_view_of_somebody_who_left_counts() -> None:
    (school,) = [row for row in found(S2).views if row["by"] == "school"]
    assert (school["jonty"], school["written"]) == ("end_plan", True)


@pytest.mark.req("REQ-74")
def test_a_solicitor_is_reminded_muted_and_given_their_voice_back() -> None:
    acts = {
        (str(row["at"]), type)
        for row in found(S2).ordinary
        for type in str(row["types"]).split("'")[1::2]
        if row["who"] == ["solicitor"]
    }
    assert {
        ("13:55:20", "role_reminder"),
        ("14:02:20", "role_reminder"),
        ("14:02:20", "mute_by_chair"),
        ("14:24:20", "unmute_by_chair"),
    } <= acts


@pytest.mark.req("REQ-83")
def test_two_lines_are_heard_by_the_stepfather_and_not_copied_to_him() -> None:
    copy = found(S3).copies["stepfather"]["lines"]
    for line in ("L05", "L08"):
        assert "'stepfather'" in str(found(S3).ledger[line]["heard"])
        assert f"'{line}'" not in str(copy)


@pytest.mark.req("REQ-52")
def test_the_translator_leaves_for_the_restricted_part() -> None:
    performance = played(S3)
    closed = between(S3, "11:11:00", "11:17:00")
    assert not any(hears(performance, state, "translator") for state in closed)


@pytest.mark.req("REQ-92")
def test_two_children_have_two_outcomes() -> None:
    outcomes = {row["child"]: row["outcome"] for row in found(S2).decisions}
    assert outcomes == {"jonty": "plan_ended", "poppy": "plan_continued"}


@pytest.mark.req("REQ-94")
@pytest.mark.req("REQ-96")
@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem[:2])
def test_views_and_dissent_are_those_of_the_file(path: Path) -> None:
    names = [check.name for check in played(path).checks if check.passed]
    assert any(name.startswith("views ") for name in names)
    assert any(name.startswith("dissent ") for name in names)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem[:2])
def test_nobody_heard_what_was_not_for_them(path: Path) -> None:
    assert all(not row.heard_without_entitlement for row in hearing_ledger(log_of(path)))
