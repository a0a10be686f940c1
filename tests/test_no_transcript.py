"""Minutes are written by a person: nothing here turns speech into words or asks a model (REQ-89).

What this can see is the source: which packages are imported anywhere, and whether anything on the
way of a line from the minute taker to the store opens a connection to somewhere else.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

MODELS = frozenset(
    [
        "whisper",
        "faster_whisper",
        "whisperx",
        "vosk",
        "speech_recognition",
        "pocketsphinx",
        "deepspeech",
        "nemo",
        "torch",
        "transformers",
        "tensorflow",
        "onnxruntime",
        "llama_cpp",
        "openai",
        "anthropic",
        "cohere",
        "mistralai",
        "ollama",
        "langchain",
        "litellm",
        "azure",
        "boto3",
        "google",
        "assemblyai",
        "deepgram",
    ]
)
"""Speech to text, and models that write."""

OUTWARD = frozenset(
    [
        "socket",
        "ssl",
        "http",
        "urllib",
        "httpx",
        "httpx2",
        "requests",
        "aiohttp",
        "websockets",
        "grpc",
        "smtplib",
    ]
)
"""By which a module could send words away."""

MINUTE_PATH = (
    "app/api/minutes.py",
    "app/api/record.py",
    "app/api/copies.py",
    "app/api/deps.py",
    "app/service/copies.py",
    "app/service/handler.py",
    "app/service/owed_texts.py",
    "app/service/text_class.py",
    "app/db/event_store.py",
    "app/db/texts.py",
    "app/db/restricted.py",
    "app/domain/minutes.py",
    *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "app/domain/minuting").glob("*.py")),
    *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "app/domain/copying").glob("*.py")),
)


def imported(source: str) -> Iterator[str]:
    """First names of all that is imported, wherever in the file."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (each.name.split(".")[0] for each in names)
            case ast.ImportFrom(module=str() as module):
                yield module.split(".")[0]
            case _:
                pass


def sources() -> list[Path]:
    return [path for part in ("app", "signalling", "media") for path in (ROOT / part).rglob("*.py")]


@pytest.mark.req("REQ-89")
def test_nothing_turns_speech_into_text_or_asks_a_model() -> None:
    assert len(sources()) > 100
    found = {str(p.relative_to(ROOT)): MODELS & set(imported(p.read_text())) for p in sources()}
    assert {path: names for path, names in found.items() if names} == {}
    needed = (ROOT / "pyproject.toml").read_text().replace("-", "_").lower()
    assert not [name for name in MODELS - {"google", "azure"} if f'"{name}' in needed]


@pytest.mark.req("REQ-89")
@pytest.mark.parametrize("path", MINUTE_PATH)
def test_a_minute_line_goes_nowhere_else(path: str) -> None:
    assert OUTWARD.isdisjoint(imported((ROOT / path).read_text()))


@pytest.mark.parametrize("line", ["import vosk", "def f():\n    from whisper.x import y"])
def test_the_search_finds_a_model(line: str) -> None:
    assert MODELS & set(imported(line))
