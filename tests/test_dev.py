"""Setting up does what is stale, once, and says plainly what it cannot do."""

import os
import re
import zipfile
from pathlib import Path

import pytest

import dev
import dev_packages
import hatch_build


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(dev, "VENV", tmp_path)
    return tmp_path


def test_a_step_is_stale_until_it_has_ended_well(venv: Path) -> None:
    (venv / "lock.txt").write_text("one")
    with pytest.raises(ZeroDivisionError), dev.stamp("step", venv / "lock.txt"):
        raise ZeroDivisionError
    with dev.stamp("step", venv / "lock.txt") as is_stale:
        assert is_stale
    with dev.stamp("step", venv / "lock.txt") as is_stale:
        assert not is_stale


def test_a_step_is_stale_again_when_what_it_was_made_from_changes(venv: Path) -> None:
    (venv / "lock.txt").write_text("one")
    with dev.stamp("step", venv / "lock.txt"):
        pass
    (venv / "lock.txt").write_text("two")
    with dev.stamp("step", venv / "lock.txt") as is_stale:
        assert is_stale


def test_missing_packages_are_named_when_nobody_may_install_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(dev.Failed, match="apt-get install one-package another"):
        dev.install_system_packages({"no-such-command": "one-package another", "sh": "dash"})


def test_a_library_is_looked_for_by_loading_it() -> None:
    wanted = {"libc.so.6": "libc6", "libnowhere.so.9": "libnowhere9", "sh": "dash"}
    assert dev_packages.missing(wanted, os.environ["PATH"]) == ["libnowhere9"]


def test_a_failing_step_shows_what_it_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(dev.Failed, match="the reason"):
        dev.quietly("Try", ["sh", "-c", "echo the reason; exit 3"])
    assert "Try: failed" in capsys.readouterr().err


def test_every_step_runs_whatever_the_others_say() -> None:
    here = Path.cwd()
    steps = [("first", ["false"], here), ("second", ["true"], here), ("third", ["false"], here)]
    assert dev.failed_steps(steps) == ["first", "third"]


def test_the_stamp_of_the_pages_changes_with_any_source_and_not_with_packages(
    tmp_path: Path,
) -> None:
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "live.tsx").write_text("1")
    before = hatch_build.digest(*hatch_build.page_sources(tmp_path))
    (tmp_path / "node_modules" / "preact.js").write_text("1")
    assert hatch_build.digest(*hatch_build.page_sources(tmp_path)) == before
    (tmp_path / "live.tsx").write_text("2")
    assert hatch_build.digest(*hatch_build.page_sources(tmp_path)) != before


def test_no_lock_file_holds_an_address() -> None:
    root = Path(dev.__file__).parent
    locks = [*root.glob("requirements/*.txt"), root / "frontend" / "package-lock.json"]
    assert len(locks) == 5
    assert [lock.name for lock in locks if re.search(r"https?:|://", lock.read_text())] == []


def test_the_wheel_carries_pages_words_and_migrations(tmp_path: Path) -> None:
    build = ["hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    dev.quietly("Build the wheel", build)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = wheel.namelist()
    assert "app/pages/static/manifest.json" in names
    assert "app/pages/text/cy.po" in names
    assert "migrations/env.py" in names
    assert not [name for name in names if name.startswith(("tests/", "bench/", "frontend/"))]
