"""What each type of event does, as commands of whoever does it."""

from app.domain.asking.commands import EndResponse as End
from app.domain.asking.events import Outcome
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
    RefuseAdmission,
)
from app.domain.conference import Phase
from app.domain.exclusion import Ground, Span, Told, ViewsRoute
from app.domain.noting.commands import ReleaseParticipant, RingOut
from app.domain.people import HELD, MAIN, LegKind
from app.play.booked import OFFICE
from app.play.conduct import (
    break_asked,
    closed_questions,
    covert_reply,
    emergency_stop,
    flag_child,
    flag_outburst,
    mute,
    pause,
    resume,
    role_reminder,
    safe_phrase_given,
    silent_signal,
    unmute,
)
from app.play.file import Row, Unplayable, child, text, words
from app.play.legs import safety_of
from app.play.moving import (
    moves,
    pre_meeting_end,
    room_attested,
    room_moved,
    to_private_rooms,
)
from app.play.performance import Act, Performance

CHANNELS = {"browser": LegKind.BROWSER, "phone": LegKind.PHONE}


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
