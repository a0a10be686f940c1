"""The import contracts of pyproject.toml hold, and each is seen to break on a planted import."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).parent.parent

PLANTED = {
    "app/service/ports.py": "import app.api",
    "signalling/__init__.py": "import app.domain.ids, media.api",
    "media/api.py": "import signalling, aiortc, baresip",
    "app/db/__init__.py": "import media.api",
    "app/domain/ids.py": "import asyncio",
    "app/api/__init__.py": "import app.service.ports",
}
"""One line more in each of these files; together they break every contract."""


def verdicts(tree: Path) -> dict[str, str]:
    """KEPT or BROKEN for each contract."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    return dict(re.findall(r"^(.*) (KEPT|BROKEN)\b", done.stdout, re.MULTILINE))


def copied(tree: Path) -> Path:
    for package in ("app", "signalling", "media"):
        only_python = shutil.ignore_patterns("__pycache__", "static", "text", "templates")
        shutil.copytree(ROOT / package, tree / package, ignore=only_python)
    shutil.copy(ROOT / "pyproject.toml", tree)
    return tree


def test_the_import_contracts_hold(tmp_path: Path) -> None:
    found = verdicts(copied(tmp_path))
    assert len(found) >= 8
    assert set(found.values()) == {"KEPT"}


def test_every_import_contract_breaks_on_a_planted_import(tmp_path: Path) -> None:
    tree = copied(tmp_path)
    for path, line in PLANTED.items():
        with (tree / path).open("a") as file:
            file.write(f"\n{line}\n")
    assert set(verdicts(tree).values()) == {"BROKEN"}


def test_every_part_of_the_app_has_its_layer() -> None:
    parts = {path.stem for path in (ROOT / "app").iterdir() if not path.stem.startswith("_")}
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = " ".join(contracts["contracts"][0]["layers"])
    assert sorted(part for part in parts if not re.search(rf"\bapp\.{part}\b", layers)) == []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("src/components/tile.tsx", 'import { connect } from "../live/signalling";'),
        ("src/components/tile.tsx", 'import { Chair } from "../pages/chair";'),
        ("src/live/store.ts", 'import { Tile } from "../components/tile";'),
        ("src/live/signalling.ts", 'import { store } from "./store";'),
        ("src/live/media.ts", 'import { connect } from "./signalling";'),
    ],
)
def test_a_page_cannot_import_upwards(path: str, line: str, tmp_path: Path) -> None:
    frontend = ROOT / "frontend"
    shutil.copy(frontend / "biome.json", tmp_path)
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(line + "\n")
    command = [str(frontend / "node_modules" / ".bin" / "biome"), "lint", "--colors=off", path]
    done = subprocess.run(
        command, cwd=tmp_path, env=dev.environment(), capture_output=True, text=True, check=False
    )
    assert "lint/style/noRestrictedImports" in done.stdout + done.stderr
