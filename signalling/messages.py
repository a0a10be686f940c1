"""The wire: every message between a browser and the service, with its limits.

A browser says hello with a ticket, answers who is there, takes one offer and gives one answer.
The service sends whole views, newest wins; a view's number counts for its leg alone.
What the chair, the minute taker and a room's host do goes by HTTP, and shows in the next view.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from signalling.agenda import Told
from signalling.minutes import Line, MinuteDesk
from signalling.panel import ChairPanel, DeputyPanel, Notice, ResponderPanel, RoomPanel
from signalling.wire import Wire

SDP_LIMIT = 16_384
MESSAGE_LIMIT = 32_768
"""Bytes of one message from a browser; the socket closes above it (1009)."""


class Incoming(BaseModel):
    """Closed schema, strict types: an unknown field is a protocol error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


WireId = Annotated[UUID, Field(strict=False)]
"""JSON has no UUID: text of one is taken."""


class Hello(Incoming):
    """First message, within five seconds. `leg_id`: the leg to return to, if it still lives."""

    type: Literal["hello"]
    ticket: str = Field(min_length=20, max_length=100)
    leg_id: WireId | None
    companion: bool = False
    """This device stands in the meeting room beside its own: no sound, no picture."""


class Answers(Incoming):
    """Who is there, as the person says it."""

    type: Literal["answers"]
    alone: bool
    others_can_hear: bool
    child_can_hear: bool
    headphones: bool
    safe_to_talk: bool
    will_not_record: bool
    with_whom: str = Field(max_length=200)
    here: Annotated[frozenset[WireId], Field(strict=False)] = frozenset()
    """Who of the company that the view offers is there with them."""


class WantMedia(Incoming):
    """Devices are chosen: send the offer."""

    type: Literal["want_media"]


class MediaAnswer(Incoming):
    type: Literal["media_answer"]
    sdp: str = Field(max_length=SDP_LIMIT)


class Leave(Incoming):
    type: Literal["leave"]


FromBrowser = Annotated[
    Hello | Answers | WantMedia | MediaAnswer | Leave, Field(discriminator="type")
]
from_browser: TypeAdapter[FromBrowser] = TypeAdapter(FromBrowser)


class Welcome(Wire):
    """The leg this socket speaks for. `resumed`: the same leg on the same media connection."""

    type: Literal["welcome"] = "welcome"
    leg_id: UUID
    resumed: bool


class Person(Wire):
    participant_id: UUID
    leg_id: UUID
    name: str
    role: str
    place: str | None
    muted: bool
    by_phone: bool = False


class Waiting(Wire):
    screen: Literal["waiting"] = "waiting"
    notice: Notice | None
    answers_needed: bool
    asked: bool
    """They have asked to speak, by whatever way."""
    asked_for_break: bool
    may_be_rung: bool = False
    """By telephone, held or put out: they may choose to be rung back instead of waiting."""
    trouble_hearing: bool = False
    told: Told | None = None


class Inside(Wire):
    screen: Literal["inside"] = "inside"
    paused: bool
    section: str | None
    section_kind: str
    people: list[Person]
    lines: list[Line]
    """Those that come after `lines_kept` lines of the view before on this socket."""
    may_write: bool
    answers_needed: bool
    asked: bool
    asked_for_break: bool
    muted: bool
    reminders: int
    minutes: MinuteDesk | None = None
    trouble_hearing: bool = False
    section_number: int | None = None
    lines_kept: int = 0


class Aside(Wire):
    """A private room, and nothing of the conference."""

    screen: Literal["aside"] = "aside"
    people: list[Person]
    answers_needed: bool
    asked: bool
    asked_for_break: bool
    reply_wanted: bool
    """Asked something that is answered by yes or no."""
    trouble_hearing: bool = False


class Ended(Wire):
    screen: Literal["ended"] = "ended"


class Companion(Wire):
    """Somebody who may sit with whoever this leg is of; named once its device is known."""

    participant_id: UUID
    role: str
    name: str | None
    here: bool
    """As last said."""


class Own(Wire):
    """Whose link this is, as others will see them."""

    name: str
    role: str
    opened_elsewhere: bool
    """On another device, after this one."""
    recording_rule: str
    may_ask: bool
    """To speak, or for a break."""


class View(Wire):
    """All that this leg may show. An older number than the last one seen is dropped."""

    type: Literal["view"] = "view"
    number: int
    screen: Annotated[Waiting | Inside | Aside | Ended, Field(discriminator="screen")]
    panel: ChairPanel | None
    room: RoomPanel | None
    responder: ResponderPanel | None
    company: list[Companion] = Field(default_factory=list[Companion])
    deputy: DeputyPanel | None = None
    own: Own | None = None


class MediaOffer(Wire):
    """The one offer of this leg. `slots`: the MIDs that receive, sound first."""

    type: Literal["media_offer"] = "media_offer"
    sdp: str
    slots: list[str]


class Slot(Wire):
    mid: str
    leg_id: UUID | None


class Slots(Wire):
    """Who is in which slot now; only ever people in the newest view."""

    type: Literal["slots"] = "slots"
    slots: list[Slot]


class Speaking(Wire):
    """Whose lights are on."""

    type: Literal["speaking"] = "speaking"
    leg_ids: list[UUID]


class Refused(Wire):
    """The last request was not carried out. `code` is stable; the words are the catalogue's."""

    type: Literal["refused"] = "refused"
    code: str


ToBrowser = Annotated[
    Welcome | View | MediaOffer | Slots | Speaking | Refused, Field(discriminator="type")
]
to_browser: TypeAdapter[ToBrowser] = TypeAdapter(ToBrowser)
