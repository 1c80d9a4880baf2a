"""The vector store of record: a Chroma collection, in a folder or on a server. Heavy: imports chromadb.

Every entry has an id made from its content, so that filling twice changes nothing. Embeddings are our own.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from assistant.errors import AssistantError, VectorIndexError
from assistant.retrieval.chunks import Chunk, as_document
from assistant.retrieval.embedder import Embedder
from assistant.retrieval.expansion import in_english

if TYPE_CHECKING:
    from chromadb.api.client import Client

Floats = NDArray[np.float32]
BATCH = 500
TIMEOUT = 60.0  # seconds for a request to a server
# With a search as wide as the collection, Chroma's graph finds what an exhaustive search finds.
EXHAUSTIVE = {"hnsw": {"space": "cosine", "ef_construction": 400, "ef_search": 4000, "max_neighbors": 64}}


class AsLangchain(Embeddings):
    """Our embedder behind langchain's interface. Chinese is put in English first, as it is in questions."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [list(map(float, row)) for row in self._embedder.embed([in_english(text) for text in texts])]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


class Store:
    """One collection. Use `in_folder` or `on_server`."""

    def __init__(self, client: "Client", collection: str) -> None:
        self._client = client
        self._name = collection

    def fill(self, entries: Sequence[Chunk], embedder: Embedder, *, anew: bool = False) -> None:
        """Write what is missing; `anew`: everything."""
        from langchain_chroma import Chroma

        if anew:
            self._drop()
        vectors = Chroma(
            self._name,
            AsLangchain(embedder),
            client=self._client,
            collection_configuration=EXHAUSTIVE,  # type: ignore[arg-type]
        )
        present = set(vectors.get(include=[])["ids"])
        missing = [as_document(entry) for entry in entries if entry.id not in present]
        for begin in range(0, len(missing), BATCH):
            batch = missing[begin : begin + BATCH]
            vectors.add_documents(batch, ids=[str(document.id) for document in batch])

    def count(self) -> int:
        """How many entries there are; 0 where the collection is not there."""
        from chromadb.errors import NotFoundError

        try:
            return int(self._client.get_collection(self._name, embedding_function=None).count())
        except NotFoundError:
            return 0

    def vectors(self, ids: Sequence[str]) -> Floats:
        """The stored vector of each id, in the order of `ids`.

        Raises:
            VectorIndexError: one of them is not there.
        """
        found: dict[str, Any] = {}
        for begin in range(0, len(ids), BATCH):
            got = self._collection().get(ids=list(ids[begin : begin + BATCH]), include=["embeddings"])
            found.update(zip(got["ids"], got["embeddings"], strict=True))
        missing = [id_ for id_ in ids if id_ not in found]
        if missing:
            raise VectorIndexError(
                f"Chroma lacks {missing[0]} and {len(missing) - 1} more: run `assistant index --force`"
            )
        return np.asarray([found[id_] for id_ in ids], np.float32)

    def query(self, vectors: Floats, kind: str, limit: int) -> list[list[str]]:
        """Ids of the `limit` entries of a kind nearest to each vector, nearest first."""
        found = self._collection().query(
            query_embeddings=vectors, n_results=limit, where={"kind": kind}, include=[]
        )
        return [list(ids) for ids in found["ids"]]

    def _collection(self) -> Any:
        return self._client.get_collection(self._name, embedding_function=None)

    def _drop(self) -> None:
        from chromadb.errors import NotFoundError

        try:
            self._client.delete_collection(self._name)
        except NotFoundError:
            return


@contextmanager
def in_folder(folder: Path, collection: str) -> Iterator[Store]:
    """A store in a folder that no other process has open: Chroma's folder has one owner at a time.

    Raises:
        VectorIndexError: Chroma cannot use the folder.
    """
    import chromadb

    reported = _reported(f"{folder}: Chroma cannot use it", "run `assistant index --force`")
    with reported, _closing(chromadb.PersistentClient(str(folder), settings=_settings())) as client:
        yield Store(client, collection)


@contextmanager
def on_server(url: str, collection: str) -> Iterator[Store]:
    """A store on a Chroma server.

    Raises:
        VectorIndexError: no Chroma server answers there, or it refuses.
    """
    import chromadb

    place = urlsplit(url)
    secure = place.scheme == "https"
    port = place.port or (443 if secure else 8000)
    with _reported(
        f"{url}: no usable Chroma server", "start it (`chroma run`), or unset ASSISTANT_CHROMA_URL"
    ):
        client = chromadb.HttpClient(place.hostname or "localhost", port, ssl=secure, settings=_settings())
        with _closing(client) as store_client:
            yield Store(store_client, collection)


@contextmanager
def _closing(client: Any) -> Iterator["Client"]:
    """Chroma keeps a client for each path until it is closed; its declared type does not know `close`."""
    servers = (client._server, client._admin_client._server)
    sessions = [server._session for server in servers if hasattr(server, "_session")]
    for session in sessions:
        session.timeout = TIMEOUT  # Chroma itself would wait for ever
    try:
        yield client
    finally:
        client.close()
        for session in sessions:
            session.close()  # Chroma 1.5 leaves its connections open


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


@contextmanager
def _reported(what: str, mend: str) -> Iterator[None]:
    """Everything that Chroma raises (its errors, httpx's, ValueError, pyo3's panics) as one line."""
    try:
        yield
    except (AssistantError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        reason = " ".join(str(error).split())[:160]
        raise VectorIndexError(f"{what} ({type(error).__name__}: {reason}): {mend}") from error
