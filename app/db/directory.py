"""The directory, whole: links, codes and staff, each with its own tables."""

from app.db.codes import SqlCodes
from app.db.database import Database
from app.db.keys import Keys
from app.db.links import SqlLinks
from app.db.staff import SqlStaff
from app.service.ports import Clock


class SqlDirectory(SqlLinks, SqlCodes, SqlStaff):
    """Every method raises StoreDown where the database cannot do it now."""

    def __init__(self, database: Database, keys: Keys, clock: Clock) -> None:
        SqlLinks.__init__(self, database, clock)
        SqlCodes.__init__(self, database, keys.pepper, clock)
        SqlStaff.__init__(self, database, keys.master, clock)
