"""Which requirement is proved by which test: `python3 dev.py requirements [--json]`.

A test says so itself, with `@pytest.mark.req("REQ-66")`; with `partial="pages"` (or `"phone"`)
where its part of the acceptance check is proved and the rest needs a screen or a telephone. A
requirement passes when it has a whole test and every test that names it passes; without a test it
is open.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field

import pytest

ALL = tuple(f"REQ-{number:02}" for number in range(1, 120))


@dataclass
class Proof:
    """What the tests of one requirement say."""

    tests: list[str] = field(default_factory=list[str])
    failed: list[str] = field(default_factory=list[str])
    partial: set[str] = field(default_factory=set[str])
    is_whole: bool = False

    @property
    def passed(self) -> bool:
        return self.is_whole and not self.failed

    @property
    def said(self) -> str:
        if not self.tests:
            return "open"
        if self.failed:
            return "FAILED"
        return "passed" if self.is_whole else f"partial: {', '.join(sorted(self.partial))}"


class Recorder:
    """A plugin: hears which tests name a requirement, and what became of them."""

    def __init__(self) -> None:
        self.proofs: defaultdict[str, Proof] = defaultdict(Proof)
        self._named: dict[str, list[str]] = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for test in session.items:
            for mark in test.iter_markers("req"):
                for id in mark.args:
                    self._note(test.nodeid, id, mark.kwargs.get("partial"))

    def _note(self, test: str, id: str, partial: str | None) -> None:
        if id not in ALL:
            raise pytest.UsageError(f"{test} names {id!r}, which is no requirement.")
        proof = self.proofs[id]
        proof.tests.append(test)
        self._named.setdefault(test, []).append(id)
        if partial is None:
            proof.is_whole = True
        else:
            proof.partial.add(partial)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Skipped counts as failed: what was not run proves nothing."""
        if report.outcome != "passed":
            for id in self._named.get(report.nodeid, []):
                self.proofs[id].failed.append(report.nodeid)


def proofs_of(arguments: Sequence[str]) -> dict[str, Proof]:
    """Run the tests that name a requirement; their own words go to standard error.

    Raises:
        SystemExit: pytest could not run them.
    """
    recorder = Recorder()
    with redirect_stdout(sys.stderr):
        code = pytest.main(["-m", "req and not unproven", *arguments], plugins=[recorder])
    if code not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        raise SystemExit(f"pytest ended with {code!r}")
    return {id: recorder.proofs[id] for id in ALL}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="For machines.")
    chosen, rest = parser.parse_known_args()
    proofs = proofs_of(rest)
    if chosen.json:
        rows = [{"id": id, "tests": p.tests, "passed": p.passed} for id, p in proofs.items()]
        sys.stdout.write(json.dumps(rows) + "\n")
    else:
        for id, proof in proofs.items():
            sys.stdout.write(f"{id}  {proof.said:<16} {len(proof.tests)} tests\n")
    raise SystemExit(any(proof.failed for proof in proofs.values()))


if __name__ == "__main__":
    main()
