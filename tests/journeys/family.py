"""An invented family and twelve people round it."""

import json
from pathlib import Path

CHAIR = "Morwenna Castellan"
MINUTE_TAKER = "Ignatius Peverell"
SOCIAL_WORKER = "Oluchi Tamworth"
MOTHER = "Briony Quillfeather"
FATHER = "Anselm Quillfeather"
OTHERS = {
    "Percival Hathersage": "police",
    "Dorothea Winterbourne": "health",
    "Lysander Oakenshaw": "education",
    "Philippa Drummock": "agency",
    "Cornelius Ashgrove": "agency",
    "Rosalind Thackthwaite": "team_manager",
    "Euphemia Larkspur": "supporter",
}
PEOPLE = {
    CHAIR: "independent_chair",
    MINUTE_TAKER: "minute_taker",
    SOCIAL_WORKER: "lead_social_worker",
    MOTHER: "parent",
    FATHER: "parent",
    **OTHERS,
}
MORE: dict[str, dict[str, object]] = {
    "Euphemia Larkspur": {
        "support": {"kind": "friend", "whom": [MOTHER], "approved": True, "confidential": True}
    }
}
WELCOME = "Welcome to everybody"
WITHOUT_FAMILY = "Part for professionals"
VIEWS = "What the family thinks"
REASON = "He threatened the zealous caretaker"
LINE = "The heliotrope umbrella was mended on Thursday"
FAMILY_SIDE = {MOTHER, FATHER, "Euphemia Larkspur"}


def write_conference(folder: Path) -> Path:
    """The shape is that of docs/demo.md."""
    professionals = [name for name in PEOPLE if name not in FAMILY_SIDE]
    spec = {
        "title": "Initial conference about the Quillfeather children",
        "people": [
            {"name": name, "role": role, **MORE.get(name, {})} for name, role in PEOPLE.items()
        ],
        "sections": [
            {"kind": "opening", "title": WELCOME},
            {
                "kind": "restricted_information",
                "title": WITHOUT_FAMILY,
                "audience": professionals,
                "restricted": True,
            },
            {"kind": "family_views", "title": VIEWS},
        ],
    }
    file = folder / "conference.json"
    file.write_text(json.dumps(spec))
    return file
