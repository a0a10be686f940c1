"""What is in the log on the disk, as a stranger with the file would read it."""

import sqlite3
from pathlib import Path


def events_in(folder: Path) -> list[bytes]:
    """The hash of every line of the service's log, conference by conference, in order."""
    (file,) = [path for path in folder.glob("*.db") if "restricted" not in path.name]
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=5)
    try:
        rows = database.execute("SELECT hash FROM event ORDER BY conference_id, version")
        return [bytes(row[0]) for row in rows.fetchall()]
    finally:
        database.close()
