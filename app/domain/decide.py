"""Yes or no: who may send which command; picks the topic. No I/O, no clock, no chance."""

from typing import assert_never

from app.domain import attendance, legs, minutes, sections
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
    ReadmitParticipant,
    RefuseAdmission,
    ReleaseHold,
    Resume,
    SectionCommand,
    StateRoom,
    StrikeLine,
    WriteLine,
)
from app.domain.conference import Conference
from app.domain.errors import NotPermitted
from app.domain.events import Event
from app.domain.ids import Micros
from app.domain.people import Role

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
    HoldLeg: CHAIR,
    ReleaseHold: CHAIR,
    WriteLine: MINUTES,
    StrikeLine: MINUTES,
}


def decide(conference: Conference, command: Command, actor: Actor, now: Micros) -> list[Event]:
    """The events that `command` causes, in order; or a `Refusal`.

    The actor comes from the session, never from the message. A person's role is the one on the
    list of the conference: an actor whose role differs from it is refused.
    """
    check_actor(conference, command, actor)
    if isinstance(command, SectionCommand):
        return sections.decide(conference, command, actor, now)
    if isinstance(command, LegCommand):
        return legs.decide(conference, command, actor)
    if isinstance(command, AttendanceCommand):
        return attendance.decide(conference, command, actor, now)
    if isinstance(command, MinuteCommand):
        return minutes.decide(conference, command, now)
    assert_never(command)


def check_actor(conference: Conference, command: Command, actor: Actor) -> None:
    if actor.role not in MAY[type(command)]:
        raise NotPermitted("This role may not do this.")
    if actor.participant_id is None:
        return
    person = conference.participants.get(actor.participant_id)
    if person is not None and person.role is not actor.role:
        raise NotPermitted("This person has another role in the conference.")
    if person is None and not isinstance(command, BookConference | OpenLobby):
        raise NotPermitted("This person is not on the list of the conference.")
