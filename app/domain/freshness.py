"""Whether what a place said about who is there still counts, and whether a command is too old."""

from app.domain.conference import Conference
from app.domain.errors import AnswersNeeded, ChairAway, StaleCommand
from app.domain.ids import LegId, Micros, ParticipantId
from app.domain.legs import chair_is_inside
from app.domain.people import FAMILY_SIDE, Leg


def is_fresh(conference: Conference, leg: Leg, now: Micros) -> bool:
    """Answered since it was last asked, since anyone there was put out, and not too long ago."""
    if leg.answers is None or leg.answered_at < needed_since(conference, leg):
        return False
    return now - leg.answered_at <= conference.rules.answers_stale_after


def needed_since(conference: Conference, leg: Leg) -> Micros:
    """The latest thing that made older answers worthless for this leg."""
    people = [conference.participants[id] for id in leg.present if id in conference.participants]
    put_out = [person.out_since for person in people]
    family = any(person.role in FAMILY_SIDE for person in people)
    return max([leg.asked_at, leg.joined_at, *put_out, *([conference.paused_at] if family else [])])


def is_clear(conference: Conference, leg: Leg, now: Micros) -> bool:
    return is_fresh(conference, leg, now) and leg.answers is not None and leg.answers.all_clear


def check_answers(conference: Conference, leg: Leg, now: Micros, *, excused: bool) -> None:
    """Raises AnswersNeeded. `excused`: the chair gave a reason to admit all the same (REQ-34)."""
    if not is_fresh(conference, leg, now) or leg.answers is None:
        raise AnswersNeeded("Ask again who is there first: the answers are missing or too old.")
    if not leg.answers.all_clear and not excused:
        raise AnswersNeeded("The answers are not all clear: give a reason, or wait.")


def check_seen(conference: Conference, seen: int, about: ParticipantId | None = None) -> None:
    """A command that grants something must know of everything that was taken since (I5)."""
    person = conference.participants.get(about) if about is not None else None
    taken_at = max(conference.narrowed_at, person.narrowed_at if person is not None else 0)
    if seen < taken_at:
        raise StaleCommand("The conference has changed since. Please look again.")


def check_chair(conference: Conference) -> None:
    if not chair_is_inside(conference):
        raise ChairAway("Nobody is let in while the chair is not inside.")


def newest_lobby_leg(
    conference: Conference, id: ParticipantId, clear_at: Micros
) -> LegId | None:
    """The person's newest leg that could be let in without a further question."""
    person = conference.participants[id]
    ready = [
        leg
        for leg in conference.legs.values()
        if leg.owner == id
        and leg.zone == "lobby"
        and leg.kind != "companion"
        and leg.lost_at is None
        and leg.device in person.identified
        and is_clear(conference, leg, clear_at)
    ]
    return max(ready, key=lambda leg: leg.joined_at).id if ready else None
