"""Where the documents are kept: one SQLite file, whole at every moment; any number of processes may use it."""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.errors import DocumentError
from assistant.sources.records import Block, Document

Vectors = NDArray[np.float32]
PATIENCE = 30.0  # seconds to wait for another writer
_TABLES = """
CREATE TABLE IF NOT EXISTS documents (
    id TEXT PRIMARY KEY, file TEXT NOT NULL, title TEXT NOT NULL, date TEXT NOT NULL, origin TEXT NOT NULL,
    places TEXT NOT NULL, sha256 TEXT NOT NULL, characters INTEGER NOT NULL, embedder TEXT NOT NULL,
    text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS blocks (
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    page INTEGER, line INTEGER NOT NULL, key TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (document, start));
CREATE TABLE IF NOT EXISTS revision (number INTEGER NOT NULL);
INSERT INTO revision SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM revision);
"""
_DOCUMENT = "id, file, title, date, origin, places, sha256, characters"


class Row(NamedTuple):
    """A block with the document that it is of, its text and its vector."""

    document: str
    block: Block
    text: str
    vector: Vectors


class Shelf:
    """Raises DocumentError where the file cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def revision(self) -> int:
        """A number that grows with every change; 0 where nothing was ever kept."""
        if not self.path.exists():
            return 0
        with self._opened() as file:
            return int(file.execute("SELECT number FROM revision").fetchone()[0])

    def documents(self) -> list[Document]:
        if not self.path.exists():
            return []
        with self._opened() as file:
            rows = file.execute(f"SELECT {_DOCUMENT} FROM documents ORDER BY id").fetchall()  # noqa: S608
        return [Document(**dict(zip(_DOCUMENT.split(", "), row, strict=True))) for row in rows]

    def embedder(self, document: str) -> str | None:
        """The embedder that its vectors are of; None where it is not kept."""
        with self._opened() as file:
            row = file.execute("SELECT embedder FROM documents WHERE id = ?", (document,)).fetchone()
        return row[0] if row else None

    def vectors(self, document: str, embedder: str) -> dict[str, bytes]:
        """The vector of each text of a document as it is kept, by `key_of` the text."""
        with self._opened() as file:
            rows = file.execute(
                "SELECT key, vector FROM blocks JOIN documents ON id = document WHERE id = ? AND embedder = ?",
                (document, embedder),
            )
            return dict(rows.fetchall())

    def put(
        self, document: Document, embedder: str, text: str, blocks: Sequence[Block], vectors: Sequence[bytes]
    ) -> None:
        """Keep a document, in the place of what has its id."""
        rows = [
            (document.id, b.start, b.end, b.page, b.line, key_of(text[b.start : b.end]), vector)
            for b, vector in zip(blocks, vectors, strict=True)
        ]
        with self._opened() as file, file:
            file.execute("DELETE FROM documents WHERE id = ?", (document.id,))
            values = (*(getattr(document, name) for name in _DOCUMENT.split(", ")), embedder, text)
            file.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
            file.executemany("INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            file.execute("UPDATE revision SET number = number + 1")

    def remove(self, document: str) -> bool:
        """False where it is not kept."""
        if not self.path.exists():
            return False
        with self._opened() as file, file:
            gone = file.execute("DELETE FROM documents WHERE id = ?", (document,)).rowcount
            file.execute("UPDATE revision SET number = number + 1")
        return bool(gone)

    def rows(self, embedder: str) -> Iterator[Row]:
        """All blocks whose vectors are of `embedder`, by document and place."""
        with self._opened() as file:
            texts = dict(file.execute("SELECT id, text FROM documents WHERE embedder = ?", (embedder,)))
            found = file.execute("SELECT document, start, stop, page, line, vector FROM blocks ORDER BY 1, 2")
            for document, start, stop, page, line, vector in found:
                if document in texts:
                    text = texts[document][start:stop]
                    yield Row(
                        document, Block(start, stop, page, line), text, np.frombuffer(vector, np.float32)
                    )

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=PATIENCE)) as file:
                file.execute("PRAGMA foreign_keys = ON")
                file.executescript(_TABLES)
                yield file
        except (sqlite3.Error, OSError) as error:
            raise DocumentError(
                f"{self.path}: cannot be used ({error}): mend or remove it, or set ASSISTANT_DATA"
            ) from error


def key_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
