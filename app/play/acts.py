"""What each type of event does, as commands of whoever does it."""

from app.domain.asking.commands import (
    AskForBreak,
    AskQuestion,
    NoteReply,
    NoteSafePhrase,
    NoteSignalAnswered,
    PauseForCheck,
    SilentSignal,
)
from app.domain.asking.commands import EndResponse as End
from app.domain.asking.events import Level, Outcome, Question
from app.domain.case.codes import ProfessionalView
from app.domain.case.commands import GiveView
from app.domain.commands import (
    SERVICE,
    Close,
    DropLegs,
    ExcludeParticipant,
    HoldLeg,
    OpenConference,
    OpenLobby,
    Pause,
    RefuseAdmission,
)
from app.domain.conduct.turns import open_signal
from app.domain.conference import Phase
from app.domain.exclusion import Ground, Span, Told, ViewsRoute
from app.domain.halting.commands import MoveAside, Mute, RemindOfRole, Stop, Unmute
from app.domain.ids import LegId
from app.domain.noting.commands import FlagConcern, NoteIncident, ReleaseParticipant, RingOut
from app.domain.noting.events import Concern
from app.domain.people import HELD, LOBBY, MAIN, LegKind, Standing, is_side
from app.play.booked import OFFICE
from app.play.file import Row, Unplayable, child, rows, text, words
from app.play.legs import safety_of
from app.play.performance import Act, Performance

CHANNELS = {"browser": LegKind.BROWSER, "phone": LegKind.PHONE}


async def moves(play: Performance, event: Row) -> None:
    for id, zone in child(event, "moves").items():
        await play.move(id, str(zone))


async def lobby_opened(play: Performance, _event: Row) -> None:
    if play.stage.state.phase is Phase.BOOKED:
        await play.stage.send(OpenLobby(), OFFICE)


async def join(play: Performance, event: Row) -> None:
    await lobby_opened(play, event)
    who, channel = words(event, "who"), text(event, "channel", "browser")
    if channel == "room":
        place = text(event, "place") or text(play.cast.scenario.people[who[0]], "place")
        await play.legs.join_room(place)
    elif channel in CHANNELS:
        spoken_for = [id for id in who if id in child(event, "safety")] or who
        first = spoken_for[0]
        await play.legs.join(first, CHANNELS[channel], who)
        await play.legs.answer(first, safety_of(event, first))
    else:
        raise Unplayable(f"Line {event.line}: {channel} is no channel.")
    for id, zone in child(event, "moves").items():
        play.wanted[id] = str(zone)


async def safety_recheck(play: Performance, event: Row) -> None:
    await play.leave_the_stop()
    for id in child(event, "safety"):
        await play.legs.answer(id, safety_of(event, id))
    await moves(play, event)


async def admit(play: Performance, event: Row) -> None:
    await play.leave_the_stop()
    await _end_response(play)
    play.reason = text(event, "reason") or None
    for id in words(event, "who"):
        play.wanted[id] = MAIN
    await play.set_right()
    play.reason = None


async def _end_response(play: Performance) -> None:
    response = play.stage.state.asking.response
    if response is not None and response.outcome is None:
        await play.by_chair(End(response.participant_id, Outcome.SAFE, play.version))


async def admit_refused(play: Performance, event: Row) -> None:
    for id in words(event, "who"):
        leg = play.legs.live(id)
        if leg is not None:
            reason = await play.stage.seal(text(event, "reason", "not now"))
            await play.by_chair(RefuseAdmission(play.cast.person(id), leg.id, reason))
    await moves(play, event)


async def release(play: Performance, event: Row) -> None:
    """From a shared room people walk out, and its host says so."""
    for id in words(event, "who"):
        play.wanted[id] = "absent"
        leg = play.legs.live(id)
        if leg is None or leg.owner is not None:
            await play.by_chair(ReleaseParticipant(play.cast.person(id)))
    await moves(play, event)


async def leave(play: Performance, event: Row) -> None:
    for id in words(event, "who"):
        await play.leave(id)
    await moves(play, event)


async def leg_dropped(play: Performance, event: Row) -> None:
    legs = {leg.id for id in words(event, "who") for leg in [play.legs.live(id)] if leg is not None}
    await play.stage.send(DropLegs(frozenset(legs), "socket"), SERVICE)
    for id, zone in child(event, "moves").items():
        play.wanted[id] = str(zone)


async def call_out(play: Performance, event: Row) -> None:
    for id in words(event, "who"):
        await play.by_chair(RingOut(play.cast.person(id)))


async def room_moved(play: Performance, event: Row) -> None:
    """The service learns of it from the room's host."""
    for id, zone in child(event, "moves").items():
        play.wanted[id] = str(zone)


async def room_attested(play: Performance, event: Row) -> None:
    await play.leave_the_stop()
    place, present = text(event, "place"), words(event, "present")
    if play.section_closed and _somebody_is_not_for_this_part(play, present):
        play.postponed[place] = present
    else:
        await play.legs.state_room(place, present)
    await moves(play, event)


def _somebody_is_not_for_this_part(play: Performance, present: list[str]) -> bool:
    section = play.stage.state.governing
    people = [play.stage.state.participant(play.cast.person(id)) for id in present]
    out = any(person.standing is Standing.EXCLUDED for person in people)
    return section is not None and (out or not {p.id for p in people} <= section.audience)


async def to_private_rooms(play: Performance, event: Row) -> None:
    await play.leave_the_stop()
    going: dict[str, list[str]] = {}
    for id, zone in child(event, "moves").items():
        play.wanted[id] = str(zone)
        if is_side_name(str(zone)):
            going.setdefault(str(zone), []).append(id)
    for room, people in going.items():
        family = [id for id in people if play.cast.is_family(id)]
        whose = play.side_rooms.setdefault(room, play.cast.person((family or people)[0]))
        legs: dict[LegId, None] = {}
        for id in people:
            leg = play.legs.live(id)
            if leg is not None and not is_side(leg.zone) and not _is_out(play, id):
                legs[leg.id] = None
        for leg_id in legs:
            await play.by_chair(MoveAside(leg_id, whose))


def is_side_name(zone: str) -> bool:
    return zone.startswith("side:")


def _is_out(play: Performance, id: str) -> bool:
    """Whoever is excluded waits outside, with whoever is at the same device."""
    leg = play.legs.live(id)
    people = [play.stage.state.participants[each] for each in leg.present] if leg else []
    return any(person.standing is Standing.EXCLUDED for person in people)


async def pre_meeting_end(play: Performance, event: Row) -> None:
    for id, zone in child(event, "moves").items():
        leg = play.legs.live(id)
        if leg is not None and is_side(leg.zone):
            await play.move(id, LOBBY)
        await play.move(id, str(zone))


async def conference_open(play: Performance, event: Row) -> None:
    for id, zone in child(event, "moves").items():
        play.wanted[id] = str(zone)
    await play.legs.ask_again()
    if await play.by_chair(OpenConference(play.version)):
        play.in_session = True


async def section_open(play: Performance, event: Row) -> None:
    await play.begin(text(event, "section"))
    await moves(play, event)


async def section_close(play: Performance, _event: Row) -> None:
    play.section_closed = True


async def exclude(play: Performance, event: Row) -> None:
    try:
        ground = Ground(text(event, "ground"))
    except ValueError:
        raise Unplayable(f"Line {event.line}: {text(event, 'ground')} is no ground.") from None
    section = text(event, "section")
    for id in words(event, "who"):
        reason = await play.stage.seal(text(event, "reason") or text(event, "told") or ground)
        remaining = section in {"", "all_remaining"}
        excluded = ExcludeParticipant(
            play.cast.person(id),
            ground,
            reason,
            _told(text(event, "told")),
            _views_route(text(event, "views_route")),
            Span.FROM_NOW_ON if remaining else Span.THIS_PART,
            None,
            None if remaining else play.cast.section(section),
        )
        await play.by_chair(excluded)
        play.wanted[id] = "excluded"
    await to_private_rooms(play, event)


def _told(words: str) -> Told:
    found = {
        "letter": Told.BY_LETTER,
        "phone": Told.BY_PHONE,
        "screen": Told.ON_SCREEN,
        "supporter": Told.BY_SUPPORTER,
    }
    return next((told for word, told in found.items() if word in words), Told.IN_PERSON)


def _views_route(words: str) -> ViewsRoute:
    found = {
        "writ": ViewsRoute.IN_WRITING,
        "social worker": ViewsRoute.SOCIAL_WORKER,
        "advocate": ViewsRoute.REPRESENTATIVE,
        "represent": ViewsRoute.REPRESENTATIVE,
    }
    routes = (route for word, route in found.items() if word in words)
    return next(routes, ViewsRoute.SEPARATE_MEETING)


async def hold_leg(play: Performance, event: Row) -> None:
    for id in words(event, "who"):
        leg = play.legs.live(id)
        play.wanted[id] = HELD
        if leg is not None and leg.zone == MAIN:
            await play.by_chair(HoldLeg(leg.id, None))


async def mute(play: Performance, event: Row) -> None:
    for id in words(event, "who"):
        reason = await play.stage.seal(text(event, "note", "muted"))
        await play.by_chair(Mute(play.cast.person(id), reason))


async def unmute(play: Performance, event: Row) -> None:
    for id in words(event, "who"):
        await play.by_chair(Unmute(play.cast.person(id)))


async def role_reminder(play: Performance, event: Row) -> None:
    for id in words(event, "who"):
        await play.by_chair(RemindOfRole(play.cast.person(id)))


async def pause(play: Performance, event: Row) -> None:
    """The neutral one where somebody whose signal is open goes into a private room with it."""
    play.in_session = False
    play.legs.asked_since_pause.clear()
    aside = [id for id, zone in child(event, "moves").items() if is_side_name(str(zone))]
    state = play.stage.state
    signalled = [id for id in aside if open_signal(state, play.cast.person(id)) is not None]
    if signalled:
        await play.by_chair(PauseForCheck(play.cast.person(signalled[0])))
    elif state.phase in {Phase.IN_SECTION, Phase.SEALING}:
        await play.by_chair(Pause())
    await to_private_rooms(play, event)


async def emergency_stop(play: Performance, event: Row) -> None:
    play.in_session = False
    play.legs.asked_since_pause.clear()
    await play.by_chair(Stop())
    for id, zone in child(event, "moves").items():
        play.wanted[id] = str(zone)


async def resume(play: Performance, event: Row) -> None:
    await play.leave_the_stop()
    await moves(play, event)
    for id, zone in play.wanted.items():
        leg = play.legs.live(id)
        if zone == HELD and leg is not None and leg.zone == MAIN and leg.owner is not None:
            await play.by_chair(HoldLeg(leg.id, None))
    play.in_session = True
    await play.set_right()
    if play.stage.state.phase is Phase.PAUSED:
        await play.go_on()
    if play.stage.state.phase is Phase.PAUSED:
        play.problems.append((event.line, "resume", "answers-needed"))


async def break_asked(play: Performance, event: Row) -> None:
    for id in words(event, "who") or [text(event, "by")]:
        leg = play.legs.live(id)
        if leg is None:
            continue
        if leg.owner is None and text(event, "medium") != "browser":
            host = play.cast.rooms[_room_of(play, leg.id)]
            via = await play.legs.companion(host)
            ask = AskForBreak(leg.id, play.cast.person(id))
            await play.stage.send(ask, play.legs.actor(host, via))
        else:
            own = await play.legs.companion(id) if leg.owner is None else leg.id
            await play.stage.send(AskForBreak(own, None), play.legs.actor(id, own))


def _room_of(play: Performance, leg: LegId) -> str:
    return next(place for place, id in play.legs.rooms.items() if id == leg)


async def flag_child(play: Performance, event: Row) -> None:
    await _flag(play, event, Concern.CHILD_AUDIBLE)


async def flag_outburst(play: Performance, event: Row) -> None:
    await _flag(play, event, Concern.OUTBURST)


async def _flag(play: Performance, event: Row, concern: Concern) -> None:
    by = text(event, "by", play.cast.chair)
    leg = play.legs.live(by)
    in_room = leg is not None and leg.owner is None
    is_chair = by == play.cast.chair
    own = None if is_chair or leg is None else leg.id
    via = await play.legs.companion(by) if in_room and not is_chair else own
    for id in words(event, "who"):
        flag = FlagConcern(concern, play.cast.person(id))
        await play.stage.send(flag, play.legs.actor(by, via))


async def silent_signal(play: Performance, event: Row) -> None:
    """From a room by a device of one's own, which carries no sound."""
    level = Level(text(event, "code", "not_safe"))
    for id in words(event, "who"):
        leg = play.legs.live(id)
        in_room = leg is None or leg.owner is None
        own = await play.legs.companion(id) if leg is None or in_room else leg.id
        await play.stage.send(SilentSignal(own, None, level), play.legs.actor(id, own))


async def covert_reply(play: Performance, event: Row) -> None:
    for id in words(event, "who"):
        await play.stage.send(NoteSignalAnswered(play.cast.person(id)), SERVICE)


async def closed_questions(play: Performance, event: Row) -> None:
    """In the order of the service's own questions; yes is key 1."""
    (id,) = words(event, "who")
    person = play.cast.person(id)
    responder = play.legs.actor(text(event, "by", play.cast.chair))
    for question, answer in zip(Question, rows(event.get("answers")), strict=False):
        await play.stage.send(AskQuestion(person, question), responder)
        await play.stage.send(NoteReply(person, text(answer, "key") == "1"), responder)
        if question is Question.SOMEONE_THERE and text(answer, "key") == "1":
            await _note_listener(play, event, id)


async def _note_listener(play: Performance, event: Row, id: str) -> None:
    """From what they then tell: since when; the service works out how long they went on hearing."""
    place = text(play.cast.scenario.people[id], "place")
    known = [
        text(each, "at")
        for each in play.cast.scenario.timeline
        if each["type"] == "ground_truth"
        and text(each, "place") == place
        and text(each, "at") <= text(event, "at")
    ]
    signalled = open_signal(play.stage.state, play.cast.person(id))
    since = play.stage.clock.now() if signalled is None else signalled.signalled_at
    begins = play.cast.at(known[-1]) if known else since
    noted = NoteIncident("undeclared_listener", play.cast.person(id), begins, covert=True)
    by = play.legs.actor(text(event, "by", play.cast.chair))
    await play.stage.send(noted, by)


async def safe_phrase_given(play: Performance, event: Row) -> None:
    for id in words(event, "who"):
        person = play.cast.person(id)
        plan = play.stage.state.asking.plans.get(person)
        hears_it = play.cast.chair if plan is None else play.cast.names[plan.responder]
        await play.stage.send(NoteSafePhrase(person), play.legs.actor(hears_it))


async def written_view(play: Performance, event: Row) -> None:
    person = play.cast.person(text(event, "by"))
    for id in play.cast.children:
        if event.get(id) is not None:
            view = ProfessionalView(text(event, id))
            await play.by_chair(GiveView(person, play.cast.child(id), view, written=True))


async def minute_line(play: Performance, event: Row) -> None:
    play.pending.append(event)


async def conference_close(play: Performance, _event: Row) -> None:
    play.in_session = False
    play.wanted.clear()
    await play.by_chair(Close())


async def nothing(_play: Performance, _event: Row) -> None:
    """A fact that the service cannot see."""


ACTS: dict[str, Act] = {
    "lobby_opened": lobby_opened,
    "join": join,
    "safety_recheck": safety_recheck,
    "admit": admit,
    "admit_refused": admit_refused,
    "release": release,
    "leave": leave,
    "leg_dropped": leg_dropped,
    "call_out": call_out,
    "room_enter": room_moved,
    "room_leave": room_moved,
    "room_attested": room_attested,
    "pre_meeting_start": to_private_rooms,
    "pre_meeting_end": pre_meeting_end,
    "private_room": to_private_rooms,
    "conference_open": conference_open,
    "section_open": section_open,
    "section_close": section_close,
    "seal_confirmed": section_open,
    "exclude": exclude,
    "hold_leg": hold_leg,
    "mute_by_chair": mute,
    "unmute_by_chair": unmute,
    "role_reminder": role_reminder,
    "pause": pause,
    "emergency_stop": emergency_stop,
    "resume": resume,
    "break_asked": break_asked,
    "flag_child_audible": flag_child,
    "flag_outburst": flag_outburst,
    "silent_signal": silent_signal,
    "covert_reply": covert_reply,
    "closed_questions": closed_questions,
    "safe_phrase_given": safe_phrase_given,
    "written_view": written_view,
    "minute_line": minute_line,
    "conference_close": conference_close,
    "ground_truth": nothing,
}
