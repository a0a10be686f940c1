"""The table of requirements says what the tests say, and nothing kinder."""

from pathlib import Path

import pytest

from tests.requirements import ALL, proofs_of

MARKED = """
import pytest

@pytest.mark.req("REQ-01")
def test_whole(): pass

@pytest.mark.req("REQ-02")
@pytest.mark.req("REQ-03")
def test_two_at_once(): assert False

@pytest.mark.req("REQ-03")
def test_other(): pass

@pytest.mark.req("REQ-04", partial="phone")
def test_a_part(): pass

@pytest.mark.req("REQ-05")
def test_not_run(): pytest.skip("no")
"""


def said_of(folder: Path, source: str) -> dict[str, str]:
    (folder / "test_marked.py").write_text(source)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = req\n")
    options = ["-c", str(folder / "pytest.ini"), "-p", "no:cacheprovider", str(folder)]
    return {id: proof.said for id, proof in proofs_of(options).items()}


def test_each_requirement_is_passed_partial_failed_or_open(tmp_path: Path) -> None:
    said = said_of(tmp_path, MARKED)
    assert list(said) == list(ALL)
    assert [said[id] for id in ALL[:6]] == [
        "passed",
        "FAILED",
        "FAILED",
        "partial: phone",
        "FAILED",
        "open",
    ]


def test_a_requirement_that_does_not_exist_is_no_proof(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        said_of(tmp_path, "import pytest\n@pytest.mark.req('REQ-120')\ndef test_it(): pass\n")
