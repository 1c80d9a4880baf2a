"""What an answer on licences says. It rests on the case alone: one that comes up again is not worded again."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from assistant.answer import LawNote, Value
from assistant.premises import Findings
from assistant.rulebook import Evaluation, Rulebook
from assistant.writing import Asked, Draft, Numbered, numbered, write_licences

__all__ = ["Case", "Said", "saying"]

KEPT = 500  # cases of about 15 kB


@dataclass(frozen=True)
class Case:
    """All that the words turn on.

    `facts` are stated ones, `open` those that count as unknown and get no default; `evaluation` is what the rulebook
    makes of them.
    """

    asked: Asked
    facts: tuple[tuple[str, Value], ...]
    open: frozenset[str]
    premises: Findings
    evaluation: Evaluation = field(compare=False)


class Said(NamedTuple):
    """The words as drafted and as shown, and the law notes beside them. Shared between answers: not to be changed."""

    draft: Draft
    shown: Numbered
    law_notes: tuple[LawNote, ...]


def saying(book: Rulebook, source_id: str) -> Callable[[Case], Said]:
    """The function that words a case; it keeps the latest."""

    @lru_cache(KEPT)
    def said(case: Case) -> Said:
        asked = case.asked
        draft = write_licences(asked, case.evaluation, book, case.premises)
        notes = (note for note in book.law_notes if set(note.licences) & set(asked.focus))
        return Said(
            draft, numbered(draft, source_id), tuple(note.in_language(asked.language) for note in notes)
        )

    return said
