"""The plots of a run: retrieval, calibration, time."""

from collections.abc import Iterator, Sequence
from statistics import median

from assistant.evaluation import plots
from assistant.evaluation.retrieval import MEASURES
from assistant.evaluation.summary import Summary, Unit

BINS = 10


def drawn(every: Sequence[Unit], summary: Summary) -> Iterator[str]:
    rates = {name: summary.measure(name) for name in MEASURES}
    known = [(name, m.rate) for name, m in rates.items() if m is not None and m.rate is not None]
    if known:
        yield plots.bars("Retrieval by k", [(name, rate, f"{name}: {rate:.3f}") for name, rate in known])
    bins = _calibration(every)
    if bins:
        yield plots.calibration("How sure the reader was, and how often it was right", bins)
    times = [unit.turn.seconds * 1000 for unit in every if not unit.turn.skipped]
    if times:
        yield _times(times)


def _calibration(every: Sequence[Unit]) -> list[tuple[float, float, int]]:
    """Mean confidence, share that was right, and count, in ten bins of confidence."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for heard in (heard for unit in every for heard in unit.turn.heard):
        bins.setdefault(min(BINS - 1, int(heard.sure * BINS)), []).append((heard.sure, heard.true))
    return [
        (sum(sure for sure, _ in own) / len(own), sum(true for _, true in own) / len(own), len(own))
        for _, own in sorted(bins.items())
    ]


def _times(times: Sequence[float]) -> str:
    """The last bar holds everything slower, so that one slow question does not flatten the rest."""
    edge = max(1.0, 2 * median(times) / (BINS - 1))
    counts = [0] * BINS
    for time in times:
        counts[min(BINS - 1, int(time / edge))] += 1
    labels = [f"–{edge * (place + 1):.0f}" for place in range(BINS - 1)] + [f">{edge * (BINS - 1):.0f}"]
    shown = [
        (label, float(count), f"{label} ms: {count}") for label, count in zip(labels, counts, strict=True)
    ]
    return plots.bars("Time per question, ms", shown, most=float(max(counts)))
