"""The limits on the shape of the code, each as a function that names what breaks it.

A rule reads one source and gives one line for each violation. `test_house_rules` runs them over
every file, and over planted violations to see that they bite.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
DEEPEST_NESTING = 3

MAY_PRINT = ("app/cli.py", "app/play/", "bench/", "dev.py", "hatch_build.py")
MAY_CATCH_ANYTHING = {
    "app/service/node.py": "one conference that fails does not take the others with it",
    "app/live/switchboard.py": "one call that fails does not take the others with it",
    "app/live/calls.py": "one phone call that fails does not take the others with it",
    "app/api/problems.py": "HTTP 500",
}
MAY_READ_THE_CLOCK = ("app/service/clock.py", "bench/")

FORBIDDEN_NAMES = frozenset(
    {"data", "info", "item", "items", "process", "helper", "helpers", "manager", "utils", "util"}
)
NAMED_BY_ASYNCIO = frozenset({"data_received", "datagram_received"})
FORBIDDEN_IN_CLASS_NAMES = re.compile(r"(Manager|Service|Helper|Abstract|Info|Util)s?(?=[A-Z]|$)")
FORBIDDEN_MODULES = FORBIDDEN_NAMES | {"base", "common", "misc", "managers", "services"}
IMPURE = frozenset(
    {"asyncio", "logging", "multiprocessing", "os", "random", "secrets", "socket", "subprocess"}
    | {"tempfile", "threading", "time"}
)
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
BLOCK = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)


@dataclass(frozen=True)
class Source:
    """One Python file: its path from the root of the repository, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def comments(self) -> dict[int, str]:
        """The comment of each line that has one."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return {each.start[0]: each.string for each in tokens if each.type == tokenize.COMMENT}

    @property
    def is_test(self) -> bool:
        return self.path.startswith("tests/")

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        return (node for node in ast.walk(self.tree) if isinstance(node, FUNCTION))

    def calls(self) -> Iterator[tuple[ast.Call, str]]:
        """Every call, with the dotted name of what is called."""
        return ((n, ast.unparse(n.func)) for n in ast.walk(self.tree) if isinstance(n, ast.Call))


Rule = Callable[[Source], Iterator[str]]


# ---------------------------------------------------------------- size and shape


def module_is_short(source: Source) -> Iterator[str]:
    if len(source.lines) > LONGEST_MODULE:
        yield f"{len(source.lines)} lines"


def functions_are_short(source: Source) -> Iterator[str]:
    """Counted from `def` to the end, without the docstring."""
    for function in source.functions():
        length = (function.end_lineno or 0) - function.lineno + 1
        if ast.get_docstring(function) is not None:
            docstring = function.body[0]
            length -= (docstring.end_lineno or 0) - docstring.lineno + 1
        if length > LONGEST_FUNCTION:
            yield f"{function.lineno}: {function.name} has {length} lines"


def nesting_is_shallow(source: Source) -> Iterator[str]:
    for function in source.functions():
        depth = max((depth_of(child) for child in function.body), default=0)
        if depth > DEEPEST_NESTING:
            yield f"{function.lineno}: {function.name} is nested {depth} deep"


def depth_of(node: ast.AST) -> int:
    """How many blocks are nested below. `elif` is beside its `if`; an inner function is its own."""
    if isinstance(node, (*FUNCTION, ast.Lambda, ast.ClassDef)):
        return 0
    below = max((depth_of(child) for child in ast.iter_child_nodes(node)), default=0)
    if isinstance(node, ast.If) and len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
        body = max(depth_of(child) for child in node.body)
        return max(body + 1, depth_of(node.orelse[0]))
    return below + isinstance(node, BLOCK)


def module_opens_with_its_purpose(source: Source) -> Iterator[str]:
    if source.is_test and not source.text:  # only makes a folder importable
        return
    if not (ast.get_docstring(source.tree) or "").strip():
        yield "1: no docstring"


# ---------------------------------------------------------------- what is not done here


def imports_stand_at_the_top(source: Source) -> Iterator[str]:
    for function in source.functions():
        for node in ast.walk(function):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                yield f"{node.lineno}: import inside {function.name}"


def nothing_catches_everything(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.ExceptHandler):
            continue
        caught = ast.unparse(node.type) if node.type else "everything"
        everything = re.search(r"\b(Exception|BaseException|everything)\b", caught)
        if everything and source.path not in MAY_CATCH_ANYTHING:
            yield f"{node.lineno}: catches {caught}"


def only_programs_print(source: Source) -> Iterator[str]:
    if not source.path.startswith(MAY_PRINT):
        yield from (f"{call.lineno}: print" for call, name in source.calls() if name == "print")


def only_the_clock_tells_the_time(source: Source) -> Iterator[str]:
    if source.path.startswith(MAY_READ_THE_CLOCK):
        return
    wall_clock = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.time(_ns)?)$")
    for call, name in source.calls():
        if wall_clock.search(name):
            yield f"{call.lineno}: {name}"


def nothing_is_left_to_do(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Raise) and "NotImplementedError" in ast.unparse(node):
            yield f"{node.lineno}: NotImplementedError"
    for number, comment in source.comments.items():
        if re.search(r"\b(TODO|FIXME|HACK|XXX)\b", comment):
            yield f"{number}: {comment}"


def ways_round_the_types_say_why(source: Source) -> Iterator[str]:
    """Any, cast and ignore have their reason on the same line, or in a comment above."""
    for number, comment in source.comments.items():
        if EXCUSE.search(comment) and not has_reason(source, number):
            yield f"{number}: ignored without a reason"
    for node in any_or_cast(source):
        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        if not any(has_reason(source, number) for number in lines):
            yield f"{node.lineno}: {ast.unparse(node)} without a reason"


def any_or_cast(source: Source) -> Iterator[ast.expr]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name) and node.id == "Any":
            yield node
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"cast", "typing.cast"}:
            yield node


EXCUSE = re.compile(
    r"#\s*(type: ignore|pyright: ignore|noqa)(\[[^]]*\]|: *[A-Z]+\d+(, *[A-Z]+\d+)*)?"
)


def has_reason(source: Source, number: int) -> bool:
    """Two words beside it are the least that can be a reason."""
    stands_above = number > 1 and source.lines[number - 2].strip().startswith("#")
    beside = EXCUSE.sub("#", source.comments.get(number, ""))
    return stands_above or re.search(r"\w+\W+\w+", beside) is not None


def the_domain_is_standard_and_pure(source: Source) -> Iterator[str]:
    if not source.path.startswith("app/domain/"):
        return
    for number, name in imported(source):
        top = name.split(".")[0]
        is_ours = name == "app.domain" or name.startswith("app.domain.")
        if top in IMPURE or not (is_ours or top in sys.stdlib_module_names):
            yield f"{number}: imports {name}"


def imported(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""


# ---------------------------------------------------------------- names


def names_say_what_they_are(source: Source) -> Iterator[str]:
    stem = source.path.rsplit("/", 1)[-1].removesuffix(".py")
    if stem in FORBIDDEN_MODULES:
        yield f"1: a module named {stem}"
    for number, name in defined(source):
        if name in FORBIDDEN_NAMES or name.startswith(("get_", "process_")):
            yield f"{number}: {name}"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and FORBIDDEN_IN_CLASS_NAMES.search(node.name):
            yield f"{node.lineno}: {node.name}"


def defined(source: Source) -> Iterator[tuple[int, str]]:
    """Functions, their arguments, and variables; not what asyncio's protocols have named."""
    theirs: set[ast.arg] = set()
    for node in ast.walk(source.tree):
        if isinstance(node, FUNCTION):
            yield node.lineno, node.name
            if node.name in NAMED_BY_ASYNCIO:
                theirs.update(node.args.args)
        elif isinstance(node, ast.arg) and node not in theirs:
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id


RULES: tuple[Rule, ...] = (
    module_is_short,
    functions_are_short,
    nesting_is_shallow,
    module_opens_with_its_purpose,
    imports_stand_at_the_top,
    nothing_catches_everything,
    only_programs_print,
    only_the_clock_tells_the_time,
    nothing_is_left_to_do,
    ways_round_the_types_say_why,
    the_domain_is_standard_and_pure,
    names_say_what_they_are,
)
