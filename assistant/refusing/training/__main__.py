"""Trains the model that refuses, and writes it: `python -m assistant.refusing.training` (make refusing; 3 minutes).

The first stage learns from every question of the material that the article answers or does not. The second must
learn from questions that neither reader nor index has seen, or it would trust them too much: those that the reader
keeps apart, the bank's held-out tenth, two thirds of `pairs.jsonl`, and the files named by --unseen. What the first
stage says of those is said by a model that has not seen them, nor the lines written beside them. So are the figures
in the card.

Run it again when the material, the bank, the reader's weights or the embedder change.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from assistant.refusing import features, judge
from assistant.refusing.training.export import write
from assistant.refusing.training.material import material
from assistant.refusing.training.pairs import learnt, load_pairs
from assistant.refusing.training.stages import (
    evidence,
    figures,
    held_out_chances,
    held_out_odds,
    second,
    train,
)
from assistant.retrieval import Retriever
from assistant.settings import current
from assistant.source import load_source

FALSE_REFUSALS = 0.018  # of the questions that the article answers


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
    asked = material(retriever, given.unseen, learnt(load_pairs(source)))
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


if __name__ == "__main__":
    main()
