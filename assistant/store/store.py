"""The front door: a store, and what is one owner's in it."""

from dataclasses import dataclass
from pathlib import Path

from assistant.settings import Settings, current
from assistant.store.conversations import Conversations
from assistant.store.database import Database
from assistant.store.feedback import FeedbackBox
from assistant.store.profiles import Profiles
from assistant.store.text import keepable

__all__ = ["FILE", "Owned", "Store", "open_store"]

FILE = "store.sqlite"


@dataclass(frozen=True)
class Owned:
    """What belongs to one owner; nothing here reaches what is another's."""

    owner: str
    conversations: Conversations
    profiles: Profiles
    feedback: FeedbackBox


class Store:
    """Conversations, platforms and feedback of every owner. Safe to share between threads and sessions.

    Example:
        >>> store = open_store()  # doctest: +SKIP
        >>> mine = store.of("")  # doctest: +SKIP
        >>> mine.conversations.recent()  # doctest: +SKIP
        ()
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def place(self) -> str:
        """The file, or the URL without its password."""
        return self._database.shown

    def of(self, owner: str) -> Owned:
        """`owner`: the signed-in person's subject; "" on a machine of one person, where nobody signs in.

        Raises StoreError where it has a sign that no database takes.
        """
        database, owner = self._database, keepable(owner, "owner")
        return Owned(
            owner, Conversations(database, owner), Profiles(database, owner), FeedbackBox(database, owner)
        )

    def close(self) -> None:
        self._database.close()


def open_store(settings: Settings | None = None, *, file: Path | None = None) -> Store:
    """The store that the settings name: a PostgreSQL database (`STORE_URL`), else `store.sqlite` in the data folder.

    `file` opens another SQLite file instead. Tables are made, or brought forward, when they must.

    Raises:
        StoreError: one line: it cannot be opened, or a newer program wrote it.
    """
    chosen = settings or current()
    if file is None and chosen.store_url is not None:
        return Store(Database.at(chosen.store_url.get_secret_value()))
    return Store(Database.in_file(file or chosen.data / FILE))
