"""The wire's larger parts: the chair's panel, a room host's panel, a minute line."""

from uuid import UUID

from signalling.telephones import Telephones
from signalling.wire import Wire


class Notice(Wire):
    """Why somebody waits, as a code of the catalogue, and a rough length in minutes."""

    code: str
    minutes: int | None


class Told(Wire):
    """From the chair to everybody who waits."""

    minutes: int | None
    words: str
    """Empty: none."""


class Line(Wire):
    line_id: UUID
    section: str
    speaker: UUID
    speaker_name: str
    kind: str
    text: str
    written_at_ms: int
    """UTC, milliseconds since 1970."""
    struck: bool


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
    current: bool
    next: bool


class Trouble(Wire):
    """Something the chair must know of the machinery itself, as a code of the catalogue."""

    code: str
    """not-yet-confirmed, cut-not-recorded, media-fault."""


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


class ScriptStep(Wire):
    step: str
    done: bool


class Excluded(Wire):
    participant_id: UUID
    since_ms: int
    span: str
    section_id: UUID | None


class Warned(Wire):
    participant_id: UUID
    at_ms: int


class GistOwed(Wire):
    """Knows of a part held without them, and nothing is agreed to tell them of it."""

    participant_id: UUID
    section_id: UUID


class ExclusionRequest(Wire):
    request_id: UUID
    asked_by: UUID
    about: UUID
    ground: str
    evidence: str
    asked_on: str
    late: bool


class ClosedRequest(Wire):
    """A professional asks for a closed part: for the chair alone."""

    request_id: UUID
    asked_by: UUID
    kind: str


class Agenda(Wire):
    """The opening script, prompts and requests."""

    script: list[ScriptStep]
    to_announce: list[UUID]
    to_admit: list[UUID]
    """At the next part."""
    to_release: list[UUID]
    excluded: list[Excluded]
    warned: list[Warned]
    views_owed: list[UUID]
    gists_owed: list[GistOwed]
    exclusion_requests: list[ExclusionRequest]
    closed_requests: list[ClosedRequest]
    told: Told | None = None


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
    telephones: Telephones
    troubles: list[Trouble]


class ExpectedInRoom(Wire):
    participant_id: UUID
    name: str


class RoomPanel(Wire):
    place: str
    leg_id: UUID | None
    expected: list[ExpectedInRoom]
    present: list[UUID]
    dark: bool
    statement_needed: bool
    """The last statement no longer counts."""
