"""What all processes of a machine that share a HOME may do together: calls a minute, tokens a day.

A batch has a process for each core, and a page its own: limits of each alone would be many times what was set.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import LlmError

__all__ = ["Limits"]

_LONGEST = 7200.0  # seconds: a turn that is later than this was given by a clock that has been put back
_TABLES = (
    "CREATE TABLE IF NOT EXISTS turn (model TEXT PRIMARY KEY, next REAL NOT NULL)",
    "CREATE TABLE IF NOT EXISTS day (day TEXT PRIMARY KEY, tokens INTEGER NOT NULL)",
)


class Limits:
    """An SQLite file. Where it cannot be read or written nothing is called: a limit that is not kept is none."""

    def __init__(self, folder: Path, model: str, per_minute: float, budget: int | None) -> None:
        self._path = folder / "limits.sqlite"
        self._model, self._gap, self._budget = model, 60 / per_minute, budget

    def turn(self, seconds: float) -> float:
        """Seconds to wait for the next call of this model.

        Raises:
            LlmError: that is longer than `seconds`, and then the turn is left to others; or the file fails.
        """
        with self._writing() as base:
            now = time.time()
            row = base.execute("SELECT next FROM turn WHERE model = ?", (self._model,)).fetchone()
            due = row[0] if row and row[0] - now < _LONGEST else now
            start = max(now, due)
            if start - now > seconds:
                raise LlmError(
                    f"its turn would come {start - now:.0f} s from now, after the deadline: see the setting llm_rate"
                )
            base.execute("INSERT OR REPLACE INTO turn VALUES (?, ?)", (self._model, start + self._gap))
        return float(start - now)

    def spend(self, tokens: int) -> None:
        """Raises LlmError where the file fails."""
        if tokens:
            with self._writing() as base:
                base.execute(
                    "INSERT INTO day VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET tokens = tokens + excluded.tokens",
                    (_today(), tokens),
                )

    def within_budget(self) -> None:
        """Raises LlmError where the day's tokens are spent, or the file fails."""
        if self._budget is None:
            return
        with self._writing() as base:
            row = base.execute("SELECT tokens FROM day WHERE day = ?", (_today(),)).fetchone()
        if row and row[0] >= self._budget:
            raise LlmError(
                f"the budget of {self._budget:,} tokens a day is spent: see the setting llm_budget"
            )

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One process at a time."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with closing(sqlite3.connect(self._path, timeout=10, isolation_level=None)) as base:
                base.execute("PRAGMA synchronous = OFF")
                base.execute("BEGIN IMMEDIATE")
                for table in _TABLES:
                    base.execute(table)
                yield base
                base.execute("COMMIT")
        except (OSError, sqlite3.Error) as error:
            raise LlmError(
                f"{self._path}: the limits cannot be kept ({error}): remove it, or mend its folder"
            ) from error


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
