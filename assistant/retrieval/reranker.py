"""A second look at the sentences found, by a sentence-transformers cross-encoder, where the settings name one."""

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from assistant.errors import ModelError
from assistant.retrieval.embedder import OFFLINE, Identity, folder_sha256, model_folder, one_thread

SETTING = "ASSISTANT_RERANKER"
CANDIDATES = 10  # sentences that are looked at again
DIGITS = 5


class Judged(NamedTuple):
    """The place of a text in what was given, and how likely it answers, 0 to 1."""

    place: int
    score: float


class Reranker:
    """Loads its model at the first question, which takes several seconds; may be shared between threads.

    Raises:
        ModelError: it is not on this machine, or it is no cross-encoder that gives one score.
    """

    def __init__(self, name: str) -> None:
        self._given = name
        self._lock = Lock()

    @property
    def name(self) -> str:
        """Model and weights, for the provenance of an answer. Loads nothing."""
        return f"{self.identity.name} ({self.identity.sha256[:12]}, sentence-transformers)"

    @cached_property
    def identity(self) -> Identity:
        return Identity(self._given, folder_sha256(self._folder))

    @cached_property
    def _folder(self) -> Path:
        return model_folder(self._given, SETTING, "cross-encoder")

    @cached_property
    def _model(self) -> Any:
        os.environ.update(OFFLINE)
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        from sentence_transformers import CrossEncoder

        folder = self._folder
        if not (folder / "config.json").is_file():
            raise ModelError(f"{folder}: holds no model (config.json): set {SETTING} to another")
        try:
            model = CrossEncoder(str(folder), device="cpu", local_files_only=True)
        except Exception as error:  # whatever a broken folder provokes in three libraries
            reason = " ".join(str(error).split())[:200]
            raise ModelError(f"{folder}: cannot be loaded ({reason}): set {SETTING} to another") from error
        labels = int(model.num_labels)
        if labels != 1:
            raise ModelError(
                f"{folder}: gives {labels} scores for a pair: set {SETTING} to a cross-encoder that gives one"
            )
        return model

    def rank(self, question: str, texts: Sequence[str]) -> list[Judged]:
        """The texts, best first; equal ones stay in their order."""
        if not texts:
            return []
        with self._lock, one_thread():
            from torch.nn import Sigmoid

            found = self._model.predict(
                [(question, text) for text in texts],
                batch_size=len(texts),
                activation_fn=Sigmoid(),
                show_progress_bar=False,
            )
        scores = [round(float(score), DIGITS) for score in found]
        order = sorted(range(len(texts)), key=lambda place: -scores[place])
        return [Judged(place, scores[place]) for place in order]
