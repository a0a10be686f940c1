"""Two people look at one line: nothing unseen is overwritten, and a flag changes no word."""

import pytest

from app.domain.commands import StrikeLine
from app.domain.errors import NotPermitted, StaleCommand, WrongStanding
from app.domain.record.commands import ClearFlag, FlagLine, ReviseLine
from app.domain.record.events import FlagCleared, LineFlagged
from tests.domain.people import CHAIR, MINUTE_TAKER, REASON, words
from tests.domain.record_steps import MINUTED, TOLD
from tests.domain.steps import Step


def revise(known: int) -> Step:
    return ReviseLine(TOLD, words(0xB00 + known), REASON, known), MINUTE_TAKER


@pytest.mark.req("REQ-80")
def test_a_revision_by_whoever_has_not_seen_the_last_one_is_refused() -> None:
    first, second = (revise(known) for known in (0, 1))
    once = MINUTED.and_then(first)
    once.when(first).refuses(StaleCommand)
    assert len(once.and_then(second).state.record.earlier[TOLD]) == 2


def test_the_chair_flags_a_line_and_the_minute_taker_clears_it() -> None:
    flag: Step = (FlagLine(TOLD, REASON), CHAIR)
    clear: Step = (ClearFlag(TOLD), MINUTE_TAKER)
    MINUTED.when(clear).refuses(WrongStanding)
    MINUTED.when(flag, by=MINUTE_TAKER).refuses(NotPermitted)
    flagged = MINUTED.when(flag).then(LineFlagged(TOLD, REASON))
    assert flagged.state.record.flags == {TOLD: REASON}
    assert flagged.state.record.changed_version == MINUTED.state.record.changed_version
    assert flagged.when(clear).then(FlagCleared(TOLD)).state.record.flags == {}
    MINUTED.and_then((StrikeLine(TOLD, REASON), MINUTE_TAKER)).when(flag).refuses(WrongStanding)
