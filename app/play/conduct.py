"""What halts, silences, asks and answers: as commands of whoever does it."""

from app.domain.asking.commands import (
    AskForBreak,
    AskQuestion,
    NoteReply,
    NoteSafePhrase,
    NoteSignalAnswered,
    PauseForCheck,
    SilentSignal,
)
from app.domain.asking.events import Level, Question
from app.domain.commands import (
    SERVICE,
    HoldLeg,
    Pause,
)
from app.domain.conduct.turns import open_signal
from app.domain.conference import Phase
from app.domain.halting.commands import Mute, RemindOfRole, Stop, Unmute
from app.domain.ids import LegId
from app.domain.noting.commands import FlagConcern, NoteIncident
from app.domain.noting.events import Concern
from app.domain.people import HELD, MAIN
from app.play.file import Row, child, rows, text, words
from app.play.moving import is_side_name, moves, to_private_rooms
from app.play.performance import Performance


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
        flag = FlagConcern(concern, play.cast.person(id), via)
        await play.stage.send(flag, play.legs.actor(by))


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
    id = words(event, "who")[0]
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
