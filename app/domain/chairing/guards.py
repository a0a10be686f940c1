"""What the running order asks for before a part begins, and somebody comes in."""

from app.domain.chairing.script import unsaid
from app.domain.conference import Conference, Section
from app.domain.errors import ScriptOpen
from app.domain.people import Leg, Participant

OPENING = frozenset({"opening", "attendance_and_reports"})
PRE_MEETING = "pre_meeting"


def check_script(conference: Conference, section: Section) -> None:
    """No information before the script is done (REQ-64)."""
    comes_before = section.kind in OPENING or section.kind.startswith(PRE_MEETING)
    if conference.agenda.next_step is not None and not comes_before:
        raise ScriptOpen("Complete the opening script first.")


def check_short_form(conference: Conference, person: Participant, leg: Leg) -> None:
    """A late joiner goes through steps 1 to 5 in the lobby: by identity and answers.

    Both are there by the rules of admission; what those let pass with a reason, this does not.
    """
    is_late = conference.agenda.script_is_done and person.id not in conference.agenda.been_in
    if is_late and unsaid(leg):
        raise ScriptOpen("A late joiner agrees first: no recording, and safe to speak.")
