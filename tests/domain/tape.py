"""Conferences by chance: a tape of bytes chooses commands, senders, places and times.

Every byte string is a conference, so a failing one shrinks to a short one.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from app.domain.commands import (
    SERVICE,
    Actor,
    AdmitParticipant,
    AskAgain,
    BeginSection,
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
    NoteLost,
    NoteMediaFault,
    NotePlanApplied,
    NoteRestart,
    NoteReturned,
    OpenConference,
    Pause,
    ReadmitParticipant,
    RefuseAdmission,
    ReleaseHold,
    Resume,
    StateRoom,
    WriteLine,
)
from app.domain.conference import Conference
from app.domain.events import Ground, LineKind, Span, Told, ViewsRoute
from app.domain.ids import MINUTE, SECOND, LegId, LineId, Micros, ParticipantId
from app.domain.people import IdentityMethod, LegKind, Role
from tests.domain.people import (
    AUDIENCES,
    CHAIR,
    CIVIC_CENTRE,
    CLEAR,
    LIBRARY,
    MINUTE_TAKER,
    OVERHEARD,
    REASON,
    ROLES,
    ROOMS,
    SOCIAL_WORKER,
    STAFF,
    TABLET,
    TEACHER,
    USUAL,
    device_of,
    room_device,
    who,
)

PEOPLE = tuple(ROLES)
SECOND_LEGS = {id: LegId(replace_int(USUAL[id], 0x100)) for id in PEOPLE} if False else {}
