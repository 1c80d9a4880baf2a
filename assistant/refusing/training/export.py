"""The trained model as the two files that `judge.py` reads."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.refusing import features
from assistant.refusing.training.stages import Stage

Floats = NDArray[np.float64]


def write(
    folder: Path,
    stage: Stage,
    names: frozenset[str],
    evidence: tuple[Floats, float, float],
    embedder: str,
    card: dict[str, Any],
) -> None:
    """The model's two files; `evidence`: the second stage's weights, intercept and threshold."""
    weights, intercept, level = evidence
    model = {
        "embedder": embedder,
        "threshold": level,
        "card": card,
        "evidence": {"weights": weights.tolist(), "intercept": intercept},
        "known": sorted(names),
        "terms": list(stage.terms),
        "rarity": stage.rarity.tolist(),
        "words": stage.words.tolist(),
        "pulls": stage.pulls.tolist(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    lines = (f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in model.items())
    (folder / "model.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    eight = np.round(stage.known.vectors * features.STEPS).astype(np.int8)
    np.save(folder / "questions.npy", eight)
