"""Every small fault that can be put into a source: what stands there, and what else might.

Words are not changed: what a refusal says, the codes of enumerations and events (the codec's and
the catalogue's tests hold those), annotations and unions of types.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
}
CALLED = {"any": "all", "all": "any", "min": "max", "max": "min"}
NAMING = {"NewType", "TypeVar", "assert_never"}
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, order=True)
class Mutant:
    """One fault: these characters of this file replaced by others."""

    path: str
    """From the root of the repository."""
    start: int
    end: int
    lines: tuple[int, int]
    """First and last of the statement it is in, or of that statement's head."""
    function: str
    """Its qualified name; empty at the level of the module."""
    before: str
    after: str

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def applied_to(self, source: str) -> str:
        return source[: self.start] + self.after + source[self.end :]

    @property
    def change(self) -> str:
        return f"{_on_one_line(self.before)} -> {_on_one_line(self.after)}"


def _on_one_line(code: str) -> str:
    return re.sub(r"\s+", " ", code).strip()


def mutants_of(path: str, source: str) -> list[Mutant]:
    """All of one file, in the order of their places."""
    offsets = _offsets_of_lines(source)
    found = set[Mutant]()
    for node, function, lines in _nodes(ast.parse(source), "", (0, 0)):
        start, end = _place(offsets, source, node)
        before = source[start:end]
        for new in _replacements(node, in_function=bool(function)):
            after = new if isinstance(new, str) else _written(node, new)
            if after != before:
                found.add(Mutant(path, start, end, lines, function, before, after))
    return sorted(found)


Place = ast.expr | ast.stmt


def _nodes(
    node: ast.AST, function: str, lines: tuple[int, int]
) -> Iterator[tuple[Place, str, tuple[int, int]]]:
    """Every expression and statement that may be changed: with its function, and its lines."""
    for child in _children(node):
        if _is_docstring(child):
            continue
        at = _lines_of(child) if isinstance(child, ast.stmt) else lines
        if isinstance(child, Place):
            yield child, function, at
        inner = function
        if isinstance(child, (*FUNCTION, ast.ClassDef)):
            inner = f"{function}.{child.name}".lstrip(".")
        yield from _nodes(child, inner, at)


def _lines_of(statement: ast.stmt) -> tuple[int, int]:
    """Of a statement with a body only the head: what tells that it was reached."""
    last = statement.end_lineno or statement.lineno
    if isinstance(statement, ast.Match):
        last = statement.subject.end_lineno or last
    elif isinstance(statement, ast.If | ast.For | ast.While | ast.With | ast.Try):
        last = max(statement.lineno, statement.body[0].lineno - 1)
    return statement.lineno, last


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """Not types, patterns, decorators, refusals' words and names of names."""
    if isinstance(node, ast.Raise | ast.MatchAs | ast.MatchClass | ast.JoinedStr):
        return
    if isinstance(node, ast.Call) and ast.unparse(node.func) in NAMING:
        return
    if isinstance(node, ast.AnnAssign):
        yield from [] if node.value is None else [node.value]
    elif isinstance(node, FUNCTION):
        yield from node.body
    elif isinstance(node, ast.ClassDef):
        yield from (each for each in node.body if not isinstance(each, ast.Assign | ast.AnnAssign))
    elif isinstance(node, ast.match_case):
        yield from [*([] if node.guard is None else [node.guard]), *node.body]
    elif not _is_union(node):
        yield from ast.iter_child_nodes(node)


def _is_union(node: ast.AST) -> bool:
    """A | B of types: names of classes are written Like | This."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.BitOr):
        return False
    words = re.findall(r"\w+", ast.unparse(node))
    return all(word == "None" or re.fullmatch(r"[A-Z]+[a-z]\w*|_[A-Z]\w*", word) for word in words)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _offsets_of_lines(source: str) -> list[int]:
    offsets = [0]
    for text in source.splitlines(keepends=True):
        offsets.append(offsets[-1] + len(text))
    return offsets


def _place(offsets: list[int], source: str, node: Place) -> tuple[int, int]:
    """Columns of `ast` count bytes; this house's sources have an odd character here and there."""

    def at(line: int, column: int) -> int:
        text = source[offsets[line - 1] : offsets[line]].encode()
        return offsets[line - 1] + len(text[:column].decode())

    end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or 0
    return at(node.lineno, node.col_offset), at(end_line, end_column)


def _written(old: Place, new: Place) -> str:
    text = ast.unparse(new)
    return text if isinstance(old, ast.stmt) or isinstance(new, ast.Constant) else f"({text})"


# ---------------------------------------------------------------- what else might stand there

New = ast.expr | str


def _replacements(node: Place, *, in_function: bool) -> Iterator[New]:
    for kind, change in CHANGES:
        if isinstance(node, kind):
            yield from change(node)
    if in_function and isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from _code(node.value)


def _code(value: str) -> Iterator[New]:
    """A code, not a sentence: those are for people."""
    if " " not in value:
        yield ast.Constant(f"not_{value}")


def _compare(node: ast.Compare) -> Iterator[New]:
    swapped = [COMPARED[type(op)]() for op in node.ops]
    for at in range(len(node.ops)):
        ops = [*node.ops[:at], swapped[at], *node.ops[at + 1 :]]
        yield ast.Compare(node.left, ops, node.comparators)


def _bool(node: ast.BoolOp) -> Iterator[New]:
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield ast.BoolOp(other, node.values)
    for at in range(len(node.values)):
        rest = [*node.values[:at], *node.values[at + 1 :]]
        yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def _not(node: ast.UnaryOp) -> Iterator[New]:
    if isinstance(node.op, ast.Not):
        yield node.operand


def _constant(node: ast.Constant) -> Iterator[New]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield ast.Constant(node.value + 1)


def _binary(node: ast.BinOp) -> Iterator[New]:
    if isinstance(node.op, ast.Sub):
        yield node.left
    elif type(node.op) in COUNTED and not _is_union(node):
        yield ast.BinOp(node.left, COUNTED[type(node.op)](), node.right)


def _call(node: ast.Call) -> Iterator[New]:
    """any for all; and `replace` forgets one of its fields."""
    name = ast.unparse(node.func)
    if name in CALLED:
        yield ast.Call(ast.Name(CALLED[name]), node.args, node.keywords)
    if name == "replace" and node.keywords:
        for at in range(len(node.keywords)):
            kept = [*node.keywords[:at], *node.keywords[at + 1 :]]
            yield ast.Call(node.func, node.args, kept)


def _condition(node: ast.If | ast.IfExp) -> Iterator[New]:
    """A condition that is neither a comparison nor and/or/not is turned round as a whole."""
    if isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
        return
    turned = ast.UnaryOp(ast.Not(), node.test)
    if isinstance(node, ast.IfExp):
        yield ast.IfExp(turned, node.body, node.orelse)


def _guard(node: ast.If) -> Iterator[New]:
    """A guard goes: nobody is refused by it, nothing is given back early."""
    if not node.orelse and isinstance(node.body[-1], ast.Raise | ast.Return):
        yield "pass"


def _check(node: ast.Expr) -> Iterator[New]:
    if isinstance(node.value, ast.Call) and ast.unparse(node.value.func) not in NAMING:
        yield "pass"


def _return(node: ast.Return) -> Iterator[New]:
    match node.value:
        case None | ast.Constant() | ast.Name():
            return
        case ast.List():
            yield "return []"
        case ast.Tuple():
            yield "return ()"
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp():
            yield "return True"
            yield "return False"
        case _:
            yield "return None"


def _comprehension(
    node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
) -> Iterator[New]:
    """One condition of a choice is forgotten."""
    for at, each in enumerate(node.generators):
        for of in range(len(each.ifs)):
            kept = [*each.ifs[:of], *each.ifs[of + 1 :]]
            less = ast.comprehension(each.target, each.iter, kept, each.is_async)
            others = [*node.generators[:at], less, *node.generators[at + 1 :]]
            changed = ast.parse(ast.unparse(node), mode="eval").body
            if isinstance(changed, type(node)):
                changed.generators = others
                yield changed


CHANGES: tuple[tuple[type[Place], Callable[..., Iterator[New]]], ...] = (
    (ast.Compare, _compare),
    (ast.BoolOp, _bool),
    (ast.UnaryOp, _not),
    (ast.Constant, _constant),
    (ast.BinOp, _binary),
    (ast.Call, _call),
    (ast.IfExp, _condition),
    (ast.If, _guard),
    (ast.Expr, _check),
    (ast.Return, _return),
    (ast.ListComp, _comprehension),
    (ast.SetComp, _comprehension),
    (ast.GeneratorExp, _comprehension),
    (ast.DictComp, _comprehension),
)
"""What kind of place can be changed how."""
