"""One database, SQLite or PostgreSQL: connections, transactions, and errors in one line."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Lock

from filelock import FileLock
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from assistant.errors import StoreError
from assistant.store.schema import prepare

__all__ = ["Database"]

BUSY_MS = 10_000  # how long a write waits for another process's
_LOCK = 0x5354_4C41  # any number that other programs in the same PostgreSQL are unlikely to lock


class Database:
    """Reads and writes in transactions; safe to share between threads, and several processes may open it at once."""

    def __init__(self, engine: Engine, shown: str) -> None:
        self.engine, self.shown = engine, shown
        self._writer = engine.execution_options(begin="IMMEDIATE")
        # SQLite's own wait is sleep and try again, by which one of many writers may starve; these take turns instead.
        self._turns = Lock() if engine.dialect.name == "sqlite" else nullcontext()

    @classmethod
    def in_file(cls, path: Path) -> "Database":
        """A SQLite file, readable by its owner alone, made where it is missing.

        Raises:
            StoreError: it cannot be made, is no such file, or a newer program wrote it.
        """
        database = cls(_sqlite(path), str(path))
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Two processes that switch a new file to WAL at once get "database is locked", however long they wait.
            with FileLock(f"{path}.lock", timeout=60):
                path.touch(mode=0o600)
                database._prepare()
        except (OSError, TimeoutError) as error:
            raise StoreError(
                f"{path}: cannot be opened ({error}): set ASSISTANT_DATA to a folder of yours"
            ) from error
        return database

    @classmethod
    def at(cls, url: str) -> "Database":
        """A PostgreSQL database: `postgresql://user:password@host/name`.

        Raises:
            StoreError: it is no such URL, the driver is not installed, or the server cannot be reached.
        """
        parsed = _parsed(url)
        try:
            engine = create_engine(parsed, pool_pre_ping=True)
        except ModuleNotFoundError as error:
            raise StoreError(
                f"STORE_URL: PostgreSQL needs {error.name}: pip install 'stock-token-licence-assistant[postgres]'"
            ) from error
        database = cls(engine, parsed.render_as_string(hide_password=True))
        database._prepare()
        return database

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Raises StoreError where the database fails."""
        with self._one_line(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: all of it is on the disk when the block is left, or nothing.

        Raises:
            StoreError: the database fails (full disk, another process that holds it, a server that is gone).
        """
        with (
            self._turns,
            self._one_line(),
            Session(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def close(self) -> None:
        self.engine.dispose()

    def _prepare(self) -> None:
        """Leaves no connection open where it fails."""
        try:
            with self._one_line(), self._writer.begin() as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
                prepare(connection, self.shown)
        except StoreError:
            self.close()
            raise

    @contextmanager
    def _one_line(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            cause = getattr(error, "orig", None) or error
            said = " ".join(str(cause).split()) or type(cause).__name__
            raise StoreError(f"{self.shown}: {said}") from error


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError("STORE_URL: is no URL: write postgresql://user:password@host/name") from error
    if parsed.get_backend_name() != "postgresql":
        raise StoreError(
            f"STORE_URL: {parsed.get_backend_name()} is not known: write postgresql://user:password@host/name"
        )
    return parsed.set(drivername="postgresql+psycopg")


def _sqlite(path: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_MS / 1000})

    @event.listens_for(engine, "connect")
    def _set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver starts no transactions of its own: `_begin` does
        cursor = connection.cursor()
        for pragma in (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction that reads first and writes later cannot wait for another writer; one that says so at its
        # start can.
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', '')}")

    return engine
