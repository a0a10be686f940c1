"""Why the conference says no.

Refusal
  NotPermitted        this role, or this person, may never do it
  UnknownParticipant  UnknownLeg  UnknownPlace  UnknownSection  UnknownLine
  UnknownChild  UnknownAction  UnknownCorrection  UnknownRequest
  WrongStanding  WrongPhase  WrongZone
  AnswersNeeded       missing, stale, or not all clear without a reason
  IdentityNeeded
  KeptApart           would put two people together who may never meet
  NotAgreed           named as company without having been agreed
  SupporterNotReady   nobody has said whom they support, approved them, or had their word
  ConsentNeeded       an observer to whom not everybody has agreed
  ChildNotDecided     the chair has not decided which parts this child attends
  NotIndependent      an interpreter who is close to the family
  NotInAudience       the person may not be in this section
  ChairAway           nothing widens while the chair is not inside
  StaleCommand        made on a view that has since been narrowed
  AlreadyHere         this leg, line or device is taken
  TooManyLegs
  NotQuorate          too few agencies take part, and the chair has not said why to go on
  NotOffered          no choice of this country, this kind of conference or this decision
  Incomplete          a field that the rules ask for is missing
    StillOwed         outcomes, the plan or views, before the conference is closed
  HeadingsEmpty       the record lacks what it must hold
  NotApproved         the chair has not approved this, or not as it is now
  TooLate             the time for it is over
  ScriptOpen          a step of the opening script comes first
  RingingForbidden    the safety plan does not let them be rung, or not at this time of day
  RungTooOften        as often in this hour as anybody is rung
  CopyLeaks           a copy holds what its reader may not learn
"""

from typing import ClassVar


class Refusal(Exception):
    """A command the conference will not carry out. Nothing has changed.

    `code` is public and stable. The message is for people, and names nobody.
    """

    code: ClassVar[str]


class NotPermitted(Refusal):
    code = "not-permitted"


class UnknownParticipant(Refusal):
    code = "unknown-participant"


class UnknownLeg(Refusal):
    code = "unknown-leg"


class UnknownPlace(Refusal):
    code = "unknown-place"


class UnknownSection(Refusal):
    code = "unknown-section"


class UnknownLine(Refusal):
    code = "unknown-line"


class WrongStanding(Refusal):
    code = "wrong-standing"


class WrongPhase(Refusal):
    code = "wrong-phase"


class WrongZone(Refusal):
    code = "wrong-zone"


class AnswersNeeded(Refusal):
    code = "answers-needed"


class IdentityNeeded(Refusal):
    code = "identity-needed"


class KeptApart(Refusal):
    code = "kept-apart"


class NotAgreed(Refusal):
    code = "not-agreed"


class SupporterNotReady(Refusal):
    code = "supporter-not-ready"


class ConsentNeeded(Refusal):
    code = "consent-needed"


class ChildNotDecided(Refusal):
    code = "child-not-decided"


class NotIndependent(Refusal):
    code = "not-independent"


class NotInAudience(Refusal):
    code = "not-in-audience"


class ChairAway(Refusal):
    code = "chair-away"


class StaleCommand(Refusal):
    code = "stale-command"


class AlreadyHere(Refusal):
    code = "already-here"


class TooManyLegs(Refusal):
    code = "too-many-legs"


class Incomplete(Refusal):
    code = "incomplete"


class StillOwed(Incomplete):
    code = "still-owed"


class UnknownChild(Refusal):
    code = "unknown-child"


class UnknownAction(Refusal):
    code = "unknown-action"


class NotQuorate(Refusal):
    code = "not-quorate"


class NotOffered(Refusal):
    code = "not-offered"


class UnknownCorrection(Refusal):
    code = "unknown-correction"


class UnknownRequest(Refusal):
    code = "unknown-request"


class ScriptOpen(Refusal):
    code = "script-open"


class HeadingsEmpty(Refusal):
    code = "headings-empty"


class NotApproved(Refusal):
    code = "not-approved"


class TooLate(Refusal):
    code = "too-late"


class RingingForbidden(Refusal):
    code = "ringing-forbidden"


class RungTooOften(Refusal):
    code = "rung-too-often"


class CopyLeaks(Refusal):
    """`lines`: their numbers in the copy. Never what stands there."""

    code = "copy-leaks"

    def __init__(self, lines: tuple[int, ...]) -> None:
        super().__init__("This copy holds what its reader may not learn.")
        self.lines = lines
