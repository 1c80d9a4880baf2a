"""The version of the tables: made anew, brought forward, or refused when a newer program wrote them."""

from collections.abc import Callable

from sqlalchemy import Connection, inspect, select, update

from assistant.errors import StoreError
from assistant.store.tables import Base, SchemaRow

__all__ = ["MIGRATIONS", "SCHEMA", "migration", "prepare"]

SCHEMA = 2
Migration = Callable[[Connection], None]
MIGRATIONS: dict[int, Migration] = {}


def migration(version: int) -> Callable[[Migration], Migration]:
    """Registers what brings the tables from `version - 1` to `version`, in the transaction that opens the store.

    Example:
        >>> @migration(2)  # doctest: +SKIP
        ... def _language(connection):
        ...     connection.exec_driver_sql("ALTER TABLE conversation ADD COLUMN language TEXT NOT NULL DEFAULT 'en'")
    """

    def register(function: Migration) -> Migration:
        MIGRATIONS[version] = function
        return function

    return register


@migration(2)
def _variant(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE conversation ADD COLUMN variant TEXT NOT NULL DEFAULT '{}'")


def prepare(connection: Connection, shown: str) -> None:
    """Make the tables, or bring them forward to `SCHEMA`.

    Raises:
        StoreError: a newer version of this program wrote them, or they are not this program's.
    """
    tables = set(inspect(connection).get_table_names())
    if SchemaRow.__tablename__ not in tables:
        if taken := sorted(tables & set(Base.metadata.tables)):
            raise StoreError(
                f"{shown}: its table {taken[0]!r} is not this program's: give a database of its own"
            )
        Base.metadata.create_all(connection)
        connection.execute(SchemaRow.__table__.insert().values(version=SCHEMA))  # type: ignore[attr-defined]
        return
    found = connection.scalar(select(SchemaRow.version))
    if found is None or found > SCHEMA:
        raise StoreError(
            f"{shown}: its tables have version {found}, this program knows up to {SCHEMA}: update the program"
        )
    for version in range(found + 1, SCHEMA + 1):
        MIGRATIONS[version](connection)
    connection.execute(update(SchemaRow).values(version=SCHEMA))
