"""Whoever was gone and is there again waits outside, whatever part is open (REQ-46)."""

import pytest

from app.domain.ids import LegId, SectionId
from tests.domain.people import (
    AUDIENCES,
    CHAIR,
    CIVIC_CENTRE,
    KITCHEN,
    MINUTE_TAKER,
    MOTHER,
    SCHOOL,
    SOCIAL_WORKER,
    TEACHER,
    TITLES,
    WELCOME,
)
from tests.domain.scenario import IN_SESSION, given, is_dark
from tests.domain.steps import (
    answer,
    begin,
    connect,
    drop,
    join,
    join_room,
    restate,
    sealed,
)


@pytest.mark.req("REQ-46")
@pytest.mark.parametrize("section", AUDIENCES, ids=lambda id: TITLES[id].digest)
@pytest.mark.parametrize("leg", [SCHOOL, KITCHEN, CIVIC_CENTRE])
def test_whoever_comes_back_waits_outside_whatever_part_is_open(
    section: SectionId, leg: LegId
) -> None:
    """Also where the part is for them: only the chair lets them in."""
    alone = given(IN_SESSION, restate(CIVIC_CENTRE, SOCIAL_WORKER))
    ready = given(alone, *(answer(id) for id in (CHAIR, MINUTE_TAKER, TEACHER, MOTHER)))
    open_ = ready if section == WELCOME else given(ready, begin(section))
    if open_.state.next_id is not None:
        open_ = given(open_, sealed(section))
    assert open_.state.section_id == section
    gone = given(open_, *([drop(leg)] if leg in open_.state.legs else []))
    back = given(gone, join_room(leg) if leg == CIVIC_CENTRE else join(OWNERS[leg]))
    assert back.state.legs[leg].zone == "lobby"
    assert is_dark(given(back, connect(leg)), leg)


OWNERS = {SCHOOL: TEACHER, KITCHEN: MOTHER}
