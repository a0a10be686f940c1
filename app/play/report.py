"""What was compared, for people and for machines. Ids and codes; no words of the file."""

import json
from collections.abc import Iterator

from app.play.compare import Check
from app.play.player import Played


def lines(played: Played) -> Iterator[str]:
    for warning in played.scenario.warnings:
        yield f"warning: {warning}"
    for check in played.checks:
        yield from _lines_of(check)
    yield summary(played)


def _lines_of(check: Check) -> Iterator[str]:
    yield f"{'ok  ' if check.passed else 'FAIL'}  {check.name}"
    if not check.passed:
        yield f"      line {check.line}"
        yield f"      expected  {check.expected}"
        yield f"      found     {check.found}"


def summary(played: Played) -> str:
    failed = len(played.failed)
    return f"{len(played.checks) - failed} passed, {failed} failed"


def as_json(played: Played) -> str:
    failed = len(played.failed)
    return json.dumps(
        {
            "scenario": played.scenario.top.get("id"),
            "passed": len(played.checks) - failed,
            "failed": failed,
            "warnings": played.scenario.warnings,
            "checks": [
                {
                    "name": check.name,
                    "passed": check.passed,
                    "line": check.line,
                    "expected": check.expected,
                    "found": check.found,
                }
                for check in played.checks
            ],
        },
        indent=2,
        ensure_ascii=False,
    )
