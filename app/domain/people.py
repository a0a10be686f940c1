"""Who takes part, from where, and what they said about who is with them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from app.domain.ids import DeviceId, LegId, Micros, ParticipantId, PlaceId, TextId


class Role(StrEnum):
    """The glossary's roles, and the service itself."""

    INDEPENDENT_CHAIR = "independent_chair"
    DEPUTY_CHAIR = "deputy_chair"
    MINUTE_TAKER = "minute_taker"
    ADMINISTRATOR = "administrator"
    LEAD_SOCIAL_WORKER = "lead_social_worker"
    TEAM_MANAGER = "team_manager"
    POLICE = "police"
    HEALTH = "health"
    EDUCATION = "education"
    AGENCY = "agency"
    LEGAL_ADVISER = "legal_adviser"
    PARENT = "parent"
    FAMILY = "family"
    CHILD = "child"
    SUPPORTER = "supporter"
    SOLICITOR = "solicitor"
    CHILD_ADVOCATE = "child_advocate"
    INTERPRETER = "interpreter"
    OBSERVER = "observer"
    ROOM_DEVICE = "room_device"
    SERVICE = "service"


STAFF = frozenset(
    {
        Role.INDEPENDENT_CHAIR,
        Role.DEPUTY_CHAIR,
        Role.MINUTE_TAKER,
        Role.ADMINISTRATOR,
        Role.LEAD_SOCIAL_WORKER,
        Role.TEAM_MANAGER,
    }
)
"""The council's own people: their link alone is not enough, they sign in."""

PROFESSIONALS = frozenset(
    {
        Role.LEAD_SOCIAL_WORKER,
        Role.TEAM_MANAGER,
        Role.POLICE,
        Role.HEALTH,
        Role.EDUCATION,
        Role.AGENCY,
    }
)

FAMILY = frozenset({Role.PARENT, Role.FAMILY, Role.CHILD})
"""Whose own voice is to be heard: not who speaks for them, or sits with them."""

FAMILY_SIDE = FAMILY | {Role.SUPPORTER}
"""Whose surroundings nobody can see: asked again after every pause (REQ-39)."""

WITHOUT_VOICE = frozenset({Role.OBSERVER})
"""Hear and see, but have no way to speak (REQ-22)."""

ANSWER_NOBODY = FAMILY | {Role.OBSERVER}
"""A responder is trained for it; and a relative's page holds no word of what a signal begins."""


def may_answer(role: Role) -> bool:
    """A silent signal. The chair leads the conference meanwhile."""
    return role not in ANSWER_NOBODY and role is not Role.INDEPENDENT_CHAIR


class Standing(StrEnum):
    WAITING = "waiting"
    ADMITTED = "admitted"
    EXCLUDED = "excluded"


class LegKind(StrEnum):
    BROWSER = "browser"
    ROOM = "room"
    COMPANION = "companion"
    PHONE = "phone"


Zone = NewType("Zone", str)
LOBBY = Zone("lobby")
MAIN = Zone("main")
HELD = Zone("held")
SIDE = "side:"


def side_of(id: ParticipantId) -> Zone:
    """The private room of one person: whoever is there with them is there for them."""
    return Zone(f"{SIDE}{id}")


def is_side(zone: Zone) -> bool:
    return zone.startswith(SIDE)


class IdentityMethod(StrEnum):
    SIGN_IN = "sign_in"
    KNOWN_TO_CHAIR = "known_to_chair"
    ASKED_AND_CONFIRMED = "asked_and_confirmed"
    VOUCHED_FOR = "vouched_for"


@dataclass(frozen=True, slots=True)
class TextRef:
    """Personal words, kept sealed outside the log. `digest` is salted, hexadecimal."""

    id: TextId
    digest: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What one place said about who is there (REQ-32)."""

    alone: bool
    others_can_hear: bool
    child_can_hear: bool
    headphones: bool
    safe_to_talk: bool
    will_not_record: bool

    @property
    def all_clear(self) -> bool:
        """Headphones are advice; everything else stops admission (REQ-34)."""
        return not self.exposures

    @property
    def exposures(self) -> frozenset[str]:
        """What of these answers stops an admission, by name."""
        wrong = {
            "not_alone": not self.alone,
            "others_can_hear": self.others_can_hear,
            "child_can_hear": self.child_can_hear,
            "not_safe_to_talk": not self.safe_to_talk,
            "may_record": not self.will_not_record,
        }
        return frozenset(name for name, is_so in wrong.items() if is_so)


@dataclass(frozen=True, slots=True)
class Participant:
    """A person expected. Standing belongs to the person, on every channel."""

    id: ParticipantId
    role: Role
    name: TextRef
    standing: Standing
    identified: frozenset[DeviceId]
    turned_away: bool
    """The chair said no: only she lets them in, by name. Opening and the one tap pass them over."""
    out_version: int
    """Log version at which this person last came out: older answers no longer count."""
    narrowed_at: int
    """Log version of the last event that took something from this person."""


@dataclass(frozen=True, slots=True)
class Place:
    """A room with one device and several people, and the host who states who is there."""

    id: PlaceId
    name: TextRef
    host: ParticipantId
    expected: frozenset[ParticipantId]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a person outside is told: a code and a rough length, fixed when they were put out."""

    code: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Leg:
    """One connection of one place.

    arrives -> lobby -> main <-> held
                 ^________|________|      every drop, exclusion and seal leads back here

    From lobby and main into a private room (`side:` and whose it is), and from there back.
    """

    id: LegId
    kind: LegKind
    owner: ParticipantId | None
    """The person whose link it is; None for the device of a shared room."""
    place: PlaceId | None
    device: DeviceId
    present: frozenset[ParticipantId]
    zone: Zone
    joined_at: Micros
    answers: Answers | None
    with_whom: TextRef | None
    answered_at: Micros
    answered_version: int
    """Log version of the answers. Older and newer go by version, clocks can step back."""
    asked_version: int
    """Log version at which this leg last had to be asked: it came, was asked again, or came out."""
    connected: bool
    """Media is up. Nobody hears through a leg whose media is not."""
    lost_at: Micros | None
    notice: Notice | None
