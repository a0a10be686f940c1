"""Compares what came out with what a file expects: key by key, and only the keys that are there."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.play.file import Row, child, is_list, rows, text, words
from app.play.performance import Performance
from app.play.results import Found, Results
from app.play.roles import agency_named

INPUTS_OF_COPIES = frozenset({"language", "delivery"})
OF_INCIDENTS = frozenset({"reason", "stopped_at", "left_room_at", "learned_by", "note", "place"})
"""Informative: told in words, or of what the service cannot see."""
OF_ACTIONS = frozenset({"what"})


@dataclass(frozen=True)
class Check:
    """One expectation."""

    name: str
    passed: bool
    line: int = 0
    """Of the file; 0: the whole."""
    expected: str = ""
    found: str = ""


def checks(expect: Row, results: Results, play: Performance) -> list[Check]:
    made = [
        *_final_state(expect, results),
        *_quorum(expect, results),
        *_ledger(expect, results),
        *_views(expect, results),
        *_by_key("decisions", "child", expect, {str(r["child"]): r for r in results.decisions}),
        *_dissent(expect, results),
        *_by_key("actions", "id", expect, results.actions, OF_ACTIONS),
        *_copies(expect, results),
        *_incidents(expect, results),
        *_restricted(expect, results),
        *_audit(expect, results),
    ]
    return [*made, *_timeline(play)]


def same(expected: object, found: object) -> bool:
    """Lists of people are sets; agencies go by one name."""
    if is_list(expected) and is_list(found):
        return sorted(map(_plain, expected)) == sorted(map(_plain, found))
    if isinstance(expected, Row):
        return json.dumps(expected, sort_keys=True) == json.dumps(found, sort_keys=True)
    return _plain(expected) == _plain(found)


def _plain(value: object) -> str:
    return agency_named(str(value))


def _check(name: str, row: Row, expected: object, found: object) -> Check:
    return Check(name, same(expected, found), row.line, _said(expected), _said(found))


def _said(value: object) -> str:
    if is_list(value):
        return f"[{', '.join(sorted(map(str, value)))}]"
    return str(dict(value)) if isinstance(value, Row) else str(value)


def _final_state(expect: Row, results: Results) -> Iterator[Check]:
    if "final_state" in expect:
        yield _check("final_state", expect, expect["final_state"], results.final_state)


def _quorum(expect: Row, results: Results) -> Iterator[Check]:
    """A row at opening and at each change; each row is one expectation."""
    expected = rows(expect.get("quorum"))
    if "quorum" not in expect:
        return
    left = list(results.quorum)
    for number, row in enumerate(expected, start=1):
        found = _closest(row, left)
        if found is not None:
            left.remove(found)
        yield _row_check(f"quorum {number}", row, found)
    if left:
        yield Check("quorum: nothing else", passed=False, line=expect.line, found=str(left))


def _closest(row: Row, found: list[Found]) -> Found | None:
    """The one with most of its keys, and some of them."""
    counted = [(_matching(row, each), each) for each in found]
    best = max(counted, key=lambda each: each[0], default=(0, None))
    return best[1] if best[0] else None


def _matching(row: Row, found: Found) -> int:
    return sum(key in found and same(value, found[key]) for key, value in row.items())


def _row_check(
    name: str, row: Row, found: Found | None, without: frozenset[str] = frozenset()
) -> Check:
    """All keys of one row together."""
    keys = [key for key in row if key not in without]
    there = found or {}
    wrong = [key for key in keys if not same(row[key], there.get(key))]
    expected = "; ".join(f"{key}: {_said(row[key])}" for key in wrong)
    got = "; ".join(f"{key}: {_said(there.get(key))}" for key in wrong)
    return Check(name, not wrong, row.line, expected, got if found else "nothing of this kind")


def _ledger(expect: Row, results: Results) -> Iterator[Check]:
    for row in rows(expect.get("ledger")):
        line = text(row, "line")
        found = results.ledger.get(line, {})
        for key, value in row.items():
            if key != "line" or not found:
                yield _check(f"ledger {line} {key}", row, value, found.get(key))


def _views(expect: Row, results: Results) -> Iterator[Check]:
    expected = rows(expect.get("views"))
    found = {str(row["by"]): row for row in results.views}
    for row in expected:
        by = text(row, "by")
        yield _row_check(f"views {by}", row, found.get(by))
    if "views" in expect:
        yield from _nothing_else("views", expect, found, {text(row, "by") for row in expected})


def _by_key(
    name: str,
    key: str,
    expect: Row,
    found: dict[str, Found],
    without: frozenset[str] = frozenset(),
) -> Iterator[Check]:
    expected = rows(expect.get(name))
    for row in expected:
        id = text(row, key)
        yield _row_check(f"{name} {id}", row, found.get(id), without)
    if name in expect:
        yield from _nothing_else(name, expect, found, {text(row, key) for row in expected})


def _nothing_else(
    name: str, expect: Row, found: Iterable[str], expected: set[str]
) -> Iterator[Check]:
    for id in found:
        if id not in expected:
            yield Check(f"{name}: nothing else", passed=False, line=expect.line, found=id)


def _dissent(expect: Row, results: Results) -> Iterator[Check]:
    expected = rows(expect.get("dissent"))
    left = list(results.dissent)
    for row in expected:
        found = _closest(row, left)
        if found is not None:
            left.remove(found)
        yield _row_check(f"dissent {text(row, 'by')} {text(row, 'child')}", row, found)
    if "dissent" in expect and left:
        yield Check("dissent: nothing else", passed=False, line=expect.line, found=str(left))


def _copies(expect: Row, results: Results) -> Iterator[Check]:
    copies = child(expect, "copies")
    for id, row in copies.items():
        if not isinstance(row, Row):
            continue
        found = results.copies.get(id, {})
        for key, value in row.items():
            if key not in INPUTS_OF_COPIES:
                yield _check(f"copies {id} {key}", row, value, found.get(key))
        gaps = found.get("numbered_without_gaps")
        yield Check(f"copies {id} numbered without gaps", gaps is True, row.line, "True", str(gaps))


def _incidents(expect: Row, results: Results) -> Iterator[Check]:
    """At least these; a covert one is on no ordinary list."""
    left = list(results.incidents)
    for number, row in enumerate(rows(expect.get("incidents")), start=1):
        kind, covert = text(row, "kind"), row.get("covert") is True
        alike = [each for each in left if each["kind"] == kind and each["covert"] is covert]
        found = _closest(row, alike)
        if found is not None:
            left.remove(found)
        person = {**row}
        if "via" in row:
            person["via"] = [row["via"]]
        named = Row(person)
        named.line = row.line
        yield _row_check(f"incidents {number} {kind}", named, found, OF_INCIDENTS)


def _restricted(expect: Row, results: Results) -> Iterator[Check]:
    """In the restricted audit, and nowhere else."""
    for row in rows(expect.get("restricted_audit")):
        type, at = text(row, "type"), text(row, "at")
        hidden = _entries(results.restricted, type, at, words(row, "who"))
        shown = _entries(results.ordinary, type, at, words(row, "who"))
        passed = bool(hidden) and not shown
        found = f"restricted: {len(hidden)}, ordinary: {len(shown)}"
        yield Check(f"restricted_audit {at} {type}", passed, row.line, "restricted only", found)


def _entries(entries: list[Found], type: str, at: str, who: list[str]) -> list[Found]:
    return [
        each
        for each in entries
        if type in (each["types"] or [])  # pyright: ignore[reportOperatorIssue] a list
        and each["at"] == at
        and (not who or same(who, each["who"]))
    ]


def _audit(expect: Row, results: Results) -> Iterator[Check]:
    covert = {text(row, "type") for row in rows(expect.get("restricted_audit"))}
    ordinary, restricted = _types(results.ordinary), _types(results.restricted)
    for type in words(expect, "audit_must_include"):
        hidden = type in covert or (type in restricted and type not in ordinary)
        there = type in restricted and type not in ordinary if hidden else type in ordinary
        where = "restricted audit" if hidden else "audit"
        yield Check(f"audit_must_include {type}", there, expect.line, f"in the {where}", "")


def _types(entries: list[Found]) -> set[str]:
    return {type for each in entries for type in _list(each["types"])}


def _list(value: object) -> list[str]:
    return [str(each) for each in value] if is_list(value) else []


def _timeline(play: Performance) -> Iterator[Check]:
    """What the service would not do is a difference, with the line of its event."""
    for line, type, code in play.problems:
        yield Check(f"timeline {type}", passed=False, line=line, expected="done", found=code)
