"""A view in words: who is here, where one is, and what has changed since the view before.

Only what the view holds is ever said. So nothing can be said of anybody kept apart, or of a part
that the caller may not know of. `me` is the caller's own leg.
"""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from signalling.agenda import Told
from signalling.messages import Aside, Ended, Inside, Person, View, Waiting
from signalling.phone.voice import Voice

MINUTES = (5, 10, 15, 20, 30, 45, 60)
WAITED = (1, 2, 3, 4, 5, 10, 15, 20, 30, 45, 60)
"""The lengths that there are clips for."""

COUNTED = 5
"""The most people of one role that there is a clip for."""

SAID_ONE_BY_ONE = 3
"""More comings and goings at once than this are put into one sentence."""

PUT_OUT = {"held": "held", "excluded": "excluded", "not_admitted": "not-admitted"}
HALTS = {"technical_check": "technical-check", "stopped": "stopped"}


def roles(voice: Voice, people: Iterable[Person]) -> list[str]:
    """ "The chair; a health worker, two of them": roles, for names cannot be spoken."""
    counted = Counter(person.role for person in people)
    clips: list[str] = []
    for role, count in counted.items():
        clips += [role_clip(voice, role)]
        if count > 1:
            clips += [f"of-them-{min(count, COUNTED)}"]
    return clips


def role_clip(voice: Voice, role: str) -> str:
    return voice.one_of(f"role-{role.replace('_', '-')}", "role-other")


def part_clip(voice: Voice, kind: str) -> str:
    """By its kind: what a part is called in this conference is not in the catalogue."""
    return voice.one_of(f"section-{kind.replace('_', '-')}", "section-other")


def who_is_here(voice: Voice, view: View | None, me: UUID | None) -> list[str]:
    screen = None if view is None else view.screen
    if not isinstance(screen, Inside | Aside):
        return ["who-when-in"]
    others = _others(screen.people, me).values()
    opening = "who-aside" if isinstance(screen, Aside) else "who-inside"
    return [opening, *roles(voice, others)] if others else ["who-nobody"]


def where_we_are(voice: Voice, view: View | None) -> list[str]:
    screen = None if view is None else view.screen
    if isinstance(screen, Inside):
        return [*_part(voice, screen), *(["paused-now"] if screen.paused else [])]
    if isinstance(screen, Aside):
        return ["where-aside"]
    if isinstance(screen, Waiting):
        return [*(_notice(screen) or ["where-waiting"]), *_from_chair(screen.told)]
    return ["where-waiting"]


def _part(voice: Voice, screen: Inside) -> list[str]:
    if not screen.section_kind:
        return ["where-between"]
    return ["where-inside", part_clip(voice, screen.section_kind)]


def _notice(screen: Waiting) -> list[str]:
    if screen.notice is None:
        return []
    code = screen.notice.code
    name = PUT_OUT.get(code) or HALTS.get(code) or "asked-to-wait"
    return [name, *minutes(screen.notice.minutes)]


def minutes(count: int | None) -> list[str]:
    """The nearest length above, said roughly."""
    if count is None:
        return []
    rough = next((each for each in MINUTES if count <= each), MINUTES[-1])
    return [f"minutes-{rough}"]


def waited(count: int) -> list[str]:
    """How long they have waited, said roughly: the nearest length below."""
    rough = [each for each in WAITED if each <= count]
    return [f"waited-{rough[-1]}"] if rough else []


def since(before: View | None, now: View, voice: Voice, me: UUID | None) -> list[str]:
    """What is to be said of the change from one view to the next; nothing: an empty list."""
    was, screen = (None if before is None else before.screen), now.screen
    match screen:
        case Waiting():
            return _now_waiting(was, screen)
        case Aside():
            return _now_aside(was, screen, voice, me)
        case Inside():
            return _now_inside(was, screen, voice, me)
        case Ended():
            return []


Screen = Waiting | Inside | Aside | Ended


def _now_waiting(was: Screen | None, screen: Waiting) -> list[str]:
    """Of the halts everybody is told the same; back in the lobby without a notice is a move."""
    is_known = isinstance(was, Waiting) and was.told == screen.told
    told = [] if is_known else _from_chair(screen.told)
    if isinstance(was, Waiting) and was.notice == screen.notice:
        return told
    if screen.notice is not None:
        return [*_notice(screen), *told]
    return [*(["back-in-lobby"] if was is not None else []), *told]


def _from_chair(told: Told | None) -> list[str]:
    """The chair, to all who wait. Lengths are spoken; for written words there is no voice."""
    if told is None:
        return []
    spoken = [] if told.minutes is None else ["from-chair", *minutes(told.minutes)]
    return [*spoken, *(["from-chair-written"] if told.words else [])]


def _now_aside(was: Screen | None, screen: Aside, voice: Voice, me: UUID | None) -> list[str]:
    if not isinstance(was, Aside):
        others = _others(screen.people, me).values()
        return ["aside-begins", *(["with-you", *roles(voice, others)] if others else [])]
    clips = _comings(voice, _others(was.people, me), _others(screen.people, me))
    return [*clips, *(["reply-wanted"] if screen.reply_wanted and not was.reply_wanted else [])]


def _now_inside(was: Screen | None, screen: Inside, voice: Voice, me: UUID | None) -> list[str]:
    if not isinstance(was, Inside):
        return [
            "let-in",
            *_part(voice, screen),
            *(["paused-now"] if screen.paused else []),
            "press-3",
        ]
    clips = _comings(voice, _others(was.people, me), _others(screen.people, me))
    if screen.section_kind != was.section_kind and screen.section_kind:
        clips += ["new-part", part_clip(voice, screen.section_kind)]
    if screen.paused != was.paused:
        clips += ["paused" if screen.paused else "goes-on"]
    if screen.muted != was.muted:
        clips += ["muted-by-chair" if screen.muted else "unmuted-by-chair"]
    if screen.reminders > was.reminders:
        clips += ["role-reminder"]
    return clips


def _others(people: list[Person], me: UUID | None) -> dict[UUID, Person]:
    """Without whoever is at the caller's own telephone."""
    return {each.participant_id: each for each in people if each.leg_id != me}


def _comings(voice: Voice, was: dict[UUID, Person], now: dict[UUID, Person]) -> list[str]:
    came = [each for id, each in now.items() if id not in was]
    went = [each for id, each in was.items() if id not in now]
    clips: list[str] = []
    for people, one, many in ((went, "left", "several-left"), (came, "joined", "several-joined")):
        if len(people) > SAID_ONE_BY_ONE:
            clips += [many]
        elif people:
            clips += [one, *roles(voice, people)]
    return clips
