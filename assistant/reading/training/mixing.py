"""Texts that nobody labelled, judged by networks that read well together: `python -m … --out FILE`.

Several networks together read better than one, and cost as much more. What they make of sentences shuffled out of the
material teaches one network to read as they do together (distillation: Hinton, Vinyals and Dean, 2015).
"""

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from random import Random

from assistant.reading.labels import STATEMENTS
from assistant.reading.language import has_chinese
from assistant.reading.network import FOLDER, Network, Said
from assistant.reading.training.material import Example, load

CHINESE = 0.25
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])|\n+")


def mixtures(examples: Sequence[Example], count: int, dice: Random) -> Iterator[str]:
    """`count` texts, each of one to six sentences out of two or three whole messages of one language."""
    whole = [e.text for e in examples if not e.held_out and e.kind == "licences" and e.facts]
    pools = {chinese: [t for t in whole if has_chinese(t) == chinese] for chinese in (True, False)}
    for _ in range(count):
        chinese = dice.random() < CHINESE
        drawn = dice.sample(pools[chinese], dice.choice((1, 2, 2, 3)))
        sentences = [sentence for text in drawn for sentence in sentences_of(text)]
        chosen = dice.sample(sentences, min(len(sentences), dice.choice((1, 2, 3, 3, 4, 4, 5, 6))))
        yield ("" if chinese else " ").join(chosen)


def sentences_of(text: str) -> list[str]:
    return [piece.strip() for piece in _SENTENCE.split(text) if piece.strip()]


def read_mixed(path: Path) -> list[Example]:
    """The examples of a file that this script wrote; nothing is known of their kind or focus."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return [Example(row["text"], "mixed", tuple(row["states"]), judged=True) for row in rows]


def _judged(texts: Sequence[str], folder: Path = FOLDER) -> list[str]:
    signals = Network(folder).run([Said(text) for text in texts])
    assert all(len(signal.states) == len(STATEMENTS) for signal in signals)
    return [
        json.dumps({"text": text, "states": [round(float(p), 4) for p in signal.states]}, ensure_ascii=False)
        for text, signal in zip(texts, signals, strict=True)
    ]


def judge_mixtures(out: Path, teachers: Path, count: int, seed: int, processes: int) -> None:
    """Write `count` texts and what the networks in `teachers` make of them to `out` (JSONL)."""
    texts = list(mixtures(load(), count, Random(seed)))
    parts = [texts[begin : begin + 500] for begin in range(0, count, 500)]
    with Pool(processes) as pool:
        lines = [line for part in pool.map(partial(_judged, folder=teachers), parts) for line in part]
    out.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--teachers", type=Path, default=FOLDER, help="Folder of the networks that judge.")
    parser.add_argument("--count", type=int, default=9000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    judge_mixtures(**vars(parser.parse_args()))
