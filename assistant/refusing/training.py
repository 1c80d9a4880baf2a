"""Trains the model that refuses, and writes it: `python -m assistant.refusing.training` (make refusing; 3 minutes).

The first stage learns from every question of the material that the article answers or does not. The second must
learn from questions that neither reader nor index has seen, or it would trust them too much: those that the reader
keeps apart, the bank's held-out tenth, and the files named by --unseen. What the first stage says of those is
said by a model that has not seen them, nor the lines written beside them. So are the figures in the card.

Run it again when the material, the bank, the reader's weights or the embedder change.
"""

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from assistant.reading.network import Network, Said
from assistant.reading.training.material import BANK, FOLDER, Example, read_file
from assistant.refusing import features, judge
from assistant.refusing.features import Evidence
from assistant.retrieval import Retriever
from assistant.settings import current
from assistant.source import load_source

FOLDS = 10
STRENGTH = 2.0  # of the first stage; more fits closer
RARE = 3  # a term stands in as many questions, or is left out
FALSE_REFUSALS = 0.018  # of the questions that the article answers
DIGITS = 4
Floats = NDArray[np.float64]


class Material(NamedTuple):
    """Questions, which of them the article does not answer (1), their vectors in 8 bits, and each one's neighbours."""

    examples: list[Example]
    refused: NDArray[np.int64]
    vectors: NDArray[np.float64]
    folds: NDArray[np.int64]
    apart: NDArray[np.bool_]

    def at(self, chosen: NDArray[Any]) -> "Material":
        examples = [self.examples[number] for number in np.arange(len(self.examples))[chosen]]
        return Material(examples, *(column[chosen] for column in self[1:]))


class Stage(NamedTuple):
    """The first stage as trained, and the questions that it compares with."""

    terms: dict[str, int]
    rarity: Floats
    weights: Floats
    intercept: float
    known: Material

    def odds(self, asked: Material) -> Floats:
        return np.asarray(_rows(asked, self) @ self.weights + self.intercept, np.float64)


def material(retriever: Retriever, unseen: Sequence[Path]) -> Material:
    """All single questions on the article, or near it."""
    paths = [*sorted({*FOLDER.glob("asks*.jsonl"), *unseen}, key=lambda path: path.name), BANK]
    named = {path.name for path in unseen}
    found = {
        example.text: (example, example.held_out or path.name in named)
        for path in paths
        for example in read_file(path)
        if example.kind in ("passage", "abstained")
    }
    return gathered(list(found.values()), retriever)


def gathered(examples: Sequence[tuple[Example, bool]], retriever: Retriever) -> Material:
    """Examples, each with whether it is kept apart, and their vectors."""
    vectors = retriever.vectors([example.text for example, _ in examples])
    return Material(
        [example for example, _ in examples],
        np.array([example.kind == "abstained" for example, _ in examples], np.int64),
        np.round(np.asarray(vectors, np.float64) * features.STEPS) / features.STEPS,
        np.array([_fold(example.key) for example, _ in examples]),
        np.array([apart for _, apart in examples]),
    )


def train(known: Material) -> Stage:
    counts: dict[str, int] = {}
    for example in known.examples:
        for term in set(features.terms(example.text)):
            counts[term] = counts.get(term, 0) + 1
    kept = sorted(term for term, count in counts.items() if count >= RARE)
    rarity = np.array([np.log((1 + len(known.examples)) / (1 + counts[term])) + 1 for term in kept])
    columns = {term: number for number, term in enumerate(kept)}
    stage = Stage(columns, np.round(rarity, DIGITS), np.zeros(0), 0.0, known)
    model = LogisticRegression(C=STRENGTH, max_iter=3000, class_weight="balanced")
    model.fit(_rows(known, stage), known.refused)
    return stage._replace(
        weights=np.round(model.coef_[0], DIGITS), intercept=round(float(model.intercept_[0]), DIGITS)
    )


def held_out_odds(asked: Material) -> Floats:
    """What the first stage says of each question, when neither it nor its neighbours in the file were learnt."""
    odds = np.zeros(len(asked.examples))
    for fold in range(FOLDS):
        stage = train(asked.at(asked.folds != fold))
        odds[asked.folds == fold] = stage.odds(asked.at(asked.folds == fold))
    return odds


def evidence(asked: Material, odds: Floats, retriever: Retriever, known: frozenset[str]) -> Floats:
    """The second stage's rows."""
    questions = [example.text for example in asked.examples]
    read = Network().run([Said(question) for question in questions])
    found = retriever.find_many(questions, 5, [signals.sentences.tolist() for signals in read])
    return np.array(
        [
            features.evidence(Evidence.of(question, signals.kinds.tolist(), one), float(own), known)
            for question, signals, one, own in zip(questions, read, found, odds, strict=True)
        ]
    )


def second(rows: Floats, refused: NDArray[np.int64]) -> tuple[Floats, float]:
    """Weights and intercept for raw rows; learnt on columns of like size."""
    mean, size = rows.mean(0), np.maximum(rows.std(0), 0.05)
    model = LogisticRegression(C=0.3, max_iter=3000).fit((rows - mean) / size, refused)
    weights = np.round(model.coef_[0] / size, DIGITS)
    return weights, round(float(model.intercept_[0] - (model.coef_[0] / size) @ mean), DIGITS)


def held_out_chances(rows: Floats, asked: Material) -> Floats:
    chances = np.zeros(len(rows))
    for fold in range(FOLDS):
        own = asked.folds == fold
        weights, intercept = second(rows[~own], asked.refused[~own])
        chances[own] = 1 / (1 + np.exp(-(rows[own] @ weights + intercept)))
    return chances


def figures(chances: Floats, asked: Material, level: float) -> dict[str, Any]:
    wrong, right = chances[asked.refused == 0] > level, chances[asked.refused == 1] > level
    return {
        "answered": len(wrong),
        "answered_but_refused": round(float(wrong.mean()), 4),
        "not_answered": len(right),
        "refused": round(float(right.mean()), 4),
    }


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
    count, width = len(stage.terms), stage.known.vectors.shape[1]
    order = np.argsort(stage.known.refused, kind="stable")
    model = {
        "embedder": embedder,
        "threshold": level,
        "held_out": card,
        "evidence": {"weights": weights.tolist(), "intercept": intercept},
        "intercept": stage.intercept,
        "neighbours": stage.weights[count + width :].tolist(),
        "vector": stage.weights[count : count + width].tolist(),
        "answered": int((stage.known.refused == 0).sum()),
        "known": sorted(names),
        "terms": list(stage.terms),
        "rarity": stage.rarity.tolist(),
        "words": stage.weights[:count].tolist(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    lines = (f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in model.items())
    (folder / "model.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    eight = np.round(stage.known.vectors[order] * features.STEPS).astype(np.int8)
    np.save(folder / "questions.npy", eight)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--unseen",
        type=Path,
        nargs="*",
        default=[],
        help="Material that the reader's weights were not trained on.",
    )
    parser.add_argument("--folder", type=Path, default=judge.FOLDER, help="Where the model is written.")
    given = parser.parse_args()
    source, settings = load_source(), current()
    retriever = Retriever(source, settings)
    asked = material(retriever, given.unseen)
    texts = [
        e.text for e, apart in zip(asked.examples, asked.apart, strict=True) if e.sentences and not apart
    ]
    names = frozenset().union(*(features.names(text) for text in (source.text, *texts)))
    apart = asked.at(asked.apart)
    rows = evidence(apart, held_out_odds(asked)[asked.apart], retriever, names)
    chances = held_out_chances(rows, apart)
    level = round(float(np.quantile(chances[apart.refused == 0], 1 - FALSE_REFUSALS)), 3)
    weights, intercept = second(rows, apart.refused)
    card = figures(chances, apart, level)
    write(given.folder, train(asked), names, (weights, intercept, level), retriever.embedder_sha256, card)
    print(
        json.dumps(
            {"threshold": level, **card, **dict(zip(features.COLUMNS, weights, strict=True))}, indent=1
        )
    )


def _rows(asked: Material, stage: Stage) -> Any:
    said = csr_matrix(
        np.array([features.words(e.text, stage.terms, stage.rarity) for e in asked.examples], np.float32)
    )
    return hstack([said, csr_matrix(asked.vectors), csr_matrix(_neighbours(asked, stage.known))]).tocsr()


def _neighbours(asked: Material, known: Material) -> Floats:
    """A question's own lines of the file are no neighbours of it."""
    cosines = asked.vectors @ known.vectors.T
    rows = []
    mine, theirs = (np.array([e.key for e in one.examples]) for one in (asked, known))
    for key, row in zip(mine, cosines, strict=True):
        other = theirs != key
        rows.append(features.neighbours(row[other & (known.refused == 0)], row[other & (known.refused == 1)]))
    return np.array(rows)


def _fold(key: str) -> int:
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % FOLDS


if __name__ == "__main__":
    main()
