"""What the house asks of tests: a sentence for a name, something asserted, no short cuts."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.house_rules import Rule, Source, imported

FAILS_BY_ITSELF = re.compile(
    r"(^|[._])(raises|then|fail_after|timeout|suppress|(assert|expect|check|refuses|prove|until)\w*)$"
)
"""Calls that are assertions: named for it, or with a deadline, or naming all the errors allowed."""


def tests(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    if source.is_test:
        yield from (each for each in source.functions() if each.name.startswith("test_"))


def tests_are_named_by_a_sentence(source: Source) -> Iterator[str]:
    for test in tests(source):
        if len(test.name.split("_")) < 4:
            yield f"{test.lineno}: {test.name}"


def tests_assert_something(source: Source) -> Iterator[str]:
    """An `assert`, a call that fails by itself, or a call of a function of ours that asserts."""
    for test in tests(source):
        called = {ast.unparse(n.func) for n in ast.walk(test) if isinstance(n, ast.Call)}
        ours = {name.split(".")[-1] for name in called} & asserting_functions()
        if not asserts(test) and not ours:
            yield f"{test.lineno}: {test.name} asserts nothing"


def asserts(function: ast.AST) -> bool:
    nodes = list(ast.walk(function))
    called = [ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)]
    has_assert = any(isinstance(node, ast.Assert) for node in nodes)
    return has_assert or any(FAILS_BY_ITSELF.search(name) for name in called)


@cache
def asserting_functions() -> frozenset[str]:
    """Names of the functions under tests/ that assert, besides the tests themselves."""
    sources = (Source("tests/", path.read_text()) for path in Path(__file__).parent.rglob("*.py"))
    functions = (each for source in sources for each in source.functions() if asserts(each))
    return frozenset(each.name for each in functions if not each.name.startswith("test_"))


def tests_neither_sleep_nor_mock_nor_skip(source: Source) -> Iterator[str]:
    if not source.is_test:
        return
    shortcut = re.compile(
        r"(^|\.)(sleep|sleep_until|skip|skipif|importorskip|xfail|Mock|MagicMock|patch)$"
    )
    for node in ast.walk(source.tree):
        if isinstance(node, (ast.Attribute, ast.Name)) and shortcut.search(ast.unparse(node)):
            yield f"{node.lineno}: {ast.unparse(node)}"
    for number, name in imported(source):
        if name.startswith(("unittest.mock", "mock", "pytest_mock")):
            yield f"{number}: imports {name}"


RULES: tuple[Rule, ...] = (
    tests_are_named_by_a_sentence,
    tests_assert_something,
    tests_neither_sleep_nor_mock_nor_skip,
)
