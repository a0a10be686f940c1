"""What falls due, and when: the keeper sleeps on it."""

from app.domain.commands import AskAgain, Command, DropLegs
from app.domain.conference import LIVE, Conference
from app.domain.freshness import still_count
from app.domain.ids import Micros


def next_due(conference: Conference) -> tuple[Micros, Command] | None:
    """The first command the service owes the conference, and its time; None: nothing is owed."""
    if conference.phase not in LIVE:
        return None
    due = [*_drops(conference), *_questions(conference)]
    return min(due, key=lambda owed: owed[0]) if due else None


def _drops(conference: Conference) -> list[tuple[Micros, Command]]:
    """A leg shown as lost is dropped when the rest of its time has run out."""
    rules = conference.rules
    left = rules.dropped_after - rules.shown_lost_after
    return [
        (Micros(leg.lost_at + left), DropLegs(frozenset({leg.id}), "socket"))
        for leg in conference.legs.values()
        if leg.lost_at is not None
    ]


def _questions(conference: Conference) -> list[tuple[Micros, Command]]:
    """Answers go stale: ask again once; sound goes on meanwhile."""
    return [
        (Micros(leg.answered_at + conference.rules.answers_stale_after), AskAgain(leg.id))
        for leg in conference.legs.values()
        if still_count(conference, leg)
    ]
