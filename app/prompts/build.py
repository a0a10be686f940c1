"""Makes the clips: `python -m app.prompts.build`. What is up to date is not made again.

built/LANGUAGE/NAME.wav, one for each key and language, and the tones; git ignores the folder and
the wheel carries it. built/digests.json holds for each clip a digest of its words and of how it is
said.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path

from app.prompts.place import BUILT
from app.prompts.sound import Samples, write_wav
from app.prompts.tones import tones
from app.prompts.voice import spoken
from app.prompts.words import Prompts, prompts

DIGESTS = "digests.json"
ENGINE = "espeakng-loader"
MADE_BY = ("sound.py", "loudness.py", "voice.py", "tones.py")
"""Sources that shape the sound: a change in them makes every clip stale."""


def build(folder: Path, wanted: Prompts) -> list[str]:
    """Bring the folder up to date; give the clips that were made. Raises ValueError for a name
    that is a tone's."""
    clips = digests(wanted)
    made = stale(folder, clips)
    for language in wanted:
        (folder / language).mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(os.cpu_count()) as beside:
        for clip, samples in zip(made, beside.map(partial(clip_of, wanted), made), strict=True):
            write_wav(folder / f"{clip}.wav", samples)
    remove_strays(folder, clips)
    (folder / DIGESTS).write_text(json.dumps(clips, indent=1, sort_keys=True) + "\n")
    return made


def clip_of(wanted: Prompts, clip: str) -> Samples:
    """Raises KeyError for what is neither spoken nor a tone."""
    language, _, name = clip.partition("/")
    for known in wanted:
        if known == language and name in wanted[known]:
            return spoken(wanted[known][name], known)
    return tones()[name]


def digests(wanted: Prompts) -> dict[str, str]:
    """Of every clip that is to be there."""
    voice = [(Path(__file__).parent / name).read_bytes() for name in MADE_BY]
    how = hashlib.sha256(b"\0".join([*voice, version(ENGINE).encode()])).hexdigest()
    found: dict[str, str] = {}
    for language, words in wanted.items():
        if clash := words.keys() & tones().keys():
            raise ValueError(f"These are tones: {sorted(clash)}")
        for name, said in {**words, **dict.fromkeys(tones(), "")}.items():
            found[f"{language}/{name}"] = hashlib.sha256(f"{how}\0{said}".encode()).hexdigest()
    return found


def stale(folder: Path, clips: Mapping[str, str]) -> list[str]:
    """Clips that are missing, or were made of other words or in another way."""
    file = folder / DIGESTS
    before: Mapping[str, str] = json.loads(file.read_text()) if file.is_file() else {}
    return [
        clip
        for clip, digest in clips.items()
        if before.get(clip) != digest or not (folder / f"{clip}.wav").is_file()
    ]


def remove_strays(folder: Path, clips: Iterable[str]) -> None:
    """Clips whose words are gone."""
    kept = {folder / f"{clip}.wav" for clip in clips}
    for file in folder.rglob("*.wav"):
        if file not in kept:
            file.unlink()


if __name__ == "__main__":
    build(BUILT, prompts())
