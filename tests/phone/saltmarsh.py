"""The second scenario's conference, as far as its mother meets it; all names are invented there."""

import json
from collections.abc import Mapping
from pathlib import Path

from bench.support.service import Quorate

CHAIR, MINUTE_TAKER = "Ambrose Kittering", "Yusra Benfold"
SOCIAL_WORKER, HEALTH_VISITOR = "Caspian Odell", "Merrily Stokoe"
MOTHER, ADVOCATE = "Tamsin Larkspur", "Wren Castellane"
MOTHERS_NUMBER = "+441632960140"

CONFERENCE = {
    "title": "Review",
    "people": [
        {"name": CHAIR, "role": "independent_chair"},
        {"name": MINUTE_TAKER, "role": "minute_taker"},
        {"name": SOCIAL_WORKER, "role": "lead_social_worker"},
        {"name": HEALTH_VISITOR, "role": "health"},
        {
            "name": MOTHER,
            "role": "parent",
            "telephone": {"number": MOTHERS_NUMBER, "may_ring": True, "after_drop": False},
        },
        {"name": ADVOCATE, "role": "supporter"},
    ],
    "sections": [
        {"kind": "opening", "title": "Welcome, safety and ground rules"},
        {"kind": "agency_information", "title": "Agency information"},
    ],
    "opening_script": False,
}


def write(folder: Path, conference: Mapping[str, object]) -> Path:
    file = folder / "conference.json"
    file.write_text(json.dumps(conference))
    return file


def pin_of(service: Quorate, name: str) -> str:
    words = next(line.split("\t") for line in service.output if line.startswith(f"PIN\t{name}"))
    return words[2]


def address_of(service: Quorate) -> str:
    """Where the telephone is reached, as a SIP address with somebody before the @."""
    line = service.wait_for("Phone\t", 0, 20.0)
    return line.partition("\t")[2].replace("sip:", "sip:conference@", 1)
