"""The wire's larger parts: the chair's panel, a room host's panel."""

from uuid import UUID

from signalling.agenda import Agenda
from signalling.deciding import Case
from signalling.gates import Gate
from signalling.telephones import Telephones
from signalling.wire import Wire


class Notice(Wire):
    """Why somebody waits, as a code of the catalogue, and a rough length in minutes."""

    code: str
    minutes: int | None


class GivenAnswers(Wire):
    alone: bool
    others_can_hear: bool
    child_can_hear: bool
    headphones: bool
    safe_to_talk: bool
    will_not_record: bool
    all_clear: bool
    """Nothing stops an admission: whoever is there is alone, or with people who were agreed."""


class PanelLeg(Wire):
    leg_id: UUID
    kind: str
    place_id: UUID | None
    zone: str
    connected: bool
    lost: bool
    answers: GivenAnswers | None
    answers_count: bool
    with_whom: str | None
    """In their own words."""
    company: list[UUID]
    """Who of the list is said to be there as well, at a browser or phone."""
    identified: bool
    second_device: bool


class PanelPerson(Wire):
    participant_id: UUID
    name: str
    role: str
    standing: str
    was_in: bool
    in_audience: bool
    gate: Gate | None
    agreed: list[UUID]
    """Who was agreed for them as company."""
    besides: list[UUID]
    """Who may sit with them as well."""
    may_answer: bool
    """Somebody else's silent signal."""
    legs: list[PanelLeg]


class PanelRoom(Wire):
    place_id: UUID
    name: str
    leg_id: UUID | None
    host: UUID
    present: list[UUID]
    dark: bool


class PanelSection(Wire):
    section_id: UUID
    kind: str
    title: str
    audience: list[UUID]
    restricted: bool
    opened: bool
    opened_ms: int | None
    """UTC, milliseconds since 1970."""
    current: bool
    next: bool


class Trouble(Wire):
    """Something the chair must know of the machinery itself, as a code of the catalogue."""

    code: str
    """not-yet-confirmed, cut-not-recorded, media-fault."""
    people: list[UUID]
    """Whom it is about: of a cut, who is not confirmed to be out yet."""


class PanelHand(Wire):
    participant_id: UUID
    leg_id: UUID
    kind: str
    since_ms: int
    """UTC, milliseconds since 1970."""


class PanelSignal(Wire):
    """Not safe. Do not name, unmute or look at them."""

    participant_id: UUID
    leg_id: UUID
    since_ms: int
    lost: bool
    responder: UUID | None
    phrase: str | None
    plan: str | None


class Reply(Wire):
    question: str
    yes: bool


class PanelResponse(Wire):
    participant_id: UUID
    responder: UUID | None
    question: str | None
    replies: list[Reply]
    phrase_given: bool
    outcome: str | None


class AskedBack(Wire):
    participant_id: UUID
    answered: bool


class Missing(Wire):
    participant_id: UUID
    since_ms: int


class Missed(Wire):
    """Repeat the point before new business."""

    participant_id: UUID
    from_ms: int
    to_ms: int


class Reminders(Wire):
    participant_id: UUID
    times: int


class Flag(Wire):
    """A concern about somebody inside: child_audible, outburst."""

    concern: str
    participant_id: UUID
    since_ms: int


class Conduct(Wire):
    """Who asks, who is lost, who is muted, and what to do now: for the chair alone."""

    queue: list[PanelHand]
    breaks: list[PanelHand]
    not_spoken: list[UUID]
    asked_back: list[AskedBack]
    signals: list[PanelSignal]
    response: PanelResponse | None
    missing: list[Missing]
    to_repeat: list[Missed]
    offer_pause: bool
    break_minutes: int | None
    muted: list[UUID]
    own_mutes: list[UUID]
    reminders: list[Reminders]
    guidance: list[str]
    flags: list[Flag]


class ResponderPanel(Wire):
    """For the named responder, on their own device."""

    signals: list[PanelSignal]
    response: PanelResponse | None
    guidance: list[str]


class Spoken(Wire):
    """How long somebody has spoken, roughly; `voice` is a person, or a room for all in it."""

    voice: UUID
    seconds: int


class ChairPanel(Wire):
    version: int
    phase: str
    pause_reason: str | None
    chair_inside: bool
    people: list[PanelPerson]
    rooms: list[PanelRoom]
    sections: list[PanelSection]
    may_bring_back: int
    conduct: Conduct
    agenda: Agenda
    case: Case | None
    telephones: Telephones
    spoken: list[Spoken]
    troubles: list[Trouble]


class MayHold(Wire):
    leg_id: UUID
    name: str


class DeputyPanel(Wire):
    """For the deputy, while the chair is away: whom they may hold."""

    people: list[MayHold]


class ExpectedInRoom(Wire):
    participant_id: UUID
    name: str


class RoomPanel(Wire):
    place: str
    host: UUID
    leg_id: UUID | None
    expected: list[ExpectedInRoom]
    may_ask: list[UUID]
    """Of those expected: to speak, or for a break."""
    present: list[UUID]
    dark: bool
    statement_needed: bool
    """The last statement no longer counts."""
    asked: list[UUID]
    """For whom the host has asked to speak."""
    asked_for_break: list[UUID]
