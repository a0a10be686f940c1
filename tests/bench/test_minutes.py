"""The minutes' bench sees a line that is lost, doubled, or out of order."""

from bench.minutes import Outcome, figures
from bench.support.visitor import new_line_id
from bench.support.writers import Writer, Written


def outcome(order: str) -> Outcome:
    """One writer's lines a, b, c as they stand at the chair; each was seen 50 ms after its key."""
    lines = {name: Written(new_line_id(), 0, n, float(n)) for n, name in enumerate("abcx")}
    # A writer without a page: nothing is sent here.
    writer = Writer(0, None, "", "", written=[lines[name] for name in "abc"])  # pyright: ignore[reportArgumentType]
    stand = [lines[name].id for name in order]
    seen = {lines[name].id: lines[name].at + 0.05 for name in order}
    return Outcome([writer], seen, stand, stand, cut_at=[1.0])


def faults(order: str) -> tuple[object, ...]:
    found = figures(outcome(order))
    return tuple(found[name] for name in ("lost", "doubled", "strange", "out_of_order"))


def test_every_line_once_and_in_order_is_no_fault() -> None:
    assert faults("abc") == (0, 0, 0, 0)
    assert figures(outcome("abc"))["p95_ms"] == 50.0


def test_a_lost_a_doubled_a_strange_and_a_displaced_line_are_counted() -> None:
    assert faults("ab") == (1, 0, 0, 0)
    assert faults("abbc") == (0, 1, 0, 0)
    assert faults("abcx") == (0, 0, 1, 0)
    assert faults("acb") == (0, 0, 0, 1)
