"""Who goes where: into rooms, out of them, and aside."""

from app.domain.halting.commands import MoveAside
from app.domain.ids import LegId
from app.domain.people import LOBBY, Standing, is_side
from app.play.file import Row, child, text, words
from app.play.performance import Performance


async def moves(play: Performance, event: Row) -> None:
    for id, zone in child(event, "moves").items():
        await play.move(id, str(zone))


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
