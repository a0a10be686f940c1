"""What one reader's copy is searched for before it is released (e.3).

names of whoever is kept apart from them
numbers and postcodes of every line that they do not get
names and places too of those that are withheld from them by name
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.conference import Conference, Line
from app.domain.copying.copy import Copy
from app.domain.copying.leaks import leaks
from app.domain.ids import ParticipantId, TextId
from app.domain.people import TextRef
from app.domain.routing import are_kept_apart

SHORTEST = 6
"""Digits of a number that is somebody's: years and times of day are shorter."""

NUMBER = re.compile(r"\+?\d[\d\s().\-/]*\d")
POSTCODE = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}\b")
NAME = re.compile(r"\b[^\W\d_a-z][\w'\u2019-]+(?:\s+[^\W\d_a-z][\w'\u2019-]+)+")
"""Two capitalised words or more, one after the other."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What this reader does not get, as far as it can be read for them at all."""

    names: tuple[TextRef, ...]
    withheld: tuple[TextRef, ...]
    elsewhere: tuple[TextRef, ...]

    @property
    def refs(self) -> tuple[TextRef, ...]:
        return self.names + self.withheld + self.elsewhere


def hidden_from(conference: Conference, copy: Copy) -> Hidden:
    reader, got = copy.recipient, set(copy.line_ids)
    others = [line for id, line in conference.lines.items() if id not in got]
    return Hidden(
        names=tuple(
            person.name
            for person in conference.participants.values()
            if are_kept_apart(conference, {reader}, {person.id})
        ),
        withheld=tuple(line.text for line in others if _is_withheld(conference, line, reader)),
        elsewhere=tuple(line.text for line in others if not _is_withheld(conference, line, reader)),
    )


def _is_withheld(conference: Conference, line: Line, reader: ParticipantId) -> bool:
    return reader in conference.record.withheld.get(line.id, {})


def leaking_lines(copy: Copy, hidden: Hidden, words: Mapping[TextId, str]) -> tuple[int, ...]:
    """Numbers, in this copy, of the lines where something hidden stands; 0: not in a line.

    `words` lacks what cannot be read for this reader: restricted words are sealed elsewhere.
    """
    numbered = list(numbered_texts(copy))
    found = leaks([words[ref.id] for _, ref in numbered], terms_of(copy, hidden, words))
    return tuple(sorted({numbered[each.position][0] for each in found}))


def numbered_texts(copy: Copy) -> Iterable[tuple[int, TextRef]]:
    """All that is read in the copy. An addendum belongs to its line, a heading to none."""
    yield from ((0, person.name) for person in copy.people)
    yield from ((0, part.heading) for part in copy.sections if part.heading is not None)
    yield from ((line.number, line.text) for line in copy.lines)
    for addendum in copy.addenda:
        yield addendum.line_number, addendum.answer
        if addendum.asked is not None:
            yield addendum.line_number, addendum.asked


def terms_of(copy: Copy, hidden: Hidden, words: Mapping[TextId, str]) -> frozenset[str]:
    """Names that the copy's own list of people holds are no secret of a withheld line."""

    def read(refs: Iterable[TextRef]) -> list[str]:
        return [words[ref.id] for ref in refs if ref.id in words]

    listed = {word for person in copy.people for word in words[person.name.id].split()}
    secret = {
        name
        for text in read(hidden.withheld)
        for name in NAME.findall(text)
        if not set(name.split()) <= listed
    }
    numbers = {each for text in read(hidden.withheld + hidden.elsewhere) for each in _numbers(text)}
    return frozenset(read(hidden.names)) | secret | numbers


def _numbers(text: str) -> Iterable[str]:
    yield from (each for each in NUMBER.findall(text) if sum(map(str.isdigit, each)) >= SHORTEST)
    yield from POSTCODE.findall(text)
