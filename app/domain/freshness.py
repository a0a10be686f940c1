"""Whether what a place said about who is there still counts, and whether a command is too old."""

from app.domain.asking.events import Outcome
from app.domain.conference import Conference, Phase, Section
from app.domain.errors import AnswersNeeded, ChairAway, StaleCommand
from app.domain.gating.company import exposures_at
from app.domain.ids import Micros, ParticipantId
from app.domain.inside import chair_is_inside
from app.domain.people import FAMILY_SIDE, MAIN, Leg


def still_count(conference: Conference, leg: Leg) -> bool:
    """Answered since it was last asked, since anyone there came out, and since the last pause."""
    return leg.answers is not None and leg.answered_version >= needed_since(conference, leg)


def needed_since(conference: Conference, leg: Leg) -> int:
    """Log version of the latest thing that made older answers worthless for this leg."""
    people = [conference.participants[id] for id in leg.present if id in conference.participants]
    came_out = [person.out_version for person in people]
    family = any(person.role in FAMILY_SIDE for person in people)
    return max([leg.asked_version, *came_out, *([conference.paused_version] if family else [])])


def is_fresh(conference: Conference, leg: Leg, now: Micros, section: Section | None = None) -> bool:
    """Still counts, and is not too old for the section that the leg is to be in (I10)."""
    rules = conference.rules
    restricted = section is not None and section.restricted
    limit = rules.restricted_stale_after if restricted else rules.answers_stale_after
    return still_count(conference, leg) and now - leg.answered_at <= limit


def check_answers(conference: Conference, leg: Leg, now: Micros, accepted: int | None) -> None:
    """Raises AnswersNeeded, or StaleCommand.

    Args:
        accepted: log version at which the chair saw the answers that she accepts although they
            are not all clear (REQ-34); None: they must be.
    """
    if not is_fresh(conference, leg, now, conference.governing) or leg.answers is None:
        raise AnswersNeeded("Ask again who is there first: the answers are missing or too old.")
    if not exposures_at(conference, leg):
        return
    if accepted is None:
        raise AnswersNeeded("The answers are not all clear: give a reason, or wait.")
    if accepted < leg.answered_version:
        raise StaleCommand("There are new answers. Please look again.")


def may_go_on(conference: Conference, now: Micros) -> bool:
    """Nobody inside has stale answers, and of the family none from before the pause (REQ-39).

    A room that is dark counts as well: it can light up without a further question. A section that
    is still being sealed asks for the answers that its seal asked for.
    """
    section = conference.governing if conference.resumes_to is Phase.SEALING else None
    return is_settled(conference) and all(
        is_fresh(conference, leg, now, section)
        for leg in conference.legs.values()
        if leg.zone == MAIN and leg.present
    )


def is_settled(conference: Conference) -> bool:
    """Nothing goes on while a response has not ended well (c.4)."""
    response = conference.asking.response
    return response is None or response.outcome is Outcome.SAFE


def check_seen(conference: Conference, seen: int, about: ParticipantId | None = None) -> None:
    """A command that grants something must know of everything that was taken since (I5).

    A version that is not there yet has been shown to nobody.
    """
    person = conference.participants.get(about) if about is not None else None
    taken_at = max(conference.narrowed_at, person.narrowed_at if person is not None else 0)
    if not taken_at <= seen <= conference.version:
        raise StaleCommand("The conference has changed since. Please look again.")


def check_chair(conference: Conference) -> None:
    if not chair_is_inside(conference):
        raise ChairAway("Nobody is let in while the chair is not inside.")
