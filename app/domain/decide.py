"""Yes or no: who may send which command; picks the topic. No I/O, no clock, no chance."""

from app.domain import attendance, legs, minutes, preparing, presence, sections
from app.domain.agenda.commands import AGENDA_MAY, AgendaCommand
from app.domain.asking.commands import AskingCommand, ReadAudit, TurnCommand
from app.domain.case.commands import DecisionCommand
from app.domain.chairing import decide as chairing
from app.domain.commands import (
    Actor,
    AdmitParticipant,
    AnchorJournal,
    AskAgain,
    AttendanceCommand,
    BeginSection,
    BookConference,
    BringBackEveryone,
    Close,
    Command,
    ConfirmIdentity,
    ConfirmSealed,
    DropLegs,
    ExcludeParticipant,
    GiveAnswers,
    HoldLeg,
    Join,
    Leave,
    LegCommand,
    MinuteCommand,
    NoteConnected,
    NoteLost,
    NoteMediaFault,
    NotePlanApplied,
    NoteRestart,
    NoteReturned,
    OpenConference,
    OpenLobby,
    Pause,
    PresenceCommand,
    ReadmitParticipant,
    RefuseAdmission,
    ReleaseHold,
    Resume,
    SectionCommand,
    StateRoom,
    StrikeLine,
    WriteLine,
)
from app.domain.conduct import halts, may, response, turns
from app.domain.conference import OVER, Conference, Phase
from app.domain.decisions import decide as decisions
from app.domain.errors import NotPermitted, WrongPhase
from app.domain.events import ConferencePaused, Event
from app.domain.evolve import foreseen
from app.domain.gates.commands import GatesCommand
from app.domain.gating import decide as gates
from app.domain.halting.commands import HaltingCommand
from app.domain.ids import Micros
from app.domain.incidents import decide as incidents
from app.domain.inside import chair_takes_part
from app.domain.local_rules.commands import LOCAL_RULES_MAY, FixLocalRules
from app.domain.minuting import decide as record
from app.domain.noting.commands import NOTING_MAY, NoteIncident, NotingCommand
from app.domain.people import Role
from app.domain.record.commands import RECORD_MAY, RecordCommand
from app.domain.telephones.commands import TELEPHONE_MAY, TelephoneCommand
from app.domain.telephoning import decide as telephoning

CHAIR = frozenset({Role.INDEPENDENT_CHAIR})
SERVICE_ONLY = frozenset({Role.SERVICE})
MINUTES = frozenset({Role.MINUTE_TAKER})
OFFICE = frozenset({Role.ADMINISTRATOR, Role.INDEPENDENT_CHAIR})
PEOPLE = frozenset(Role) - {Role.SERVICE, Role.ADMINISTRATOR, Role.ROOM_DEVICE}
EVERYONE = PEOPLE | {Role.ROOM_DEVICE}

MAY: dict[type[Command], frozenset[Role]] = {
    BookConference: OFFICE,
    OpenLobby: OFFICE,
    OpenConference: CHAIR,
    BeginSection: CHAIR,
    ConfirmSealed: SERVICE_ONLY,
    Pause: CHAIR,
    Resume: CHAIR,
    Close: CHAIR,
    BringBackEveryone: CHAIR,
    NotePlanApplied: SERVICE_ONLY,
    AnchorJournal: SERVICE_ONLY,
    NoteRestart: SERVICE_ONLY,
    NoteMediaFault: SERVICE_ONLY,
    Join: EVERYONE,
    NoteConnected: SERVICE_ONLY,
    NoteLost: SERVICE_ONLY,
    NoteReturned: SERVICE_ONLY,
    DropLegs: SERVICE_ONLY,
    Leave: EVERYONE,
    ConfirmIdentity: CHAIR,
    GiveAnswers: PEOPLE,
    AskAgain: CHAIR | SERVICE_ONLY,
    StateRoom: PEOPLE,
    AdmitParticipant: CHAIR,
    RefuseAdmission: CHAIR,
    ExcludeParticipant: CHAIR,
    ReadmitParticipant: CHAIR,
    HoldLeg: CHAIR | may.DEPUTY,
    ReleaseHold: CHAIR,
    WriteLine: MINUTES | CHAIR,
    StrikeLine: MINUTES,
    **decisions.MAY,
    **RECORD_MAY,
    **may.ASKING,
    **may.HALTING,
    **NOTING_MAY,
    **gates.MAY,
    **AGENDA_MAY,
    **TELEPHONE_MAY,
    **LOCAL_RULES_MAY,
}


AFTERWARDS = Leave | StrikeLine | RecordCommand | NoteIncident | ReadAudit
"""What people may still do when the conference is over."""

POWERS = CHAIR | MINUTES | SERVICE_ONLY | may.DEPUTY
"""What only these may send, they send from a device that is known to be theirs."""


def decide(conference: Conference, command: Command, actor: Actor, now: Micros) -> list[Event]:
    """The events that `command` causes, in order; or a `Refusal`.

    The actor comes from the session, never from the message. A person's role is the one on the
    list of the conference: an actor whose role differs from it is refused.
    """
    check_actor(conference, command, actor)
    events = by_topic(conference, command, actor, now)
    return [*events, *pause_without_chair(conference, events, actor, now)]


def by_topic(conference: Conference, command: Command, actor: Actor, now: Micros) -> list[Event]:
    if isinstance(command, SectionCommand):
        return sections.decide(conference, command, actor, now)
    if isinstance(command, LegCommand):
        return legs.decide(conference, command, actor)
    if isinstance(command, PresenceCommand):
        return presence.decide(conference, command, actor)
    if isinstance(command, AttendanceCommand):
        return attendance.decide(conference, command, actor, now)
    if isinstance(command, DecisionCommand):
        return decisions.decide(conference, command, actor)
    if isinstance(command, MinuteCommand):
        return minutes.decide(conference, command, actor, now)
    if isinstance(command, RecordCommand):
        return [*record.decide(conference, command, actor.participant_id, now)]
    if isinstance(command, FixLocalRules):
        return [preparing.fix(conference, command)]
    return by_conduct(conference, command, actor, now)


def by_conduct(
    conference: Conference,
    command: AskingCommand
    | HaltingCommand
    | NotingCommand
    | GatesCommand
    | AgendaCommand
    | TelephoneCommand,
    actor: Actor,
    now: Micros,
) -> list[Event]:
    if isinstance(command, NotingCommand):
        return incidents.decide(conference, command, actor, now)
    if isinstance(command, GatesCommand):
        return [*gates.decide(conference, command, actor)]
    if isinstance(command, AgendaCommand):
        return chairing.decide(conference, command, actor, now)
    if isinstance(command, TelephoneCommand):
        return [*telephoning.decide(conference, command, actor, now)]
    if isinstance(command, TurnCommand):
        return [*turns.decide(conference, command, actor, now)]
    if isinstance(command, AskingCommand):
        return response.decide(conference, command, actor, now)
    return halts.decide(conference, command, actor, now)


def pause_without_chair(
    conference: Conference, events: list[Event], actor: Actor, now: Micros
) -> list[Event]:
    """Whatever takes the chair out of the conference pauses it (REQ-76).

    Her connection, but also a room that goes dark with her in it.
    """
    if not events:
        return []
    after = foreseen(conference, events, actor, now)
    goes_on = after.phase in {Phase.IN_SECTION, Phase.SEALING}
    return [ConferencePaused("chair_lost")] if goes_on and not chair_takes_part(after) else []


def check_actor(conference: Conference, command: Command, actor: Actor) -> None:
    if actor.role not in MAY[type(command)]:
        raise NotPermitted("This role may not do this.")
    ending = conference.phase in OVER and not isinstance(command, AFTERWARDS)
    if ending and actor.role is not Role.SERVICE:
        raise WrongPhase("The conference is over.")
    if actor.role in PEOPLE and not isinstance(command, BookConference):
        check_person(conference, command, actor)


def check_person(conference: Conference, command: Command, actor: Actor) -> None:
    if actor.participant_id is None:
        raise NotPermitted("This needs a person.")
    person = conference.participants.get(actor.participant_id)
    if person is None:
        raise NotPermitted("This person is not on the list of the conference.")
    if person.role is not actor.role:
        raise NotPermitted("This person has another role in the conference.")
    leg = None if actor.leg_id is None else conference.legs.get(actor.leg_id)
    if leg is None:
        return
    if leg.owner != person.id:
        raise NotPermitted("This connection is somebody else's.")
    if MAY[type(command)] <= POWERS and leg.device not in person.identified:
        raise NotPermitted("Nobody has confirmed whose device this is.")
