"""The domain stands on the standard library and on itself: every import of it is looked at."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import app.domain

FOLDER = Path(app.domain.__file__).parent
BEHIND_THE_BACK = {"__import__", "import_module", "exec", "eval", "open"}


def sources() -> dict[str, ast.Module]:
    return {
        path.relative_to(FOLDER).as_posix(): ast.parse(path.read_text())
        for path in sorted(FOLDER.rglob("*.py"))
    }


def imports(tree: ast.Module) -> Iterator[str]:
    """Every module that is named, wherever the import stands; one beside it as `.name`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def is_allowed(module: str) -> bool:
    ours = module == "app.domain" or module.startswith("app.domain.")
    return ours or module.split(".", maxsplit=1)[0] in sys.stdlib_module_names


def test_the_domain_imports_the_standard_library_and_itself_and_nothing_else() -> None:
    found = {path: sorted(set(imports(tree))) for path, tree in sources().items()}
    assert len(found) > 60
    assert {
        path: bad
        for path, modules in found.items()
        if (bad := [module for module in modules if not is_allowed(module)])
    } == {}


def test_nothing_in_the_domain_imports_or_reads_behind_its_back() -> None:
    for path, tree in sources().items():
        called = {ast.unparse(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
        assert not {name.split(".")[-1] for name in called} & BEHIND_THE_BACK, path


def test_an_import_of_anything_else_is_seen() -> None:
    planted = ast.parse("def f():\n    import pydantic\nfrom app.service import ports\nimport re")
    assert [each for each in imports(planted) if not is_allowed(each)] == [
        "app.service",
        "pydantic",
    ]
