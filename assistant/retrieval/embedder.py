"""Text to unit vectors: by sentence-transformers for the index, by an ONNX export of it for questions."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant import weights
from assistant.errors import ModelError
from assistant.sessions import batches, open_session
from assistant.settings import DEFAULT_EMBEDDER

Floats = NDArray[np.float32]
BATCH = 32
MAX_TOKENS = 256  # of all-MiniLM-L6-v2, sentence_bert_config.json
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}


class Embedder(Protocol):
    """Texts to vectors."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """A unit vector for each text, in order."""
        ...


@dataclass(frozen=True)
class Identity:
    """Which model: `sha256` is that of its weights; `folder` is None where only its name is known so far."""

    name: str
    sha256: str

    @property
    def shipped(self) -> bool:
        return self.name == DEFAULT_EMBEDDER

    def run_by(self, precision: str) -> str:
        """Model, weights and what runs it, in words, for the provenance of an answer."""
        runner = f"ONNX {precision}" if self.shipped else "sentence-transformers"
        return f"{self.name} ({self.sha256[:12]}, {runner})"


class Original:
    """The model run by sentence-transformers. Importing and loading it take several seconds."""

    def __init__(self, identity: Identity, folder: Path) -> None:
        self.identity = identity
        self.folder = folder
        self._lock = Lock()

    @cached_property
    def model(self) -> Any:
        os.environ.update(OFFLINE)
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        from sentence_transformers import SentenceTransformer

        try:
            return SentenceTransformer(str(self.folder), device="cpu", local_files_only=True)
        except Exception as error:  # whatever a broken folder provokes in three libraries
            reason = " ".join(str(error).split())[:200]
            raise ModelError(
                f"{self.folder}: cannot be loaded ({reason}): set ASSISTANT_EMBEDDER to another"
            ) from error

    def embed(self, texts: Sequence[str]) -> Floats:
        with self._lock, one_thread():
            found = self.model.encode(
                list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(found, np.float32).reshape(len(texts), -1)


class Exported:
    """all-MiniLM-L6-v2 run by onnxruntime. May be shared between threads."""

    def __init__(self, network: bytes, tokenizer: bytes) -> None:
        self._network = network
        self._tokenizer_json = tokenizer
        self._lock = Lock()

    @cached_property
    def _session(self) -> Any:
        return open_session(self._network, "the exported embedder")

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_buffer(self._tokenizer_json)
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.no_padding()
        return tokenizer

    def embed(self, texts: Sequence[str]) -> Floats:
        with self._lock:  # a tokenizer that two threads use at once raises "Already borrowed"
            rows = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
            session = self._session
        found = np.zeros((len(rows), session.get_outputs()[0].shape[1]), np.float32)
        for places in batches([session], rows):
            found[places] = session.run(
                ["vectors"], {"ids": np.array([rows[place] for place in places], np.int64)}
            )[0]
        return found


@contextmanager
def one_thread() -> Iterator[None]:
    """Torch's threads wait for each other by spinning: for short texts one alone is several times as fast."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def identify(embedder: str) -> Identity:
    """Which model `settings.embedder` means, without loading it.

    Raises:
        ModelError: it is not on this machine. (The shipped one is checked by `original`, when it is loaded.)
    """
    if embedder == DEFAULT_EMBEDDER:
        return Identity(embedder, weights.SHA256)
    return Identity(embedder, folder_sha256(model_folder(embedder)))


def original(identity: Identity) -> Original:
    """The model as published.

    Raises:
        ModelError: it is not on this machine, or the shipped one's weights are not the expected ones.
    """
    return Original(identity, weights.weights_folder() if identity.shipped else model_folder(identity.name))


def model_folder(
    given: str, setting: str = "ASSISTANT_EMBEDDER", kind: str = "sentence-transformers"
) -> Path:
    """The folder of a model by its path, or by its name where Hugging Face's cache on this machine has it.

    `setting`: what named it, for the error. `kind`: whose name a name without an owner is completed with.

    Raises:
        ModelError: it is not on this machine.
    """
    folder = Path(given).expanduser()
    if folder.is_dir():
        return folder
    os.environ.update(OFFLINE)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    name = given if "/" in given else f"{kind}/{given}"
    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, OSError) as error:
        what = setting.removeprefix("ASSISTANT_").lower()
        raise ModelError(
            f"{what} {given!r}: neither a folder nor a model that is on this machine: "
            f"download it first, or unset {setting}"
        ) from error


@cache
def folder_sha256(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(folder)).encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
