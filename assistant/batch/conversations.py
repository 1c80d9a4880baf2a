"""What a later turn has to know of the turns before it, kept for any number of conversations in bounded memory.

The turns of a conversation may lie far apart in the file, so none is ever over. The latest are held in memory,
the others in a SQLite file beside the journal, which is made anew from the journal when a run goes on.
"""

import json
import sqlite3
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from assistant.batch.journal import writing

__all__ = ["Conversations", "after", "turns"]

HELD = 2000
_KEPT = {"question", "kind", "language", "focus", "facts", "facts_from", "ask_next", "text", "provenance"}


def after(past: str, answer: Answer) -> str:
    """The past of the next turn: how many turns there were, the last answer and the last one about licences, as JSON.

    That, and no more, is what reading and laying facts over each other go by: see `assistant/conversation.py`.
    """
    before: dict[str, Any] = json.loads(past) if past else {"turns": 0, "licences": None}
    last = json.loads(answer.model_copy(update={"text": ""}).model_dump_json(include=_KEPT))
    licences = last if answer.kind == "licences" else before["licences"]
    return json.dumps({"turns": before["turns"] + 1, "last": last, "licences": licences}, ensure_ascii=False)


def turns(past: str) -> Sequence[Answer]:
    """Answers that stand for the conversation so far: as many as there were, the last ones as they were."""
    if not past:
        return ()
    known = json.loads(past)
    last = Answer.model_validate(known["last"])
    earlier = Answer.model_validate(known["licences"]) if known["licences"] else last
    return (*[earlier] * (known["turns"] - 1), last)


class Conversations:
    """The past of each conversation, by its name."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._path = path
        self._recent: OrderedDict[str, str] = OrderedDict()
        self._spilled: sqlite3.Connection | None = None

    def __getitem__(self, name: str) -> str:
        """What is known of it; "" where it is new."""
        if name in self._recent:
            return self._recent[name]
        if self._spilled is None:
            return ""
        row = self._spilled.execute("SELECT past FROM conversation WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def __setitem__(self, name: str, past: str) -> None:
        self._recent[name] = past
        self._recent.move_to_end(name)
        if len(self._recent) > HELD:
            with writing(self._path):
                self._spill(HELD // 2)

    def _spill(self, count: int) -> None:
        if self._spilled is None:
            self._spilled = sqlite3.connect(self._path, isolation_level=None)
            # Nothing here has to outlive the process: it is made anew from the journal.
            self._spilled.execute("PRAGMA journal_mode = OFF")
            self._spilled.execute("PRAGMA synchronous = OFF")
            self._spilled.execute(
                "CREATE TABLE conversation (name TEXT PRIMARY KEY, past TEXT) WITHOUT ROWID"
            )
        oldest = [self._recent.popitem(last=False) for _ in range(count)]
        self._spilled.execute("BEGIN")
        self._spilled.executemany("INSERT OR REPLACE INTO conversation VALUES (?, ?)", oldest)
        self._spilled.execute("COMMIT")

    def close(self) -> None:
        if self._spilled is not None:
            self._spilled.close()
