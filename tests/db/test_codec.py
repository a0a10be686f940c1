"""What is once stored is read for ever, and nothing else is taken for it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db.codec import EVENT_TYPES, UnreadableLine, decode, encode, label_of
from app.domain.commands import Actor
from app.domain.evolve import Recorded
from app.domain.ids import Micros
from tests.db.lines import CONFERENCE, OTHER

STORED = (Path(__file__).parent / "stored_events.jsonl").read_bytes().splitlines()
"""One line of every shape that was ever written. Lines are added here, never changed."""


def decoded(body: bytes, version: int = 1) -> Recorded:
    label = label_of(body)
    return decode(label.conference, version, label.type, body)


def changed(body: bytes, part: str, **fields: object) -> bytes:
    line = json.loads(body)
    (line[part] if part else line).update(fields)
    return json.dumps(line, sort_keys=True, separators=(",", ":")).encode()


@pytest.mark.parametrize("body", STORED, ids=lambda body: label_of(body).type)
def test_every_stored_line_is_read_and_written_again_as_the_same_bytes(body: bytes) -> None:
    assert encode(label_of(body).conference, decoded(body)) == body


def test_every_event_has_a_stored_line() -> None:
    assert {label_of(body).type for body in STORED} == set(EVENT_TYPES)


def test_every_field_that_may_be_empty_is_stored_both_ways() -> None:
    values: dict[tuple[str, str], set[bool]] = {}
    for body in STORED:
        for name, value in json.loads(body)["event"].items():
            values.setdefault((label_of(body).type, name), set()).add(value is None)
    sometimes = {key for key, seen in values.items() if True in seen}
    assert sometimes
    assert all(values[key] == {True, False} for key in sometimes)


lines = st.builds(
    Recorded,
    version=st.integers(1, 10**6),
    at=st.integers(0, 2**62).map(Micros),
    actor=st.from_type(Actor),
    event=st.one_of([st.from_type(each) for each in EVENT_TYPES.values()]),
)


@given(lines)
def test_any_event_comes_back_as_it_was(line: Recorded) -> None:
    body = encode(CONFERENCE, line)
    type = label_of(body).type
    assert decode(CONFERENCE, line.version, type, body) == line
    assert encode(CONFERENCE, decode(CONFERENCE, line.version, type, body)) == body


@pytest.mark.parametrize("body", STORED, ids=lambda body: label_of(body).type)
@pytest.mark.parametrize("part", ["", "event", "actor"])
def test_a_field_that_nobody_knows_is_not_passed_over(body: bytes, part: str) -> None:
    with pytest.raises(UnreadableLine):
        decoded(changed(body, part, surprise="secret"))


(DROPPED,) = (body for body in STORED if label_of(body).type == "LegDropped")


@pytest.mark.parametrize(
    "broken",
    [
        DROPPED[:-1],
        b"",
        b"null",
        changed(DROPPED, "", at="1790000000000000"),
        changed(DROPPED, "", at=1.5),
        changed(DROPPED, "event", why=None),
        changed(DROPPED, "actor", role="emperor"),
        changed(DROPPED, "event", leg_id="not-an-id"),
        DROPPED.replace(b'"why":"socket"', b'"how":"socket"'),
        DROPPED.replace(b"socket", b"\xff"),
    ],
)
def test_a_line_that_is_not_whole_is_refused_without_its_contents(broken: bytes) -> None:
    with pytest.raises(UnreadableLine) as refused:
        decode(label_of(DROPPED).conference, 9, "LegDropped", broken)
    assert "line 9" in str(refused.value)
    assert "socket" not in str(refused.value)


def test_a_line_of_another_conference_or_type_is_refused() -> None:
    body = encode(CONFERENCE, decoded(STORED[2]))
    with pytest.raises(UnreadableLine, match="belongs elsewhere"):
        decode(OTHER, 1, "LobbyOpened", body)
    with pytest.raises(UnreadableLine):
        decode(CONFERENCE, 1, "ConferenceResumed", body)
    with pytest.raises(UnreadableLine, match="unknown type"):
        decode(CONFERENCE, 1, "LobbyShut", body)
