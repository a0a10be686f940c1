"""Deliberate faults, each with the invariant that it breaks. They are put in by tests alone.

Nothing of the shipped code knows of them.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from app.domain import decide as deciding
from app.domain import (
    freshness,
    routing,
    sections,
    standing,
)
from app.domain.copying import readers
from app.live.facts import FactReader
from app.live.screens import HubScreens
from app.service import handler
from tests.machine import coming, leading, saying, trouble
from tests.machine.choosing import Act
from tests.machine.faults import (
    ADMIT,
    CHAIR_PANEL,
    MAY_TAKE_PART,
    NOTE,
    PAUSED,
    RESPONDER_PANEL,
    SENT_OUT,
    SIGNAL,
    WRITE,
    admits_whoever_is_named,
    believes_the_message,
    burns_nothing,
    counts_for_ever,
    forgets_when_they_came_out,
    gives_every_line,
    goes_on_without_the_chair,
    hears_while_held,
    lets_both_in,
    nothing_is_checked,
    one_is_enough,
    opens_without_a_seal,
    pauses_without_taking,
    puts_out_one_leg,
    restarts_with_everybody,
    sees_by_zone,
    shows_the_panel_to_all,
    signals_twice,
    tells_every_member_of_staff,
    tells_everybody_the_slots,
    writes_first,
    writes_into_the_next_section,
)
from tests.machine.replacing import method_replaced, replaced


@dataclass(frozen=True)
class Bug:
    name: str
    invariant: str
    put_in: Callable[[], AbstractContextManager[None]]
    seen_by: tuple[Act, ...] = ()
    """Acts that come more often than usual while it is looked for."""


def swap(old: object, new: object) -> Callable[[], AbstractContextManager[None]]:
    return lambda: replaced(old, new)


def swap_method(owner: type, name: str, new: object) -> Callable[[], AbstractContextManager[None]]:
    return lambda: method_replaced(owner, name, new)


HANDLER = handler.CommandHandler

BUGS = (
    Bug(
        "what waits in an outbox outlives the cut",
        "I1",
        swap_method(HubScreens, "cut", burns_nothing),
    ),
    Bug(
        "the event is written before the cut", "I1", swap_method(HANDLER, "_attempt", writes_first)
    ),
    Bug("a leg is put out, not a person", "I1", swap(standing._put_out, puts_out_one_leg)),
    Bug("a held leg is in the flows", "I2", swap(MAY_TAKE_PART, hears_while_held)),
    Bug("a part opens without a seal", "I2", swap(sections.begin_section, opens_without_a_seal)),
    Bug("a screen goes by where one was let in", "I2", swap(routing.sees_inside, sees_by_zone)),
    Bug("everybody sees the chair's panel", "I2", swap(CHAIR_PANEL, shows_the_panel_to_all)),
    Bug(
        "whoever is outside is told the slots",
        "I2",
        swap_method(FactReader, "repeat", tells_everybody_the_slots),
    ),
    Bug(
        "nobody is known by sight, and is let in",
        "I3",
        swap(ADMIT, admits_whoever_is_named),
        (
            leading.exclude,
            coming.all_answer,
            leading.admit,
        ),
    ),
    Bug("one who may be in lets the room in", "I4", swap(MAY_TAKE_PART, one_is_enough)),
    Bug(
        "a room is sealed with who must leave",
        "I4",
        swap(sections._check_rooms, nothing_is_checked),
        (leading.next_section,),
    ),
    Bug(
        "what the chair has seen does not matter",
        "I5",
        swap(freshness.check_seen, nothing_is_checked),
        (
            leading.halt,
            trouble.replay_grant,
            leading.come_back_and_tap,
        ),
    ),
    Bug(
        "a pause takes nothing",
        "I5",
        swap(PAUSED, pauses_without_taking),
        (
            leading.halt,
            trouble.replay_grant,
            leading.come_back_and_tap,
        ),
    ),
    Bug("nobody needs the chair to let in", "I6", swap(freshness.check_chair, nothing_is_checked)),
    Bug(
        "it goes on without the chair",
        "I6",
        swap(deciding.pause_without_chair, goes_on_without_the_chair),
    ),
    Bug(
        "every member of staff is a responder",
        "I8",
        swap(RESPONDER_PANEL, tells_every_member_of_staff),
        (leading.admit_all,),
    ),
    Bug(
        "a late line goes to another part",
        "I9",
        swap(WRITE, writes_into_the_next_section),
        (saying.write,),
    ),
    Bug("a copy holds every line", "I9", swap(readers.may_get, gives_every_line)),
    Bug("answers count for ever", "I10", swap(freshness.needed_since, counts_for_ever)),
    Bug(
        "answers are not asked for at all", "I10", swap(freshness.check_answers, nothing_is_checked)
    ),
    Bug("when they came out is forgotten", "I10", swap(SENT_OUT, forgets_when_they_came_out)),
    Bug(
        "the actor is whom the message names",
        "I11",
        swap_method(HANDLER, "_attempt", believes_the_message),
        (saying.lower,),
    ),
    Bug(
        "a restart keeps its legs",
        "I15",
        swap(NOTE, restarts_with_everybody),
        (trouble.machine_fails,),
    ),
    Bug(
        "the second leg stays inside as well",
        "I16",
        swap(standing._let_in, lets_both_in),
        (trouble.second_device,),
    ),
)
"""Each is caught by the invariant that it is against."""

COVERT = Bug(
    "a signal leaves a trace of its own", "I8", swap(SIGNAL, signals_twice), (saying.ask_or_signal,)
)
"""Seen only by comparing two worlds."""
