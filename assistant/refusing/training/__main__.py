"""Trains the model that refuses, and writes it: `python -m assistant.refusing.training` (make refusing; 4 minutes).

The first stage learns from every question of the material that the article answers or does not. The second must
learn from questions that neither reader nor index has seen, or it would trust them too much: those that the reader
keeps apart, the bank's held-out tenth, the judge's part of `near.jsonl`, and the files named by --unseen. What the
first stage says of those is said by a model that has not seen them, nor the lines written beside them. So are the
figures in the card; those on the measured part of `near.jsonl` are of the model as it is written.

Run it again when the material, the bank, the reader's weights or the embedder change.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.reading.training.material import as_example
from assistant.reading.training.near import load_near, of_part
from assistant.refusing import features, judge
from assistant.refusing.training.export import write
from assistant.refusing.training.material import Material, gathered, material
from assistant.refusing.training.stages import (
    Floats,
    chance,
    evidence,
    figures,
    held_out_chances,
    second,
    train,
)
from assistant.retrieval import Retriever
from assistant.retrieval.expansion import has_chinese
from assistant.settings import current
from assistant.source import Source, load_source

FALSE_REFUSALS = 0.03  # of the questions that the article answers, as people ask them


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
    retriever, near = Retriever(source, settings), load_near(source)
    known = material(retriever, given.unseen, of_part(near, "reader", "judge"))
    apart = gathered([(as_example(one), True) for one in of_part(near, "measured")], retriever)
    card = trained(known, apart, retriever, source, given.folder)
    print(json.dumps(card, indent=1))


def trained(
    known: Material, apart: Material, retriever: Retriever, source: Source, folder: Path
) -> dict[str, Any]:
    """Train both stages, write them, and give the card. `apart`: questions that nothing is learnt from."""
    stage, asking = train(known)
    texts = [e.text for e, new in zip(known.examples, known.apart, strict=True) if e.sentences and not new]
    names = frozenset().union(*(features.names(text) for text in (source.text, *texts)))
    unseen = known.at(known.apart)
    rows = evidence(unseen, asking[known.apart], retriever, names)
    chances = held_out_chances(rows, unseen)
    usual = np.array([not example.near for example in unseen.examples])
    level = threshold(chances[usual & (unseen.refused == 0)])
    weights, intercept = second(rows, unseen.refused)
    new = chance(evidence(apart, stage.asking(apart), retriever, names), weights, intercept)
    card = {
        "held_out": figures(chances[usual], unseen.at(usual), level),
        "near_learnt": figures(chances[~usual], unseen.at(~usual), level),
        "near_measured": figures(new, apart, level),
        "near_measured_chinese": figures(new[chinese(apart)], apart.at(chinese(apart)), level),
    }
    write(folder, stage, names, (weights, intercept, level), retriever.embedder_sha256, card)
    return {"threshold": level, **card, **dict(zip(features.COLUMNS, weights, strict=True))}


def threshold(answered: Floats) -> float:
    """The chance above which few enough of such questions, as people ask them, would be refused."""
    return round(float(np.quantile(answered, 1 - FALSE_REFUSALS)), 3)


def chinese(asked: Material) -> NDArray[np.bool_]:
    return np.array([has_chinese(example.text) for example in asked.examples])


if __name__ == "__main__":
    main()
