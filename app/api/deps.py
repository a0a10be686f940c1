"""What the routes are given: the use cases, and who asks; taken from cookies, never from a body."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal, Protocol

from fastapi import Cookie, Depends, Path, Query, Request

from app.domain.commands import Actor, Command
from app.domain.conference import Conference
from app.domain.decide import MAY
from app.domain.errors import NotPermitted
from app.domain.evolve import Recorded
from app.domain.ids import ConferenceId, LegId, SectionId
from app.domain.people import MAIN, TextRef
from app.service.copies import Copies
from app.service.handler import CutNotRecorded
from app.service.invitations import Invitations, hash_of
from app.service.owed_texts import Owed, OwedTexts
from app.service.ports import (
    Clock,
    Directory,
    EventStore,
    Link,
    NotConfirmed,
    StaffId,
    Texts,
    Visitor,
)
from app.service.text_class import class_of

Language = Literal["en", "cy"]


class Commands(Protocol):
    async def handle(
        self, id: ConferenceId, command: Command, actor: Actor
    ) -> Sequence[Recorded]: ...


class Conferences(Protocol):
    async def current(self, id: ConferenceId) -> Conference: ...

    def last_known(self, id: ConferenceId) -> Conference: ...


class Pages(Protocol):
    """The pages as HTML, and the words of a problem."""

    def language_page(self, link: str) -> str: ...

    def continue_page(self, link: str, language: Language) -> str: ...

    def link_refused_page(self, language: Language) -> str: ...

    def sign_in_page(self, next_path: str, language: Language, *, failed: bool) -> str: ...

    def room_page(self, language: Language, *, failed: bool) -> str: ...

    def help_page(self, language: Language) -> str: ...

    def accessibility_page(self, language: Language) -> str: ...

    def live_page(self, link: str, role: str, language: Language) -> str: ...

    def left_page(self, language: Language) -> str: ...

    def problem_page(self, status: int, language: Language) -> str: ...

    def problem_title(self, code: str, language: Language) -> str: ...


class StaffSignIn(Protocol):
    async def find_staff(self, username: str, password: str, code: str) -> StaffId | None:
        """Who this is. None for every kind of failure, and no quicker for any of them."""
        ...


@dataclass(frozen=True, slots=True)
class Wiring:
    """Everything the routes reach, put together in `app.main`."""

    commands: Commands
    conferences: Conferences
    store: EventStore
    texts: Texts
    owed_texts: OwedTexts
    copies: Copies
    directory: Directory
    invitations: Invitations
    staff: StaffSignIn
    pages: Pages
    clock: Clock
    is_ledger_whole: Callable[[ConferenceId], Awaitable[bool]]
    is_ready: Callable[[], bool]
    host_names: frozenset[str]
    """Names a browser may use for us; plain addresses and localhost need not be named."""
    floor_seconds: float
    """How long every refused secret, link or sign-in takes, whatever was wrong with it."""


class SignInNeeded(Exception):
    """No device that opened this link, or no staff session beside it."""


def wiring(request: Request) -> Wiring:
    # Starlette keeps an application's state without types
    return request.app.state.wiring


Wired = Annotated[Wiring, Depends(wiring)]


def chosen_language(
    lang: Annotated[str, Query(max_length=8)] = "",
    kept: Annotated[str, Cookie(alias="lang", max_length=8)] = "",
) -> Language:
    """The address wins over the cookie; whatever else is asked for is English."""
    return "cy" if (lang or kept) == "cy" else "en"


Spoken = Annotated[Language, Depends(chosen_language)]


def has_chosen(
    lang: Annotated[str, Query(max_length=8)] = "",
    kept: Annotated[str, Cookie(alias="lang", max_length=8)] = "",
) -> bool:
    """Whether this browser was ever told which language it is to speak."""
    return (lang or kept) in {"en", "cy"}


Chosen = Annotated[bool, Depends(has_chosen)]

LinkPath = Annotated[str, Path(max_length=64, description="Public id of a personal link.")]
Secret = Annotated[str, Cookie(max_length=100)]


async def signed_in_staff(wired: Wired, session: Secret = "") -> StaffId | None:
    if not session:
        return None
    return await wired.directory.find_session(hash_of(session), wired.clock.now())


SignedIn = Annotated[StaffId | None, Depends(signed_in_staff)]


async def find_visitor(
    link: LinkPath, wired: Wired, staff: SignedIn, device: Secret = ""
) -> Visitor | None:
    return await wired.invitations.find_visitor(link, device, staff) if device else None


def known_visitor(found: Annotated[Visitor | None, Depends(find_visitor)]) -> Visitor:
    if found is None:
        raise SignInNeeded
    return found


MaybeVisitor = Annotated[Visitor | None, Depends(find_visitor)]
KnownVisitor = Annotated[Visitor, Depends(known_visitor)]


def leg_of(conference: Conference, visitor: Visitor) -> LegId | None:
    """The leg that this browser holds: the one inside if there is one, else the newest."""
    own = [
        leg
        for leg in conference.legs.values()
        if leg.device == visitor.device
        and (leg.owner, leg.place) == (visitor.link.participant_id, visitor.link.place_id)
    ]
    best = max(own, key=lambda leg: (leg.zone == MAIN, leg.joined_at), default=None)
    return None if best is None else best.id


@dataclass(frozen=True, slots=True)
class Sender:
    """One person with one browser, able to send commands to their own conference."""

    wired: Wiring
    link: Link
    actor: Actor
    text_class: str
    """Which key seals what is said now: a restricted part has its own."""
    section_id: SectionId | None
    """The part that this was chosen for."""

    @property
    def conference(self) -> ConferenceId:
        return self.link.conference

    async def send(self, command: Command) -> None:
        """Returns when it is done: cut, written, and acknowledged by the engine."""
        await self.wired.commands.handle(self.conference, command, self.actor)

    async def keep(self, text: str, wanted_for: type[Command]) -> TextRef:
        """Seal words beside the log, before the command that they are for."""
        self._check_may(wanted_for)
        return await self.wired.texts.keep(self.conference, self.text_class, text)

    async def send_at_once(
        self, text: str, wanted_for: type[Command], command_with: Callable[[TextRef], Command]
    ) -> None:
        """What takes something away does not wait for its reason to be written.

        Raises:
            CutNotRecorded: it is done; its event or its reason is not stored yet.
        """
        self._check_may(wanted_for)
        salted = self.wired.texts.salt(text)
        owed = Owed(self.conference, self.text_class, salted)
        try:
            await self.send(command_with(salted.ref))
        except (NotConfirmed, CutNotRecorded):
            await self.wired.owed_texts.store(owed)
            raise
        await self.wired.owed_texts.store(owed)
        if not owed.is_stored:
            raise CutNotRecorded

    def _check_may(self, wanted_for: type[Command]) -> None:
        """Nothing is kept of somebody who may not say it."""
        if self.actor.role not in MAY[wanted_for]:
            raise NotPermitted("This role may not do this.")


async def sender(wired: Wired, visitor: KnownVisitor) -> Sender:
    id = visitor.link.conference
    known = wired.conferences.last_known(id)
    conference = known if known.version else await wired.conferences.current(id)
    actor = replace(visitor.link.actor, leg_id=leg_of(conference, visitor))
    section = conference.current
    spoken_in = None if section is None else section.id
    return Sender(wired, visitor.link, actor, class_of(section), spoken_in)


From = Annotated[Sender, Depends(sender)]
