"""The log in the words of a file's audit: which type of event each entry tells of."""

from collections.abc import Iterable

from app.domain.asking.events import (
    BreakAsked,
    QuestionAnswered,
    SafePhraseNoted,
    SignalAnswered,
    SilentSignalled,
)
from app.domain.case.events import ViewGiven
from app.domain.conference import UNBOOKED, Conference, Phase
from app.domain.events import (
    AdmissionRefused,
    AnswersGiven,
    ConferenceClosed,
    ConferencePaused,
    ConferenceResumed,
    Event,
    EventClass,
    HoldReleased,
    LegDropped,
    LegHeld,
    LineWritten,
    LobbyOpened,
    ParticipantAdmitted,
    ParticipantArrived,
    ParticipantExcluded,
    ParticipantReadmitted,
    RoomStated,
    SealBegun,
    SectionOpened,
    event_class,
)
from app.domain.evolve import Recorded, evolve
from app.domain.halting.events import (
    CameFromAside,
    ConferenceStopped,
    MovedAside,
    ParticipantMuted,
    ParticipantUnmuted,
    RoleReminded,
)
from app.domain.ids import Micros, ParticipantId
from app.domain.noting.events import (
    Concern,
    ConcernFlagged,
    ParticipantReleased,
    RingingAsked,
)

TYPES: dict[type[Event], frozenset[str]] = {
    LobbyOpened: frozenset({"lobby_opened"}),
    ParticipantArrived: frozenset({"join"}),
    ParticipantAdmitted: frozenset({"admit"}),
    ParticipantReadmitted: frozenset({"admit"}),
    HoldReleased: frozenset({"admit"}),
    AdmissionRefused: frozenset({"admit_refused"}),
    ParticipantReleased: frozenset({"release"}),
    RingingAsked: frozenset({"call_out"}),
    SectionOpened: frozenset({"section_open", "section_close"}),
    ParticipantExcluded: frozenset({"exclude"}),
    LegHeld: frozenset({"hold_leg"}),
    ParticipantMuted: frozenset({"mute_by_chair"}),
    ParticipantUnmuted: frozenset({"unmute_by_chair"}),
    RoleReminded: frozenset({"role_reminder"}),
    ConferencePaused: frozenset({"pause"}),
    ConferenceStopped: frozenset({"emergency_stop"}),
    ConferenceResumed: frozenset({"resume"}),
    BreakAsked: frozenset({"break_asked"}),
    SilentSignalled: frozenset({"silent_signal"}),
    SignalAnswered: frozenset({"covert_reply"}),
    QuestionAnswered: frozenset({"closed_questions"}),
    SafePhraseNoted: frozenset({"safe_phrase_given"}),
    LineWritten: frozenset({"minute_line"}),
    ConferenceClosed: frozenset({"conference_close"}),
}


class Entry:
    """One entry: its types, when, and about whom."""

    def __init__(self, types: frozenset[str], at: Micros, about: frozenset[ParticipantId]) -> None:
        self.types = types
        self.at = at
        self.about = about


def audit(log: Iterable[Recorded], wanted: EventClass) -> list[Entry]:
    entries: list[Entry] = []
    before = UNBOOKED
    for recorded in log:
        after = evolve(before, recorded)
        if event_class(recorded.event) is wanted:
            types = _types(before, after, recorded.event)
            entries.append(Entry(types, recorded.at, _about(recorded.event)))
        before = after
    return entries


def _types(before: Conference, after: Conference, event: Event) -> frozenset[str]:
    match event:
        case LegDropped(_, why):
            return frozenset({"leave" if why == "left" else "leg_dropped"})
        case RoomStated(leg_id, present):
            return _of_room(before.leg(leg_id).present, present)
        case AnswersGiven(leg_id):
            again = before.leg(leg_id).answers is not None
            return frozenset({"safety_recheck"} if again else {"join"})
        case MovedAside():
            waiting = before.phase is Phase.LOBBY_OPEN
            return frozenset({"pre_meeting_start" if waiting else "private_room"})
        case CameFromAside():
            waiting = before.phase is Phase.LOBBY_OPEN
            return frozenset({"pre_meeting_end" if waiting else "admit"})
        case SealBegun():
            return frozenset()
        case SectionOpened():
            return _of_opening(before)
        case ConcernFlagged(concern):
            is_child = concern is Concern.CHILD_AUDIBLE
            return frozenset({"flag_child_audible" if is_child else "flag_outburst"})
        case ViewGiven(written=True):
            return frozenset({"written_view"})
        case _:
            return TYPES.get(type(event), frozenset()) if after is not before else frozenset()


def _of_opening(before: Conference) -> frozenset[str]:
    """The first opens the conference; one that was sealed had its seal confirmed."""
    types = TYPES[SectionOpened]
    if before.section_id is None:
        types |= {"conference_open"}
    return types | {"seal_confirmed"} if before.phase is Phase.SEALING else types


def _of_room(before: frozenset[ParticipantId], now: frozenset[ParticipantId]) -> frozenset[str]:
    came = {"room_enter"} if now - before else set[str]()
    left = {"room_leave"} if before - now else set[str]()
    return frozenset({"room_attested", *came, *left})


def _about(event: Event) -> frozenset[ParticipantId]:
    about = getattr(event, "participant_id", None)
    return frozenset() if about is None else frozenset({about})
