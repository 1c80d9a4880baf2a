"""Sets the reader's thresholds on texts kept apart from training, and writes its card: `python -m …calibrate`.

A fact counts as stated only at or above its language's threshold: the level that gains most on the whole messages kept
apart, where a wrong fact costs what `COST` right ones gain (a fact not read only makes the assistant ask). What falls
below it is unknown.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answer import Value
from assistant.reading.clauses import clauses
from assistant.reading.labels import FACTS, FOCUS, KINDS, STATEMENTS
from assistant.reading.language import language_of
from assistant.reading.network import FOLDER, Network, Said, Signals
from assistant.reading.reader import bearing
from assistant.reading.training.material import Example, load
from assistant.values import VALUES

COST = 3
LOWEST, HIGHEST = 0.5, 0.9
CONTRADICTIONS = 0.015  # of the texts, falsely called contradictory; that only makes the assistant ask
LOOKING_CONTRADICTORY = ("contradictions", "talks")  # files
GRID = tuple(round(float(x), 2) for x in np.arange(LOWEST, HIGHEST + 0.01, 0.05))


Row = tuple[str, Value, float, bool]  # fact, value, sure, right


def pairs(examples: Sequence[Example], signals: Sequence[Signals]) -> list[Row]:
    """(fact, value, sure, right) of the stronger value of each fact of each text that bears a label for it."""
    found = []
    for example, signal in zip(examples, signals, strict=True):
        for index, fact in enumerate(FACTS):
            yes, no = float(signal.states[2 * index]), float(signal.states[2 * index + 1])
            value, sure = max(zip(VALUES, (yes, no), strict=True), key=lambda pair: pair[1])
            label = example.states[STATEMENTS.index((fact, value))]
            if label is not None and fact not in example.conflict:
                found.append((fact, value, sure, label == 1.0))
    return found


def threshold(rows: Sequence[Row]) -> float:
    """The level of GRID that gains most: right facts stated, less COST for each wrong one; the highest of equals."""

    def gain(level: float) -> int:
        above = [right for *_, sure, right in rows if sure >= level]
        return sum(above) - COST * (len(above) - sum(above))

    return max(reversed(GRID), key=gain)


def calibrate(folder: Path) -> dict[str, Any]:
    """Thresholds, and the figures on what was kept apart with them, by language."""
    examples = [e for e in load() if e.held_out]
    signals = Network(folder).run([Said(e.text, e.before, e.asked) for e in examples])
    levels = {"conflict": _conflict_level(examples, signals), "unsure": 0.2}
    figures = {}
    for language in ("en", "zh"):
        mine = [(e, s) for e, s in zip(examples, signals, strict=True) if language_of(e.text) == language]
        whole = [(e, s) for e, s in mine if e.kind == "licences"]
        levels[language] = threshold(pairs([e for e, _ in whole], [s for _, s in whole]))
        figures[language] = _figures([e for e, _ in mine], [s for _, s in mine], levels[language])
    return {"thresholds": levels, "held_out": figures}


def _conflict_level(examples: Sequence[Example], signals: Sequence[Signals]) -> float:
    """The lowest level at which no more than CONTRADICTIONS of the texts are falsely called contradictory.

    As in the reader, a contradiction is of two clauses. Texts that were written to look contradictory do not count:
    there are many more of them in the material than among what people ask.
    """
    mixed = []
    usual = [
        (e, s) for e, s in zip(examples, signals, strict=True) if not e.key.startswith(LOOKING_CONTRADICTORY)
    ]
    for e, s in usual:
        clause = bearing(s, clauses(e.text))
        for i in range(len(FACTS)):
            both = min(s.states[2 * i], s.states[2 * i + 1])
            if not e.conflict and both >= LOWEST and clause[2 * i] != clause[2 * i + 1]:
                mixed.append(float(both))
    return next(
        (level for level in GRID if sum(m >= level for m in mixed) <= len(usual) * CONTRADICTIONS),
        GRID[-1],
    )


def _figures(examples: Sequence[Example], signals: Sequence[Signals], level: float) -> dict[str, Any]:
    rows = pairs(examples, signals)

    def rates(chosen: Sequence[Row], labelled: int) -> dict[str, float]:
        stated = [right for *_, sure, right in chosen if sure >= level]
        return {
            "stated": len(stated),
            "precision": round(sum(stated) / max(1, len(stated)), 4),
            "recall": round(sum(stated) / max(1, labelled), 4),
        }

    def count(fact: str) -> int:
        return sum(
            e.states[STATEMENTS.index((fact, v))] == 1.0 and fact not in e.conflict
            for e in examples
            for v in VALUES
        )

    per = {fact: rates([r for r in rows if r[0] == fact], count(fact)) for fact in FACTS}
    kinds = [KINDS[int(s.kinds.argmax())] == e.kind for e, s in zip(examples, signals, strict=True) if e.kind]
    exact = [
        all(
            label is None or (label == 1.0) == (sure >= level)
            for label, sure in zip(e.states, s.states, strict=True)
        )
        for e, s in zip(examples, signals, strict=True)
        if e.kind and not e.conflict and not e.sentences
    ]
    focus = [
        frozenset(n for n, p in zip(FOCUS, s.focus, strict=True) if p >= 0.5)
        == (frozenset({"all"}) if len(e.focus) == 11 else e.focus)
        for e, s in zip(examples, signals, strict=True)
        if e.kind == "licences" and e.focus and not e.carried
    ]
    overall = rates(rows, sum(map(count, FACTS)))
    return {
        "texts": len(examples),
        "facts": overall,
        "every_fact_right": round(float(np.mean(exact)), 4),
        "kind": round(float(np.mean(kinds)), 4),
        "focus": round(float(np.mean(focus)), 4),
        "per_fact": per,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    folder = parser.parse_args().folder
    result = calibrate(folder)
    (folder / "calibration.json").write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))
