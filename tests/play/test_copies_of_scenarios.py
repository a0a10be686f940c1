"""Copies of what was played: the same bytes whenever they are built."""

from pathlib import Path

import pytest

from app.domain.conference import UNBOOKED
from app.domain.copying.build import copy_from, planned_actions
from app.domain.copying.copy import bytes_of
from app.domain.copying.readers import course_of
from app.domain.evolve import fold
from tests.play.conftest import ALL, log_of, played


@pytest.mark.req("REQ-84")
@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem[:2])
def test_a_copy_has_the_same_bytes_whenever_it_is_built(path: Path) -> None:
    log, cast = log_of(path), played(path).cast
    end = fold(UNBOOKED, log)
    courses = course_of(log), course_of(list(log))
    for id in cast.scenario.people:
        first, again = (
            bytes_of(copy_from(end, course, cast.person(id), planned_actions(end)))
            for course in courses
        )
        assert first == again
