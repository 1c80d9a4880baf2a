"""The documents beside the article: added, listed, removed, and searched for what they say of a question."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import DocumentError
from assistant.retrieval import Retriever
from assistant.settings import Settings
from assistant.source import load_source
from assistant.sources.blocks import cut, joined
from assistant.sources.parsing import LARGEST, read_pages
from assistant.sources.records import Block, Document, Excerpt, check_about, identifier
from assistant.sources.shelf import Shelf, key_of

FILE = "sources.sqlite"
NEAR = 0.45  # the least cosine at which a block is said to speak of a question
Vectors = NDArray[np.float32]


class Embeds(Protocol):
    """What makes vectors: a Retriever does."""

    @property
    def embedder_sha256(self) -> str: ...

    def vectors(self, questions: Sequence[str]) -> Vectors: ...


class Added(NamedTuple):
    """A document, how many of its blocks were embedded, and how many could be kept as they were."""

    document: Document
    embedded: int
    kept: int


@dataclass(frozen=True)
class _Loaded:
    """All blocks in memory, as of a revision of the file."""

    revision: int
    documents: dict[str, Document]
    places: list[tuple[str, Block, str]]
    vectors: Vectors


class Library:
    """Cheap to make; loads its documents at the first search, and again when they changed. Safe between threads.

    Example:
        >>> library = Library.of(current())
        >>> library.add(uploaded, file="memo.pdf", title="Our memo", date="2026-05-02", origin="counsel")
        >>> [document.title for document in library.documents()]
        ['Our memo']
    """

    def __init__(self, path: Path, embedder: Embeds) -> None:
        self._shelf = Shelf(path)
        self._embedder = embedder
        self._lock = Lock()
        self._loaded: _Loaded | None = None

    @classmethod
    def of(cls, settings: Settings, retriever: Retriever | None = None) -> "Library":
        """The library in the data folder. `retriever`: one that is loaded already, to share its embedder."""
        shared = retriever or Retriever(load_source(settings.corpus), settings)
        return cls(settings.data / FILE, shared)

    def add(
        self,
        content: Path | str | bytes,
        *,
        file: str = "",
        title: str = "",
        date: str = "",
        origin: str = "",
    ) -> Added:
        """Keep a document, in the place of an earlier one whose file has the same name.

        Only what changed is embedded: blocks with the words of an earlier version keep their vectors.

        Args:
            content: a path, or the bytes of a file whose name `file` gives; its ending says what it is.
            title: its file's name, where it is not given.
            date: of the document: "2026-05-02", "2026-05" or "2026".
            origin: where it is from: a publisher, an address, a person.

        Raises:
            DocumentError: it is damaged, encrypted, too large or no text, or what is said of it cannot be kept.
        """
        name, raw = (file, content) if isinstance(content, bytes) else _read(Path(content), file)
        title = title or Path(name).stem
        check_about(name, title, date, origin)
        pages = read_pages(raw, name)
        text, blocks = joined(pages), cut(pages)
        document = Document(
            id=identifier(name),
            file=name,
            title=title,
            date=date,
            origin=origin,
            places="page" if pages[0].page else "line",
            sha256=hashlib.sha256(raw).hexdigest(),
            characters=len(text),
        )
        vectors, embedded = self._vectors(document.id, [text[block.start : block.end] for block in blocks])
        self._shelf.put(document, self._embedder.embedder_sha256, text, blocks, vectors)
        return Added(document, embedded, len(blocks) - embedded)

    def documents(self) -> tuple[Document, ...]:
        """By id."""
        return tuple(self._shelf.documents())

    def pieces(self) -> int:
        """How many pieces a search looks at."""
        return len(self._current().places)

    def remove(self, id_: str) -> Document:
        """Raises DocumentError where there is no such document."""
        found = next((document for document in self.documents() if document.id == id_), None)
        if found is None or not self._shelf.remove(id_):
            known = ", ".join(document.id for document in self.documents()[:10]) or "none"
            raise DocumentError(f"document {id_!r} is not there: {known}")
        return found

    def search(self, question: str, k: int = 3, vector: Vectors | None = None) -> tuple[Excerpt, ...]:
        """What the documents say of a question, nearest first; () where none speaks of it.

        `vector`: the question's, where it is known. Documents that were added with another embedder are left out.
        """
        loaded = self._current()
        if not loaded.places:
            return ()
        asked = self._embedder.vectors([question])[0] if vector is None else vector
        cosines = loaded.vectors @ np.asarray(asked, np.float32)
        best = (
            np.argsort(-np.round(cosines, 5), kind="stable")[:k] if len(cosines) <= k else _best(cosines, k)
        )
        return tuple(_excerpt(loaded, int(row), float(cosines[row])) for row in best if cosines[row] >= NEAR)

    def _vectors(self, id_: str, texts: Sequence[str]) -> tuple[list[bytes], int]:
        known = self._shelf.vectors(id_, self._embedder.embedder_sha256)
        missing = sorted({text for text in texts if key_of(text) not in known})
        made = self._embedder.vectors(missing) if missing else ()
        known |= {key_of(text): vector.tobytes() for text, vector in zip(missing, made, strict=True)}
        return [known[key_of(text)] for text in texts], len(missing)

    def _current(self) -> _Loaded:
        revision = self._shelf.revision()
        with self._lock:
            if self._loaded is None or self._loaded.revision != revision:
                self._loaded = self._load(revision)
            return self._loaded

    def _load(self, revision: int) -> _Loaded:
        rows = list(self._shelf.rows(self._embedder.embedder_sha256)) if revision else []
        return _Loaded(
            revision,
            {document.id: document for document in self.documents()},
            [(row.document, row.block, row.text) for row in rows],
            np.stack([row.vector for row in rows]) if rows else np.zeros((0, 1), np.float32),
        )


def _read(path: Path, file: str) -> tuple[str, bytes]:
    name = file or path.name
    try:
        if path.stat().st_size > LARGEST:
            raise DocumentError(
                f"{name}: {path.stat().st_size:,} bytes: at most {LARGEST:,} are read, so split it"
            )
        return name, path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror})") from error


def _best(cosines: NDArray[Any], k: int) -> list[int]:
    """The k highest, equal ones in their order, without sorting them all."""
    rounded = np.round(cosines, 5)
    least = np.partition(rounded, len(rounded) - k)[len(rounded) - k]
    candidates = np.flatnonzero(rounded >= least)
    return [int(row) for row in candidates[np.argsort(-rounded[candidates], kind="stable")][:k]]


def _excerpt(loaded: _Loaded, row: int, cosine: float) -> Excerpt:
    id_, block, text = loaded.places[row]
    document = loaded.documents[id_]
    return Excerpt(
        document=id_,
        title=document.title,
        date=document.date,
        origin=document.origin,
        page=block.page,
        line=None if block.page else block.line,
        start=block.start,
        end=block.end,
        quote=text,
        likeness=round(cosine, 4),
    )
