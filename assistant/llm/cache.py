"""Replies kept on disk, so that the same question to the same model costs nothing and repeats to the letter.

What cannot be read or written later on is asked for again: a cache must not stand between a user and an answer.
"""

import hashlib
import json
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from assistant.errors import SettingsError


class Cache:
    """An SQLite file. Several processes may use it at once. `None` as folder keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / "replies.sqlite" if folder else None
        if folder is None or self._path is None:
            return
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with closing(self._open()) as base, base:
                base.execute("PRAGMA journal_mode=WAL")
                base.execute("CREATE TABLE IF NOT EXISTS reply (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
        except (OSError, sqlite3.Error) as error:
            raise SettingsError(
                f"{folder}: no cache can be kept there ({error}): set llm_cache to another folder"
            ) from error

    def get(self, key: str) -> str | None:
        if self._path is None:
            return None
        try:
            row = self._found(key)
        except sqlite3.Error:
            return None
        return str(row[0]) if row else None

    def _found(self, key: str) -> tuple[object, ...] | None:
        with closing(self._open()) as base:
            row: tuple[object, ...] | None = base.execute(
                "SELECT value FROM reply WHERE key = ?", (key,)
            ).fetchone()
        return row

    def put(self, key: str, value: str) -> None:
        if self._path is None:
            return
        with suppress(sqlite3.Error), closing(self._open()) as base, base:
            base.execute("INSERT OR REPLACE INTO reply VALUES (?, ?)", (key, value))

    def _open(self) -> sqlite3.Connection:
        assert self._path is not None
        return sqlite3.connect(self._path, timeout=10)


def key_of(*parts: object) -> str:
    """A sha256 over the parts, each kept apart."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
