"""Gates: figures that a run may not fall below, such as `verdicts>=0.98` or `dev:kind>=0.9`."""

import operator
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assistant.errors import SuiteError
from assistant.evaluation.scorers import SCORERS
from assistant.evaluation.summary import PASSED, REPEATS, Summary

__all__ = ["Gate", "Outcome", "check_gates", "load_gates", "parse_gate"]

FILE: Final = "evals/gates.toml"
ERRORS: Final = "errors"
OTHERS: Final = (PASSED, REPEATS, ERRORS, "error")
OPERATORS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}
_FORM = re.compile(
    r"(?:(?P<suite>[\w.-]+):)?(?P<measure>[\w@]+)\s*(?P<sign>>=|<=|==|>|<)\s*(?P<limit>\d*\.?\d+%?)$"
)


@dataclass(frozen=True)
class Gate:
    """A measure of a suite (None = of all questions), a sign, and a limit from 0 to 1 (`errors`: a count)."""

    measure: str
    sign: str
    limit: float
    suite: str | None = None

    def __str__(self) -> str:
        return f"{self.suite + ':' if self.suite else ''}{self.measure}{self.sign}{self.limit:g}"


@dataclass(frozen=True)
class Outcome:
    """`got` is None where nothing was scored: such a gate is not kept, since it proves nothing."""

    gate: Gate
    got: float | None

    @property
    def kept(self) -> bool:
        return self.got is not None and OPERATORS[self.gate.sign](self.got, self.gate.limit)

    def __str__(self) -> str:
        got = "nothing was scored" if self.got is None else f"{self.got:.4g}"
        return f"gate {self.gate} {'kept' if self.kept else 'failed'}: {got}"


def parse_gate(text: str) -> Gate:
    """Raises SuiteError where it is no gate, or names no measure."""
    found = _FORM.match(text.strip())
    if not found:
        raise SuiteError(
            f"gate {text!r}: write it as MEASURE>=NUMBER or SUITE:MEASURE>=NUMBER, for example verdicts>=0.98"
        )
    measure = found["measure"]
    if measure not in SCORERS and measure not in OTHERS:
        raise SuiteError(
            f"gate {text!r}: there is no measure {measure!r}: it is one of {', '.join([*OTHERS, *SCORERS])}"
        )
    number = found["limit"]
    limit = float(number.rstrip("%")) / (100 if number.endswith("%") else 1)
    return Gate(measure, found["sign"], limit, found["suite"])


def check_gates(gates: Iterable[Gate], summary: Summary) -> tuple[Outcome, ...]:
    return tuple(Outcome(gate, _got(gate, summary)) for gate in gates)


def _got(gate: Gate, summary: Summary) -> float | None:
    if gate.measure == ERRORS:
        return float(summary.errors.get(gate.suite or "all", 0))
    measure = summary.measure(gate.measure, gate.suite)
    return measure.rate if measure else None


def load_gates(path: Path) -> dict[str, tuple[Gate, ...]]:
    """The gates of each suite, and of all questions together (`all`), from a TOML file `suite = ["gate", …]`.

    Raises:
        SuiteError: the file is not of that form, or a gate is none.
    """
    try:
        written = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SuiteError(f"{path}: cannot be read ({error.strerror}): give a file such as {FILE}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SuiteError(f"{path}: is not valid TOML: {error}") from error
    for suite, gates in written.items():
        if not isinstance(gates, list) or not all(isinstance(text, str) for text in gates):
            raise SuiteError(f'{path}: {suite}: is no list of gates: write it as {suite} = ["kind>=0.9"]')
    return {
        suite: tuple(_of_suite(parse_gate(text), suite) for text in gates) for suite, gates in written.items()
    }


def _of_suite(gate: Gate, suite: str) -> Gate:
    return Gate(gate.measure, gate.sign, gate.limit, None if suite == "all" else suite)
