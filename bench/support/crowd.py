"""A conference of any people, as a file that `quorate demo` and `serve --demo` take."""

import json
from collections.abc import Sequence
from pathlib import Path


def conference_of(folder: Path, names: Sequence[str]) -> Path:
    """The first is the chair, the others are social workers; everybody may be in every section."""
    people = [
        {"name": name, "role": "independent_chair" if number == 0 else "agency"}
        for number, name in enumerate(names)
    ]
    spec = {
        "title": "Measured conference",
        "people": people,
        "sections": [{"kind": "opening", "title": "Welcome"}],
    }
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "conference.json"
    file.write_text(json.dumps(spec))
    return file
