"""Which words and ids each leg may ever have been given: kept for good, as memories are."""

from uuid import UUID

from app.domain.ids import LegId, ParticipantId
from tests.machine.cast import (
    AUDIENCES,
    CANARY,
    FATHER,
    HOST,
    PEOPLE,
    ROLES,
    ROOM,
    SECTIONS,
    SOME_ID,
    Names,
    word,
)
from tests.machine.oracle import MINUTES, Oracle

EVERYTHING_OF_THE_CHAIR = (
    *(word(Names.person(id)) for id in PEOPLE),
    *(word(Names.section(id)) for id in SECTIONS),
    word(Names.room),
    *map(str, (*PEOPLE, *SECTIONS, ROOM)),
)
AT_THE_ROOM = (
    word(Names.room),
    *(word(Names.person(id)) for id in (HOST, FATHER)),
    *map(str, (HOST, FATHER)),
)
"""What its host is told: who is expected there."""

ROSTER = {*(word(Names.person(id)) for id in PEOPLE), *map(str, PEOPLE)}
"""Whoever writes may name anybody on the list as speaker; it does not tell who of them is there."""

COVERT = {word(Names.phrase), word(Names.plan)}


def found_in(text: str) -> set[str]:
    """The secret words and the ids that it holds."""
    return set(CANARY.findall(text)) | set(SOME_ID.findall(text))


def line_word(line: UUID) -> str:
    return f"line {line}"


def with_whom_word(leg: UUID) -> str:
    return f"with whom at {leg}"


class Memory:
    """Grows with every event; a reader who was once shown something may be shown it again."""

    def __init__(self) -> None:
        self._known: dict[LegId, set[str]] = {}

    def of(self, leg: LegId | None) -> set[str]:
        return self._known.get(leg, set()) if leg is not None else set()

    def tell(self, leg: LegId, *words: str) -> None:
        """They know it because they have said it, whether it is written or not."""
        self._known.setdefault(leg, {str(leg)}).update(words)

    def note(self, oracle: Oracle) -> None:
        for leg in oracle.present:
            self._known.setdefault(leg, {str(leg)}).update(may_learn(oracle, leg))


def may_learn(oracle: Oracle, leg: LegId) -> set[str]:
    owner = oracle.owner(leg)
    words = set() if owner is None else {str(owner)}
    if oracle.is_chairs_own(leg):
        words.update(EVERYTHING_OF_THE_CHAIR, map(str, oracle.present))
        words.update(map(str, oracle.signals.values()))  # of connections that are gone as well
        words.update(
            word(with_whom_word(at)) for at in oracle.legs_ever
        )  # somebody may say it again
        words.update((word(Names.phrase), word(Names.plan)))
    if oracle.is_hosts(leg):
        words.update(AT_THE_ROOM)
        for at, people in oracle.present.items():
            if oracle.came[at].place_id is not None:
                words.update(map(str, (at, *people)))
    if oracle.shows_inside(leg):
        words |= of_those_inside(oracle, leg)
        words |= of_the_section(oracle, leg, owner)
        words |= of_signals(oracle, leg)
    return words


def of_those_inside(oracle: Oracle, leg: LegId) -> set[str]:
    words = set[str]()
    for at in oracle.together(leg):
        words.add(str(at))
        if oracle.came[at].place_id is not None:
            words.add(word(Names.room))
        for id in oracle.present[at]:
            words |= {word(Names.person(id)), str(id)}
    return words


def of_the_section(oracle: Oracle, leg: LegId, owner: ParticipantId | None) -> set[str]:
    words = set[str]()
    if leg in oracle.asides:
        return words
    section = oracle.section
    if section is not None and oracle.present[leg] <= AUDIENCES[section]:
        words.add(word(Names.section(section)))
    if owner is not None and ROLES[owner] in MINUTES:
        words |= ROSTER
        words |= {str(section)} if section is not None else set()
        for line, of in oracle.lines.items():
            if owner in AUDIENCES[of]:
                speaker = oracle.speakers[line]
                words |= {word(line_word(line)), str(line), str(speaker)}
                words |= {word(Names.section(of)), word(Names.person(speaker))}
    return words


def of_signals(oracle: Oracle, leg: LegId) -> set[str]:
    """The named responder is told who has signalled from where, the phrase and the plan."""
    words = set[str]()
    for id in oracle.answers_for(leg):
        words |= {word(Names.phrase), word(Names.plan), str(id)}
        words |= {str(oracle.responders[id])}
        words |= {str(oracle.signals[id])} if id in oracle.signals else set()
    return words
