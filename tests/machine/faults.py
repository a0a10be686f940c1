"""Functions that are a little wrong, each in the place of one that is right."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain import (
    attendance,
    inside,
    minutes,
    progress,
    routing,
    sections,
    standing,
    views,
)
from app.domain import decide as deciding
from app.domain.asking.events import BreakAsked
from app.domain.commands import Actor, Command, NoteRestart
from app.domain.conduct import turns
from app.domain.conference import Conference
from app.domain.events import (
    Event,
    LineWritten,
    ParticipantExcluded,
    SectionOpened,
)
from app.domain.evolve import Recorded, fold
from app.domain.ids import ConferenceId, LegId, Micros, ParticipantId
from app.domain.people import HELD, MAIN, Leg
from app.live import facts
from app.live.facts import FactReader
from app.live.screens import HubScreens
from app.service import handler


def burns_nothing(
    self: HubScreens, conference: ConferenceId, legs: frozenset[LegId], version: int
) -> None:
    """Forgets the socket, and what waits in its outbox is sent all the same."""


async def writes_first(
    self: handler.CommandHandler, id: ConferenceId, command: Command, actor: Actor
) -> Sequence[Recorded]:
    """Writes, and cuts when that is done."""
    before = await self._before(id)
    now = self._world.clock.now()
    caused = deciding.decide(before, command, actor, now)
    numbered = enumerate(caused, start=before.version + 1)
    recorded = [Recorded(version, now, actor, event) for version, event in numbered]
    if not recorded:
        return recorded
    after = fold(before, recorded)
    await self._record(id, recorded, taken=False)
    cut = routing.narrowing(before, after)
    if cut is not None:
        await self._cut(id, after, cut)
    await self._world.bus.nudge(id)
    return recorded


def puts_out_one_leg(conference: Conference, event: ParticipantExcluded) -> Conference:
    """Their newest connection, and nothing else of theirs."""
    own = [leg for leg in conference.legs_of(event.participant_id) if leg.owner is not None]
    return conference.with_legs(inside.to_lobby(leg, conference.version) for leg in own[-1:])


def hears_while_held(conference: Conference, leg: Leg) -> bool:
    there = replace(leg, zone=MAIN) if leg.zone == HELD else leg
    return MAY_TAKE_PART(conference, there)


MAY_TAKE_PART = routing.may_take_part


def one_is_enough(conference: Conference, leg: Leg) -> bool:
    """`any` where `all` belongs: one person in the room may take part, so the room does."""
    section = conference.governing
    if leg.zone != MAIN or section is None or not routing.carries_media(leg):
        return False
    return any(routing.is_admitted(conference, id) and id in section.audience for id in leg.present)


def opens_without_a_seal(
    conference: Conference, section_id: object, _seen: int, _now: Micros
) -> list[Event]:
    section = next(each for each in conference.sections if each.id == section_id)
    sections._check_phase(conference, sections.Phase.IN_SECTION)
    return [SectionOpened(section.id)]


def sees_by_zone(_conference: Conference, leg: Leg) -> bool:
    """A screen goes by where the leg was let in, not by who is there."""
    return leg.zone in {MAIN, HELD}


def tells_everybody_the_slots(self: FactReader, _conference: ConferenceId, sink: LegId) -> None:
    shown = [
        facts.Slot(mid=mid, leg_id=carried[0])
        for mid, carried in sorted(self._slots.get(sink, {}).items())
    ]
    self._hub.decorate(sink, facts.Slots(slots=shown))


def shows_the_panel_to_all(conference: Conference, _leg: Leg) -> object:
    return next(
        (
            CHAIR_PANEL(conference, other)
            for other in conference.legs.values()
            if CHAIR_PANEL(conference, other) is not None
        ),
        None,
    )


CHAIR_PANEL = views.chair_panel


def admits_whoever_is_named(
    conference: Conference, command: attendance.AdmitParticipant, actor: Actor, now: Micros
) -> list[Event]:
    """Does not ask whether they were put out."""
    person = conference.participant(command.participant_id)
    waiting = replace(person, standing=attendance.Standing.WAITING)
    return ADMIT(conference.with_participant(waiting), command, actor, now)


ADMIT = attendance.admit


def nothing_is_checked(*_: object, **__: object) -> None:
    """In the place of any check."""


def pauses_without_taking(conference: Conference, reason: str) -> Conference:
    return replace(PAUSED(conference, reason), narrowed_at=conference.narrowed_at)


PAUSED = progress._paused


def goes_on_without_the_chair(*_: object) -> list[Event]:
    return []


def signals_twice(
    conference: Conference, command: turns.SilentSignal, actor: Actor, now: Micros
) -> list[turns.AskingEvent]:
    """A signal that leaves an ordinary trace which asking to speak does not."""
    asker = turns.asker_of(conference, command, actor)
    return [*SIGNAL(conference, command, actor, now), BreakAsked(asker, command.leg_id)]


SIGNAL = turns.signal


def tells_every_member_of_staff(conference: Conference, _leg: Leg) -> object:
    """Whoever is inside is a responder."""
    return next(
        (
            RESPONDER_PANEL(conference, other)
            for other in conference.legs.values()
            if RESPONDER_PANEL(conference, other) is not None
        ),
        None,
    )


RESPONDER_PANEL = views.responder_panel


def writes_into_the_next_section(
    conference: Conference, command: minutes.WriteLine, actor: Actor, now: Micros
) -> list[Event]:
    """A line begun some time ago goes to the last section, one of a seal to the next."""
    events = WRITE(conference, command, actor, now)
    other = conference.next_id or conference.sections[-1].id
    late = command.began_seconds_ago > 60 or conference.next_id is not None
    return [
        replace(each, section_id=other) if late and isinstance(each, LineWritten) else each
        for each in events
    ]


WRITE = minutes.write


def gives_every_line(*_: object) -> bool:
    return True


def counts_for_ever(_conference: Conference, leg: Leg) -> int:
    """A pause does not make answers old, nor does coming out."""
    return leg.joined_at and 0


def forgets_when_they_came_out(
    before: Conference, after: Conference, also: frozenset[ParticipantId] = frozenset()
) -> Conference:
    sent = SENT_OUT(before, after, also)
    for id, person in before.participants.items():
        known = sent.participants[id]
        if known.out_version != person.out_version:
            sent = sent.with_participant(replace(known, out_version=person.out_version))
    return sent


SENT_OUT = inside.sent_out


async def believes_the_message(
    self: handler.CommandHandler, id: ConferenceId, command: Command, actor: Actor
) -> Sequence[Recorded]:
    """The actor is whoever the message says."""
    named: ParticipantId | None = getattr(command, "participant_id", None)
    if named is not None and actor.participant_id is not None:
        person = self._world.replica.last_known(id).participants.get(named)
        role = actor.role if person is None else person.role
        actor = Actor(role, named, None, actor.leg_id if named == actor.participant_id else None)
    return await ATTEMPT(self, id, command, actor)


ATTEMPT = handler.CommandHandler._attempt


def restarts_with_everybody(
    conference: Conference, command: sections.NotePlanApplied
) -> list[Event]:
    """The new process takes the legs of the old one for its own."""
    return [] if isinstance(command, NoteRestart) else NOTE(conference, command)


NOTE = sections.note


def lets_both_in(conference: Conference, id: ParticipantId, leg: Leg) -> Conference:
    """The leg that was inside stays there."""
    person = conference.participant(id)
    after = conference.with_leg(replace(leg, zone=MAIN, notice=None))
    admitted = replace(person, standing=standing.Standing.ADMITTED, turned_away=False)
    return replace(after.with_participant(admitted), was_in=after.was_in - {id})
