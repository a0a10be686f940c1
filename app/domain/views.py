"""All that one leg's screen may show: built up from nothing, never filtered down.

Names, titles and lines are text ids; whoever fills them in fills exactly those.
"""

from dataclasses import dataclass

from app.domain.conference import Conference, Phase
from app.domain.events import LineKind
from app.domain.ids import (
    DeviceId,
    LegId,
    LineId,
    Micros,
    ParticipantId,
    PlaceId,
    SectionId,
)
from app.domain.freshness import needed_since
from app.domain.legs import chair_is_inside
from app.domain.people import (
    HELD,
    LOBBY,
    Answers,
    Leg,
    LegKind,
    Notice,
    Participant,
    Role,
    Standing,
    TextRef,
    Zone,
)
from app.domain.routing import are_kept_apart, may_take_part, sees_inside


@dataclass(frozen=True, slots=True)
class WaitingView:
    """Outside: constants, what this leg did itself, and the notice it was given. Nothing else."""

    notice: Notice | None
    answers_needed: bool


@dataclass(frozen=True, slots=True)
class EndedView:
    """The conference is over."""


@dataclass(frozen=True, slots=True)
class SeenPerson:
    participant_id: ParticipantId
    name: TextRef
    role: Role
    leg_id: LegId
    place: TextRef | None
    """The shared room they sit in."""


@dataclass(frozen=True, slots=True)
class SeenLine:
    line_id: LineId
    section: TextRef
    speaker: ParticipantId
    speaker_name: TextRef
    kind: LineKind
    text: TextRef
    written_at: Micros
    struck: bool


@dataclass(frozen=True, slots=True)
class InsideView:
    paused: bool
    section: TextRef | None
    section_kind: str
    people: tuple[SeenPerson, ...]
    lines: tuple[SeenLine, ...]
    """For the chair and the minute taker; nobody else reads the live channel (e.2)."""
    may_write: bool
    answers_needed: bool


@dataclass(frozen=True, slots=True)
class RoomPanel:
    """For a room's host, on their own device: state who is there."""

    place: TextRef
    leg_id: LegId | None
    """None: the room's device is not connected."""
    expected: tuple[tuple[ParticipantId, TextRef], ...]
    present: frozenset[ParticipantId]
    dark: bool


@dataclass(frozen=True, slots=True)
class PanelLeg:
    leg_id: LegId
    kind: LegKind
    place: PlaceId | None
    device_id: DeviceId
    zone: Zone
    connected: bool
    lost: bool
    answers: Answers | None
    answers_count: bool
    """Still count: given since they were last needed."""
    identified: bool
    second_device: bool
    """Another device holds the same person's link: ask who this is."""


@dataclass(frozen=True, slots=True)
class PanelPerson:
    participant_id: ParticipantId
    name: TextRef
    role: Role
    standing: Standing
    was_in: bool
    in_audience: bool
    legs: tuple[PanelLeg, ...]


@dataclass(frozen=True, slots=True)
class PanelRoom:
    place_id: PlaceId
    name: TextRef
    leg_id: LegId | None
    host: ParticipantId
    present: frozenset[ParticipantId]
    dark: bool


@dataclass(frozen=True, slots=True)
class PanelSection:
    section_id: SectionId
    kind: str
    title: TextRef
    audience: frozenset[ParticipantId]
    restricted: bool
    opened: bool
    current: bool
    next: bool


@dataclass(frozen=True, slots=True)
class ChairPanel:
    """Everything the chair decides on. Never shown on a room's display."""

    version: int
    """Sent back with every command that grants something."""
    phase: Phase
    pause_reason: str | None
    chair_inside: bool
    people: tuple[PanelPerson, ...]
    rooms: tuple[PanelRoom, ...]
    sections: tuple[PanelSection, ...]
    may_bring_back: int
    """How many the one tap is about."""


@dataclass(frozen=True, slots=True)
class View:
    screen: WaitingView | InsideView | EndedView
    panel: ChairPanel | None
    room: RoomPanel | None


def view_for(conference: Conference, leg_id: LegId) -> View:
    """All that this leg's screen may show now. An unknown leg sees what a stranger sees."""
    leg = conference.legs.get(leg_id)
    if leg is None:
        return View(WaitingView(None, answers_needed=False), None, None)
    return View(_screen(conference, leg), _panel(conference, leg), _room_panel(conference, leg))


def _screen(conference: Conference, leg: Leg) -> WaitingView | InsideView | EndedView:
    if conference.phase is Phase.CLOSED:
        return EndedView()
    if not sees_inside(conference, leg):
        return WaitingView(_notice(leg), _answers_needed(conference, leg))
    section = conference.current
    writes = _has_role(conference, leg, Role.MINUTE_TAKER)
    reads = writes or _has_role(conference, leg, Role.INDEPENDENT_CHAIR)
    return InsideView(
        paused=conference.phase is not Phase.IN_SECTION,
        section=None if section is None else section.title,
        section_kind="" if section is None else section.kind,
        people=_people_for(conference, leg),
        lines=_lines(conference) if reads else (),
        may_write=writes,
        answers_needed=_answers_needed(conference, leg),
    )


def _notice(leg: Leg) -> Notice | None:
    return leg.notice if leg.zone in {LOBBY, HELD} else None


def _answers_needed(conference: Conference, leg: Leg) -> bool:
    """A room's screen is never asked: its host answers for it."""
    if leg.kind in {LegKind.ROOM, LegKind.COMPANION}:
        return False
    return leg.answers is None or leg.answered_at < needed_since(conference, leg)


def _has_role(conference: Conference, leg: Leg, role: Role) -> bool:
    owner = None if leg.owner is None else conference.participants.get(leg.owner)
    return owner is not None and owner.role is role


def _people_for(conference: Conference, leg: Leg) -> tuple[SeenPerson, ...]:
    """Those who take part, less anyone kept apart from whoever looks at this screen."""
    watching = leg.present or frozenset({leg.owner} if leg.owner is not None else ())
    return tuple(
        _seen(conference, conference.participants[id], other)
        for other in conference.legs.values()
        if may_take_part(conference, other)
        and not are_kept_apart(conference, watching, other.present)
        for id in sorted(other.present, key=str)
    )


def _seen(conference: Conference, person: Participant, leg: Leg) -> SeenPerson:
    place = None if leg.place is None else conference.place(leg.place).name
    return SeenPerson(person.id, person.name, person.role, leg.id, place)


def _lines(conference: Conference) -> tuple[SeenLine, ...]:
    lines = [conference.lines[id] for id in conference.line_order]
    return tuple(
        SeenLine(
            line.id,
            conference.section(line.section_id).title,
            line.speaker,
            conference.participant(line.speaker).name,
            line.kind,
            line.text,
            line.written_at,
            line.struck,
        )
        for line in lines
    )


def _room_panel(conference: Conference, leg: Leg) -> RoomPanel | None:
    """A host states who is there from their own device, inside or not: it grants nothing alone."""
    if leg.owner is None or leg.kind is LegKind.ROOM:
        return None
    for place in conference.places.values():
        if place.host == leg.owner:
            device = _device_of(conference, place.id)
            expected = tuple(
                (id, conference.participants[id].name)
                for id in sorted(place.expected, key=str)
                if id in conference.participants
            )
            present = frozenset[ParticipantId]() if device is None else device.present
            dark = device is None or not may_take_part(conference, device)
            leg_id = None if device is None else device.id
            return RoomPanel(place.name, leg_id, expected, present, dark)
    return None


def _device_of(conference: Conference, place: PlaceId) -> Leg | None:
    return next((leg for leg in conference.legs.values() if leg.place == place), None)


def _panel(conference: Conference, leg: Leg) -> ChairPanel | None:
    if leg.kind is LegKind.ROOM or not _has_role(conference, leg, Role.INDEPENDENT_CHAIR):
        return None
    return ChairPanel(
        version=conference.version,
        phase=conference.phase,
        pause_reason=conference.pause_reason,
        chair_inside=chair_is_inside(conference),
        people=tuple(_panel_person(conference, p) for p in conference.participants.values()),
        rooms=tuple(_panel_room(conference, id) for id in conference.places),
        sections=_panel_sections(conference),
        may_bring_back=len(conference.was_in),
    )


def _panel_person(conference: Conference, person: Participant) -> PanelPerson:
    section = conference.governing
    legs = conference.legs_of(person.id)
    devices = {leg.device for leg in legs if leg.owner == person.id}
    return PanelPerson(
        participant_id=person.id,
        name=person.name,
        role=person.role,
        standing=person.standing,
        was_in=person.id in conference.was_in,
        in_audience=section is not None and person.id in section.audience,
        legs=tuple(_panel_leg(conference, person, leg, len(devices) > 1) for leg in legs),
    )


def _panel_leg(
    conference: Conference, person: Participant, leg: Leg, second_device: bool
) -> PanelLeg:
    return PanelLeg(
        leg_id=leg.id,
        kind=leg.kind,
        place=leg.place,
        device_id=leg.device,
        zone=leg.zone,
        connected=leg.connected,
        lost=leg.lost_at is not None,
        answers=leg.answers,
        answers_count=leg.answers is not None
        and leg.answered_at >= needed_since(conference, leg),
        identified=leg.device in person.identified,
        second_device=second_device,
    )


def _panel_room(conference: Conference, id: PlaceId) -> PanelRoom:
    place, leg = conference.place(id), _device_of(conference, id)
    return PanelRoom(
        place_id=id,
        name=place.name,
        leg_id=None if leg is None else leg.id,
        host=place.host,
        present=frozenset[ParticipantId]() if leg is None else leg.present,
        dark=leg is None or not may_take_part(conference, leg),
    )


def _panel_sections(conference: Conference) -> tuple[PanelSection, ...]:
    return tuple(
        PanelSection(
            section_id=s.id,
            kind=s.kind,
            title=s.title,
            audience=s.audience,
            restricted=s.restricted,
            opened=s.opened_at is not None,
            current=s.id == conference.section_id,
            next=s.id == conference.next_id,
        )
        for s in conference.sections
    )
