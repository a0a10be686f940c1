"""The first scenario's conference, as far as its father meets it; all names are invented there."""

CHAIR, MINUTE_TAKER = "Honor Tallis-Webb", "Ivo Penrose-Shah"
SOCIAL_WORKER, POLICE = "Perpetua Lund", "DC Rufus Ombrelle"
FATHER = "Kester Marlpool"
FATHERS_NUMBER = "+441632960121"
OURS = "+441632960500"

STAFF = [CHAIR, MINUTE_TAKER, SOCIAL_WORKER, POLICE]

CONFERENCE = {
    "title": "Initial conference",
    "people": [
        {"name": CHAIR, "role": "independent_chair"},
        {"name": MINUTE_TAKER, "role": "minute_taker"},
        {"name": SOCIAL_WORKER, "role": "lead_social_worker"},
        {"name": POLICE, "role": "police"},
        {
            "name": FATHER,
            "role": "parent",
            "telephone": {"number": FATHERS_NUMBER, "may_ring": True, "after_drop": False},
        },
    ],
    "sections": [
        {"kind": "opening", "title": "Opening"},
        {
            "kind": "restricted_information",
            "title": "Restricted",
            "audience": STAFF,
            "restricted": True,
        },
        {"kind": "family_views", "title": "Father's part"},
        {"kind": "analysis_and_agency_views", "title": "Analysis", "audience": STAFF},
        {
            "kind": "close",
            "title": "Outcome told to father",
            "audience": [CHAIR, MINUTE_TAKER, SOCIAL_WORKER, FATHER],
        },
    ],
    "opening_script": False,
}

RINGS_SOON = """
[[version]]
from = 2020-01-01

[version.timers]
ring_back_attempts = 10
ring_back_over_minutes = 1

[[retention]]
from = 2020-01-01

[retention.record]
years = 35
counts_from = "last_contact"
"""
"""Local rules: six seconds between two attempts to ring somebody."""

TRUNK = """
[[trunk]]
name = "provider"
host = "{host}:{port}"
transport = "udp"
user = "{ours}"
registers = false
may_dial = true
"""
