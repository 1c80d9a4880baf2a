"""The two statistics that a run is read by: an interval for a rate, and a test for a difference."""

from dataclasses import dataclass
from statistics import NormalDist

from assistant.errors import AssistantError

__all__ = ["Interval", "mcnemar", "wilson"]

Z95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Interval:
    """A rate of `count` values with its 95 % interval, all from 0 to 1."""

    rate: float
    low: float
    high: float
    count: int


def wilson(rate: float, count: int) -> Interval | None:
    """Wilson's interval: holds near 0 and 1 too, where the usual one leaves the scale. None without values.

    For scores between 0 and 1 that are no yes or no it is wider than need be, never narrower.
    """
    if not count:
        return None
    square = Z95 * Z95 / count
    middle = (rate + square / 2) / (1 + square)
    half = Z95 / (1 + square) * ((rate * (1 - rate) + square / 4) / count) ** 0.5
    return Interval(rate, max(0.0, middle - half), min(1.0, middle + half), count)


def mcnemar(better: int, worse: int) -> float:
    """The exact two-sided p of McNemar's test: how likely so uneven a split is if nothing really changed.

    Only what changed counts: `better` answers went from wrong to right, `worse` from right to wrong.

    Raises:
        AssistantError: scipy is not installed.
    """
    if not better + worse:
        return 1.0
    try:
        from scipy.stats import binomtest
    except ImportError as error:
        raise AssistantError(
            "comparing runs needs scipy: pip install 'stock-token-licence-assistant[eval]'"
        ) from error
    return float(binomtest(better, better + worse, 0.5).pvalue)
