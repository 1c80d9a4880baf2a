"""The index: built when it is missing, damaged or made from something else, then opened without Chroma.

    home/
    ├── embedder/    the ONNX export: int8.onnx, fp32.onnx, tokenizer.json, manifest.json
    └── index/       chroma/ (the store of record), vectors.npy (what Chroma returned),
                     weights.npy (of the votes), bm25/, manifest.json

docs/retrieval.md says why a question reads the arrays and not Chroma's folder.
"""

import io
import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from assistant.errors import VectorIndexError
from assistant.retrieval import exports, files, lexical, votes
from assistant.retrieval.embedder import Original, original
from assistant.retrieval.files import DamagedError
from assistant.retrieval.plan import Plan

if TYPE_CHECKING:
    from assistant.retrieval.store import Store

Floats = NDArray[np.float32]
LOOK = 20  # neighbours compared by `verify`


@dataclass(frozen=True)
class Index:
    """An opened index, all in memory. Rows of `sentences` and `passages` are in the source's order.

    `answers`: for each known question the number of its sentence. `numbers`: the row of each entry's id, over
    sentences, passages and questions together.
    """

    sentences: Floats
    passages: Floats
    questions: Floats
    answers: NDArray[np.int64]
    weights: Floats
    bm25: Any
    numbers: dict[str, int]


@dataclass(frozen=True)
class State:
    """`detail` says in a line what is there, or why it has to be built."""

    status: Literal["ready", "to build"]
    detail: str


def state(plan: Plan) -> State:
    """Whether the index and the export can be used as they are. Builds nothing.

    Raises:
        VectorIndexError: the Chroma server does not answer.
    """
    try:
        manifest = _check(plan)
        files.check_all(plan.folder, manifest)
        if plan.identity.shipped:
            files.check_all(plan.embedder_folder, exports.check(plan))
        _check_server(plan, manifest["entries"])
    except DamagedError as error:
        return State("to build", str(error))
    return State(
        "ready", f"{manifest['entries']} entries, Chroma in {plan.settings.chroma_url or plan.folder}"
    )


_LOG = logging.getLogger(__name__)  # a warning reaches standard error without any set-up


def open_index(plan: Plan) -> Index:
    """The index, built first where that is needed.

    Raises:
        VectorIndexError, ModelError: it cannot be built.
    """
    try:
        index = _read(plan)
        _check_server(plan, len(index.numbers))
    except DamagedError as reason:
        _LOG.warning("building the index (%s): about a minute, once", reason)
        build(plan)
    else:
        return index
    try:
        return _read(plan)
    except DamagedError as error:
        raise VectorIndexError(f"{plan.folder}: {error}, though it was just built: remove it") from error


def build(plan: Plan, *, force: bool = False) -> bool:
    """Build the export and the index where they are not as they should be. False: there was nothing to do.

    Raises:
        VectorIndexError, ModelError: they cannot be built.
    """
    with files.locked(plan.settings.home):
        if not force and state(plan).status == "ready":
            return False
        model = original(plan.identity)
        if plan.identity.shipped:
            exports.make(plan, model, force=force)
        with files.built_whole(plan.folder) as folder:
            _build(plan, model, folder, anew=force)
    return True


def verify(plan: Plan) -> list[str]:
    """Ask Chroma itself: are its vectors those that questions are answered from, and does it find the same?

    Returns what is wrong, a line each.
    """
    index = open_index(plan)
    kept = np.vstack([index.sentences, index.passages, index.questions])
    with _opened_copy(plan) as store:
        if (count := store.count()) != len(kept):
            return [f"Chroma holds {count} entries, the index {len(kept)}"]
        if not np.allclose(store.vectors(list(index.numbers)), kept, atol=1e-6):
            return ["Chroma's vectors are not those of vectors.npy"]
        return list(_differences(store, index))


@contextmanager
def opened_server(plan: Plan) -> Iterator["Store"]:
    """The collection on `settings.chroma_url`, which must be set."""
    from assistant.retrieval.store import on_server

    with on_server(str(plan.settings.chroma_url), plan.collection) as store:
        yield store


def _differences(store: "Store", index: Index) -> Iterator[str]:
    exact = index.sentences @ index.sentences.T
    names = list(index.numbers)
    for number, ids in enumerate(store.query(index.sentences, "sentence", LOOK)):
        found = np.sort(exact[number][[index.numbers[id_] for id_ in ids]])
        if not np.allclose(found, np.sort(exact[number])[-len(found) :], atol=1e-5):
            yield f"Chroma finds other neighbours of {names[number]} than an exhaustive search"


def _build(plan: Plan, model: Original, folder: Path, *, anew: bool) -> None:
    entries = plan.entries()
    with _new_store(plan, folder) as store:
        store.fill(entries, model, anew=anew)
        vectors = store.vectors([entry.id for entry in entries])
    texts = [sentence.text for sentence in plan.source.sentences]
    np.save(folder / "vectors.npy", vectors)
    np.save(folder / "weights.npy", votes.fit(vectors[2 * len(texts) :], plan.bank, texts))
    lexical.build(plan.source, plan.bank, folder / "bm25")
    facts = {"made_from": plan.made_from(), "chroma_url": plan.settings.chroma_url, "entries": len(entries)}
    files.seal(folder, facts)


@contextmanager
def _new_store(plan: Plan, folder: Path) -> Iterator["Store"]:
    from assistant.retrieval.store import in_folder

    opened = (
        opened_server(plan) if plan.settings.chroma_url else in_folder(folder / "chroma", plan.collection)
    )
    with opened as store:
        yield store


@contextmanager
def _opened_copy(plan: Plan) -> Iterator["Store"]:
    """The server, or a copy of the folder: opening writes to it, and a folder has one owner."""
    from assistant.retrieval.store import in_folder

    if plan.settings.chroma_url:
        with opened_server(plan) as store:
            yield store
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(plan.folder / "chroma", Path(folder) / "chroma")
        with in_folder(copy, plan.collection) as store:
            yield store


def _check(plan: Plan) -> dict[str, Any]:
    manifest = files.read_manifest(plan.folder)
    made_from, wanted = manifest.get("made_from"), plan.made_from()
    if made_from != wanted:
        known = made_from if isinstance(made_from, dict) else {}
        other = [name for name in wanted if known.get(name) != wanted[name]]
        raise DamagedError(f"built from another {', '.join(other) or 'make'}")
    if manifest.get("chroma_url") != plan.settings.chroma_url:
        raise DamagedError("built for another Chroma")
    if manifest.get("entries") != len(plan.entries()):
        raise DamagedError(f"{files.MANIFEST} is damaged")
    return manifest


def _check_server(plan: Plan, entries: int) -> None:
    if plan.settings.chroma_url:
        with opened_server(plan) as store:
            count = store.count()
        if count != entries:
            raise DamagedError(f"the Chroma server holds {count} of {entries} entries")


def _read(plan: Plan) -> Index:
    manifest = _check(plan)
    vectors = _array(plan.folder, manifest, "vectors.npy")
    weights = _array(plan.folder, manifest, "weights.npy")
    bm25 = _read_bm25(plan.folder, manifest)
    entries, count = plan.entries(), len(plan.source.sentences)
    return Index(
        sentences=vectors[:count],
        passages=vectors[count : 2 * count],
        questions=vectors[2 * count :],
        answers=np.array([entry.answers for entry in entries[2 * count :]], np.int64),
        weights=weights,
        bm25=bm25,
        numbers={entry.id: number for number, entry in enumerate(entries)},
    )


def _array(folder: Path, manifest: dict[str, Any], name: str) -> Floats:
    content = files.read_checked(folder, manifest, name)
    return np.asarray(np.load(io.BytesIO(content), allow_pickle=False), np.float32)


def _read_bm25(folder: Path, manifest: dict[str, Any]) -> Any:
    for name in manifest["files"]:
        if name.startswith("bm25"):
            files.read_checked(folder, manifest, name)
    try:
        return lexical.load(folder / "bm25")
    except (OSError, ValueError) as error:  # another process put a new index in its place just now
        raise DamagedError(f"bm25 cannot be read ({error})") from error
