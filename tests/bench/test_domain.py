"""What the domain's bench measures is a whole conference, in which nothing was refused."""

import subprocess

from app.domain.conference import UNBOOKED, Phase
from app.domain.evolve import fold
from bench.domain import GOALS, LINES, PEOPLE, Course, a_round, begin, measured
from bench.stage.child import ROOT, python


def test_every_figure_is_there_and_so_is_the_machines_own() -> None:
    found = measured(100)
    assert set(GOALS) < set(found)
    assert all(isinstance(found[name], float) and found[name] for name in (*GOALS, "reference_us"))
    assert found["people"] == PEOPLE
    assert int(str(found["lines"])) >= LINES
    assert int(str(found["commands"])) >= 100


def test_a_round_leaves_everybody_where_they_were() -> None:
    course = Course()
    begin(course, lines=3)
    before = course.state
    for command, actor in a_round(course, 0):
        course.send(command, actor)
    after = course.state
    assert after.phase is before.phase is Phase.IN_SECTION
    assert {leg.id: leg.zone for leg in after.legs.values()} == {
        leg.id: leg.zone for leg in before.legs.values()
    }
    assert len(after.lines) == len(before.lines) + 2
    assert after.asking.hands == ()


def test_the_log_that_is_read_again_is_the_one_that_was_written() -> None:
    course = Course()
    begin(course, lines=3)
    assert fold(UNBOOKED, course.log) == course.state


def test_the_domains_bench_explains_itself() -> None:
    command = [*python("bench.domain"), "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "--quick" in done.stdout
