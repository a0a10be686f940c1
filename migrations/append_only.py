"""Triggers by which a table refuses to be changed, whatever the program says."""

from alembic import op

REFUSAL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def make_append_only(table: str, key: tuple[str, ...]) -> None:
    """UPDATE, DELETE, and what amounts to them (TRUNCATE, REPLACE), are refused."""
    if op.get_bind().dialect.name == "sqlite":
        _for_sqlite(table, key)
    else:
        _for_postgresql(table)


def _for_sqlite(table: str, key: tuple[str, ...]) -> None:
    """`INSERT OR REPLACE` deletes without asking a DELETE trigger: it is asked at the INSERT."""
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    # the names are ours, from the migrations themselves
    exists = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608
    for act, when in (("UPDATE", ""), ("DELETE", ""), ("INSERT", exists)):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{act.lower()} BEFORE {act} ON {table} {when} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _for_postgresql(table: str) -> None:
    op.execute(REFUSAL_FUNCTION)
    for name, act, each in (
        ("change", "UPDATE OR DELETE", "ROW"),
        ("truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{name} BEFORE {act} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )
