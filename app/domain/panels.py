"""What the chair decides on, and what a room's host states from. Never on a room's display."""

from dataclasses import dataclass

from app.domain.asking.state import Hand
from app.domain.chairing.panel import AgendaPanel, agenda_panel
from app.domain.conduct_panels import ConductPanel, conduct_panel
from app.domain.conference import OVER, RUNNING, Conference, Phase, carries_media
from app.domain.decisions.panel import CasePanel, case_panel
from app.domain.freshness import still_count
from app.domain.gating.company import NOBODY, company_of, exposures_at
from app.domain.gating.conditions import audience_of
from app.domain.gating.panel import GatePanel, gate_panel
from app.domain.ids import DeviceId, LegId, Micros, ParticipantId, PlaceId, SectionId
from app.domain.inside import chair_is_inside
from app.domain.people import (
    WITHOUT_VOICE,
    Answers,
    Leg,
    LegKind,
    Participant,
    Place,
    Role,
    Standing,
    TextRef,
    Zone,
    may_answer,
)
from app.domain.routing import (
    hosted_place,
    is_identified,
    may_take_part,
    owner_of,
    sees_inside,
)
from app.domain.telephoning.panel import TelephonePanel, telephone_panel


@dataclass(frozen=True, slots=True)
class RoomPanel:
    """For a room's host, on their own device: state who is there."""

    place: TextRef
    host: ParticipantId
    """Theirs is this device: for themselves they ask with their own buttons."""
    leg_id: LegId | None
    """None: the room's device is not connected."""
    expected: tuple[tuple[ParticipantId, TextRef], ...]
    may_ask: frozenset[ParticipantId]
    """Of those expected: an observer asks neither to speak nor for a break (REQ-22)."""
    present: frozenset[ParticipantId]
    dark: bool
    statement_needed: bool
    """The last statement no longer counts: say again who is there."""
    asked: frozenset[ParticipantId] = frozenset()
    """For whom the host has asked to speak. What somebody asks by themselves is not the host's."""
    asked_for_break: frozenset[ParticipantId] = frozenset()


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
    exposures: frozenset[str]
    """What of the answers stops an admission until the chair gives a reason."""
    answers_count: bool
    """Still count: given since they were last needed."""
    with_whom: TextRef | None
    """Who is there with them, in their own words."""
    company: frozenset[ParticipantId]
    """Who of the list is said to be there as well, at a browser or phone."""
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
    gate: GatePanel | None
    agreed: frozenset[ParticipantId]
    """Who was agreed for them as company: what the chair changes."""
    besides: frozenset[ParticipantId]
    """Who may sit with them as well: it was agreed for the other one, or they are support."""
    may_answer: bool
    """Somebody else's silent signal, as the role goes."""
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
    opened_at: Micros | None
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
    conduct: ConductPanel
    agenda: AgendaPanel
    case: CasePanel | None
    telephones: TelephonePanel


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody who may sit with this leg's owner: they say whether it is so."""

    participant_id: ParticipantId
    role: Role
    name: TextRef | None
    """None until the chair knows whose device this is: a link alone names nobody."""
    here: bool
    """As last said."""


def company_at(conference: Conference, leg: Leg) -> tuple[Companion, ...]:
    """Whom the questions of this leg name as possible company; none at a room or a companion."""
    if leg.owner is None or not carries_media(leg) or conference.phase in OVER:
        return ()
    is_known = is_identified(conference, leg)
    people = [conference.participants[id] for id in company_of(conference, leg.owner)]
    return tuple(
        Companion(each.id, each.role, each.name if is_known else None, each.id in leg.present)
        for each in sorted(people, key=lambda person: str(person.id))
    )


def room_panel(conference: Conference, leg: Leg) -> RoomPanel | None:
    """A host states who is there from their own device, inside or not: it grants nothing alone."""
    place = hosted_place(conference, leg)
    if place is None:
        return None
    device = _device_of(conference, place.id)
    return RoomPanel(
        place=place.name,
        host=place.host,
        leg_id=None if device is None else device.id,
        expected=_expected(conference, place),
        may_ask=_may_ask(conference, place),
        present=frozenset[ParticipantId]() if device is None else device.present,
        dark=not sees_inside(conference, leg) or _is_dark(conference, device),
        statement_needed=device is not None and not still_count(conference, device),
        asked=_asked_at(device, conference.asking.hands),
        asked_for_break=_asked_at(device, conference.asking.breaks),
    )


def _asked_at(room: Leg | None, hands: tuple[Hand, ...]) -> frozenset[ParticipantId]:
    leg = None if room is None else room.id
    return frozenset(hand.participant_id for hand in hands if hand.leg_id == leg)


def _expected(conference: Conference, place: Place) -> tuple[tuple[ParticipantId, TextRef], ...]:
    known = [id for id in sorted(place.expected, key=str) if id in conference.participants]
    return tuple((id, conference.participants[id].name) for id in known)


def _may_ask(conference: Conference, place: Place) -> frozenset[ParticipantId]:
    people = (conference.participants[id] for id, _ in _expected(conference, place))
    return frozenset(each.id for each in people if each.role not in WITHOUT_VOICE)


def _device_of(conference: Conference, place: PlaceId) -> Leg | None:
    return next((leg for leg in conference.legs.values() if leg.place == place), None)


def _is_dark(conference: Conference, room: Leg | None) -> bool:
    return room is None or not may_take_part(conference, room)


def chair_panel(conference: Conference, leg: Leg) -> ChairPanel | None:
    """On the chair's own device, once it is known to be hers; inside or not."""
    owner = owner_of(conference, leg)
    if owner is None or owner.role is not Role.INDEPENDENT_CHAIR:
        return None
    if not is_identified(conference, leg):
        return None
    return ChairPanel(
        version=conference.version,
        phase=conference.phase,
        pause_reason=conference.pause_reason,
        chair_inside=chair_is_inside(conference),
        people=tuple(_person(conference, p) for p in conference.participants.values()),
        rooms=tuple(_room(conference, place) for place in conference.places.values()),
        sections=_sections(conference),
        may_bring_back=len(conference.was_in) if conference.phase in RUNNING else 0,
        conduct=conduct_panel(conference),
        agenda=agenda_panel(conference),
        case=case_panel(conference),
        telephones=telephone_panel(conference),
    )


def _person(conference: Conference, person: Participant) -> PanelPerson:
    section = conference.governing
    legs = conference.legs_of(person.id)
    devices = {leg.device for leg in legs if leg.owner == person.id}
    agreed = conference.gates.company.get(person.id, NOBODY)
    return PanelPerson(
        participant_id=person.id,
        name=person.name,
        role=person.role,
        standing=person.standing,
        was_in=person.id in conference.was_in,
        in_audience=section is not None and person.id in audience_of(conference, section),
        gate=gate_panel(conference, person),
        agreed=agreed,
        besides=company_of(conference, person.id) - agreed,
        may_answer=may_answer(person.role),
        legs=tuple(_leg(conference, person, leg, second_device=len(devices) > 1) for leg in legs),
    )


def _leg(conference: Conference, person: Participant, leg: Leg, *, second_device: bool) -> PanelLeg:
    return PanelLeg(
        leg_id=leg.id,
        kind=leg.kind,
        place=leg.place,
        device_id=leg.device,
        zone=leg.zone,
        connected=leg.connected,
        lost=leg.lost_at is not None,
        answers=leg.answers,
        exposures=exposures_at(conference, leg),
        answers_count=still_count(conference, leg),
        with_whom=leg.with_whom,
        company=frozenset() if leg.owner is None else leg.present - {person.id},
        identified=leg.device in person.identified,
        second_device=second_device,
    )


def _room(conference: Conference, place: Place) -> PanelRoom:
    device = _device_of(conference, place.id)
    return PanelRoom(
        place_id=place.id,
        name=place.name,
        leg_id=None if device is None else device.id,
        host=place.host,
        present=frozenset[ParticipantId]() if device is None else device.present,
        dark=_is_dark(conference, device),
    )


def _sections(conference: Conference) -> tuple[PanelSection, ...]:
    return tuple(
        PanelSection(
            section_id=s.id,
            kind=s.kind,
            title=s.title,
            audience=s.audience,
            restricted=s.restricted,
            opened=s.opened_at is not None,
            opened_at=s.opened_at,
            current=s.id == conference.section_id,
            next=s.id == conference.next_id,
        )
        for s in conference.sections
    )
