"""How often the right sentence is among the first 1, 3 and 5 found, on the held-out questions of the bank.

    python benchmarks/retrieval.py              the table
    python benchmarks/retrieval.py --choose     chooses the fusion's constants on the calibration half
    python benchmarks/retrieval.py --prior      with what the reader expects, as `assistant ask` has it

A hit is the labelled sentence or one that the label names beside it. The half with a share below 0.05 is for
choosing constants, the rest is only measured.
"""

import argparse
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from rich.console import Console
from rich.table import Table

from assistant.retrieval import Retriever, fusion, load_bank
from assistant.retrieval.bank import HELD_OUT, Known, is_held_out, share
from assistant.retrieval.fusion import Signals
from assistant.settings import current
from assistant.source import Source, load_source

DEPTHS = (1, 3, 5)
Order = Callable[[Signals], Sequence[int]]


@dataclass(frozen=True)
class Case:
    known: Known
    right: frozenset[int]
    signals: Signals

    @property
    def calibrates(self) -> bool:
        return share(self.known.question) < HELD_OUT / 2

    @property
    def chinese(self) -> bool:
        return any("\u4e00" <= letter <= "\u9fff" for letter in self.known.question)


def by(scores: Callable[[Signals], np.ndarray]) -> Order:
    return lambda signals: [int(n) for n in np.argsort(-scores(signals), kind="stable")]


ORDERS: dict[str, Order] = {
    "dense": by(lambda s: s.dense),
    "dense, with passages": by(lambda s: s.dense + fusion.PASSAGE * s.passage),
    "bm25": by(lambda s: s.bm25),
    "bank, nearest question": by(lambda s: s.bank),
    "bank, votes": by(lambda s: s.votes),
    "fused": fusion.order,
}


def held_out(source: Source, retriever: Retriever, *, with_prior: bool) -> list[Case]:
    numbers = {sentence.text: number for number, sentence in enumerate(source.sentences)}
    bank = [known for known in load_bank() if is_held_out(known.question)]
    questions = [known.question for known in bank]
    signals = retriever.signals(questions, priors(questions) if with_prior else [()] * len(bank))
    return [
        Case(known, frozenset(numbers[text] for text in (known.sentence, *known.also)), found)
        for known, found in zip(bank, signals, strict=True)
    ]


def priors(questions: Sequence[str]) -> list[Sequence[float]]:
    from assistant.reading.network import Network, Said

    return [
        signals.sentences.tolist() for signals in Network().run([Said(question) for question in questions])
    ]


def recall(cases: Sequence[Case], order: Order) -> list[float]:
    orders = [order(case.signals) for case in cases]
    return [
        float(
            np.mean(
                [bool(case.right & set(found[:depth])) for case, found in zip(cases, orders, strict=True)]
            )
        )
        for depth in DEPTHS
    ]


def table(cases: Sequence[Case]) -> Table:
    groups = {
        "measured half": [case for case in cases if not case.calibrates],
        "calibration half": [case for case in cases if case.calibrates],
        "Chinese, both": [case for case in cases if case.chinese],
    }
    shown = Table("recall@1 / 3 / 5", *(f"{name} ({len(group)})" for name, group in groups.items()))
    for name, order in ORDERS.items():
        shown.add_row(
            name, *(" / ".join(f"{value:.3f}" for value in recall(group, order)) for group in groups.values())
        )
    return shown


def choose(cases: Sequence[Case]) -> None:
    """Print the best constants; recall at 1 and 3 count alike, at 5 half."""
    found = []
    given = (0.0,) if cases[0].signals.prior is None else (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0)
    grid = itertools.product((2.0, 3.0, 5.0, 10.0), (0.05, 0.1, 0.2, 0.5), (0.2, 0.3, 0.5, 1.0), given)
    for damping, dense, bm25, prior in grid:
        weights = {"dense": dense, "bm25": bm25, "votes": 1.0, "prior": prior}
        at = recall(cases, lambda s, w=weights, d=damping: fusion.order(s, w, d))
        found.append((at[0] + at[1] + at[2] / 2, damping, weights, at))
    for _, damping, weights, at in sorted(found, key=lambda row: -row[0])[:10]:
        print(damping, weights, [round(value, 3) for value in at])


def fit_confidence(cases: Sequence[Case]) -> None:
    """Print the constants of `fusion.confidence`: logistic regression on the best three."""
    rows, right = [], []
    for case in cases:
        for number in fusion.order(case.signals)[:3]:
            rows.append([1, case.signals.votes[number], case.signals.dense[number]])
            right.append(number in case.right)
    x, y, weights = np.array(rows), np.array(right, float), np.zeros(3)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        weights += np.linalg.solve((x.T * (p * (1 - p))) @ x + 0.1 * np.eye(3), x.T @ (y - p) - 0.1 * weights)
    print("INTERCEPT, OF_VOTES, OF_DENSE =", ", ".join(f"{weight:.1f}" for weight in weights))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--choose", action="store_true")
    parser.add_argument("--prior", action="store_true")
    arguments = parser.parse_args()
    source = load_source()
    cases = held_out(source, Retriever(source, current()), with_prior=arguments.prior)
    if arguments.choose:
        calibration = [case for case in cases if case.calibrates]
        choose(calibration)
        fit_confidence(calibration)
    else:
        Console(width=120).print(table(cases))


if __name__ == "__main__":
    main()
