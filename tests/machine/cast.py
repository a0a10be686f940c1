"""The conference of the machine: who, where, in which parts, and a word for every secret."""

import re
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from app.domain.booked import ConferenceBooked, Expected, ExpectedPlace, PlannedSection
from app.domain.commands import Actor
from app.domain.ids import ConferenceId, ParticipantId, PlaceId, SectionId, TextId
from app.domain.people import Answers, Role, TextRef
from app.service.ports import Link, TextClass
from tests.fakes import KeptText, MemoryTexts
from tests.service.surroundings import CLEAR, POLICY

CONFERENCE = ConferenceId(UUID(int=0x1_0000))

CHAIR, MINUTE_TAKER, SOCIAL_WORKER, MOTHER, FATHER, UNCLE = (
    ParticipantId(UUID(int=0x2_0000 + n)) for n in range(6)
)
ROLES = {
    CHAIR: Role.INDEPENDENT_CHAIR,
    MINUTE_TAKER: Role.MINUTE_TAKER,
    SOCIAL_WORKER: Role.LEAD_SOCIAL_WORKER,
    MOTHER: Role.PARENT,
    FATHER: Role.PARENT,
    UNCLE: Role.FAMILY,
}
PEOPLE = tuple(ROLES)
FAMILY = (MOTHER, FATHER, UNCLE)
ROOM = PlaceId(UUID(int=0x3_0000))
HOST = SOCIAL_WORKER
RESPONDER = SOCIAL_WORKER
APART = frozenset({MOTHER, UNCLE})

WELCOME, CLOSED_PART, FAMILY_TALK, PLAN = (SectionId(UUID(int=0x4_0000 + n)) for n in range(4))
AUDIENCES = {
    WELCOME: frozenset(PEOPLE),
    CLOSED_PART: frozenset({CHAIR, MINUTE_TAKER, SOCIAL_WORKER}),
    FAMILY_TALK: frozenset({CHAIR, MINUTE_TAKER, SOCIAL_WORKER, MOTHER}),
    PLAN: frozenset(PEOPLE),
}
SECTIONS = tuple(AUDIENCES)

CANARY = re.compile(r"canary-[0-9a-f]{16}")
SOME_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def word(of: str) -> str:
    """A word that stands for one secret and for nothing else."""
    return f"canary-{sha256(of.encode()).hexdigest()[:16]}"


def text_of(of: str) -> TextRef:
    digest = sha256(of.encode())
    return TextRef(TextId(UUID(bytes=digest.digest()[:16])), digest.hexdigest())


def seal(texts: MemoryTexts, of: str, text_class: str = TextClass.RECORD) -> TextRef:
    """Keep a secret's word under the name of its secret."""
    ref = text_of(of)
    texts.kept[ref.id] = KeptText(CONFERENCE, text_class, word(of))
    return ref


@dataclass(frozen=True)
class Names:
    """What each secret is called; its word is `word` of that."""

    title = "title of the conference"
    room = "name of the room"
    reason = "reason"
    phrase = "phrase"
    plan = "safety plan"

    @staticmethod
    def person(id: ParticipantId) -> str:
        return f"name of {id}"

    @staticmethod
    def section(id: SectionId) -> str:
        return f"title of {id}"


BOOKING = ConferenceBooked(
    title=text_of(Names.title),
    people=tuple(Expected(id, role, text_of(Names.person(id))) for id, role in ROLES.items()),
    places=(ExpectedPlace(ROOM, text_of(Names.room), HOST, frozenset({HOST, FATHER})),),
    sections=tuple(
        PlannedSection(
            id, "family_views", text_of(Names.section(id)), audience, restricted=id == CLOSED_PART
        )
        for id, audience in AUDIENCES.items()
    ),
    kept_apart=frozenset({APART}),
    policy=POLICY,
)
OVERHEARD = Answers(
    alone=False,
    others_can_hear=True,
    child_can_hear=False,
    headphones=False,
    safe_to_talk=True,
    will_not_record=True,
)
SAID = (CLEAR, OVERHEARD)
OFFICE = Actor(Role.ADMINISTRATOR, None, None, None)


def link_of(id: ParticipantId) -> Link:
    actor = Actor(ROLES[id], id, None, None)
    return Link(f"link-{id.int:x}", CONFERENCE, id, None, actor, revoked=False, staff_id=None)


ROOM_LINK = Link(
    "link-room",
    CONFERENCE,
    None,
    ROOM,
    Actor(Role.ROOM_DEVICE, None, ROOM, None),
    revoked=False,
    staff_id=None,
)
