"""Keys are made once, whole, and for their owner's eyes alone."""

import os
import stat
from pathlib import Path

import pytest

from app.db.keys import (
    HEAD_KEY,
    HEAD_PUBLIC_KEY,
    KeysMissing,
    load_head_public_key,
    load_keys,
    load_restricted_key,
    make_keys,
)

FILES = ["head.pem", "head.pub.pem", "master.key", "pepper.key", "restricted.key"]


def load_all(folder: Path) -> None:
    load_keys(folder)
    load_restricted_key(folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_keys(tmp_path / "var" / "keys")
    return tmp_path / "var" / "keys"


def test_only_their_owner_may_look_at_the_keys(folder: Path) -> None:
    assert sorted(os.listdir(folder)) == FILES
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert os.listdir(folder.parent) == ["keys"]


def test_the_same_keys_are_loaded_each_time(folder: Path) -> None:
    first, second = load_keys(folder), load_keys(folder)
    assert (first.master, first.pepper) == (second.master, second.pepper)
    restricted = load_restricted_key(folder)
    assert restricted == load_restricted_key(folder)
    assert len({first.master, restricted, first.pepper}) == 3


def test_the_other_keys_are_loaded_where_the_restricted_one_is_not(folder: Path) -> None:
    (folder / "restricted.key").unlink()
    assert load_keys(folder).master


def test_keys_are_never_made_over_others(folder: Path) -> None:
    before = load_keys(folder)
    with pytest.raises(OSError, match="not empty"):
        make_keys(folder)
    assert load_keys(folder).master == before.master


@pytest.mark.parametrize("name", [name for name in FILES if name != HEAD_PUBLIC_KEY])
def test_a_missing_key_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(KeysMissing, match=name):
        load_all(folder)


@pytest.mark.parametrize("name", [name for name in FILES if name != HEAD_PUBLIC_KEY])
def test_a_key_that_others_may_read_is_refused(folder: Path, name: str) -> None:
    (folder / name).chmod(0o640)
    with pytest.raises(KeysMissing, match=name):
        load_all(folder)


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_a_key_of_another_length_is_refused(folder: Path, content: bytes) -> None:
    (folder / "master.key").write_bytes(content)
    with pytest.raises(KeysMissing, match=r"master\.key"):
        load_keys(folder)


def test_a_head_key_that_is_none_is_refused(folder: Path) -> None:
    (folder / HEAD_KEY).write_bytes(
        b"-----BEGIN PRIVATE KEY-----\nnone\n-----END PRIVATE KEY-----\n"
    )
    with pytest.raises(KeysMissing, match="Ed25519"):
        load_keys(folder)
    (folder / HEAD_PUBLIC_KEY).write_bytes(b"none")
    for name in (HEAD_KEY, HEAD_PUBLIC_KEY):
        with pytest.raises(KeysMissing, match="Ed25519"):
            load_head_public_key(folder / name)


def test_the_public_key_comes_from_either_file(folder: Path) -> None:
    assert load_head_public_key(folder / HEAD_KEY) == load_head_public_key(folder / HEAD_PUBLIC_KEY)
    with pytest.raises(KeysMissing, match="cannot be read"):
        load_head_public_key(folder / "no.pem")


def test_keys_do_not_show_themselves(folder: Path) -> None:
    keys = load_keys(folder)
    assert repr(keys) == "Keys()"
