"""One turn of the conversation, with what can be done with it."""

import json
from dataclasses import asdict
from functools import lru_cache

from assistant.answer import Answer
from assistant.page import answers, moves, passages, state, taking, verdicts
from assistant.page.components.base import component, note_words, opener, sent, some
from assistant.page.resources import the_assistant
from assistant.page.words import load_words
from assistant.store import Feedback

_TURN = component("turn")
_WORDS = ("answer", "reasons", "all", "caution", "abstained", "notes_what", "further_what", "llm")
_ACTS = (
    "copy", "copied", "again", "edit", "edit_label", "edit_later", "ask", "cancel", "up", "down", "remark",
    "judged_up", "judged_down", "save", "take_back", "case",
)  # fmt: skip


def turn(n: int, answer: Answer, *, latest: bool, by_hand: str, judged: Feedback | None, scroll: int) -> None:
    """One turn. `by_hand` are the facts set by hand, in words; "" where none was."""
    key, words, book = f"turn_{n}", load_words(answer.language), the_assistant().rulebook
    data = {
        "answer": _drawn(answer.model_dump_json(), n),
        "latest": latest,
        "scroll": scroll,
        "by_hand": words("turn.by_hand", facts=by_hand) if by_hand else "",
        "thumb": judged.thumb if judged else None,
        "remark": judged.remark if judged else "",
        "case": taking.eval_cases([judged], book) if judged else "",
    }

    def acted() -> None:
        moves.act(n, state.act_of(sent(key, "act")))

    _TURN(key=key, data=data, on_opened_change=opener(key), on_act_change=acted)


@lru_cache(maxsize=512)
def _drawn(made: str, n: int) -> str:
    """What is drawn of an answer (as JSON, from its JSON) and never changes: every run of the page draws every turn."""
    answer, book = Answer.model_validate_json(made), the_assistant().rulebook
    words = load_words(answer.language)
    notes, further = answers.notes_of(answer, book), answers.further_of(answer)
    drawn = {
        "question": answer.question,
        "kind": answer.kind,
        "lines": [asdict(line) for line in answers.lines_of(answer, book)],
        "text": answers.as_text(answer),
        "marks": {str(number): asdict(mark) for number, mark in passages.marks_of_answer(answer).items()},
        "notes": [asdict(note) for note in notes],
        "age": words("turn.age", note=answer.age) if answer.age else "",
        "further": [asdict(one) for one in further],
        "llm": answers.llm_of(answer, book),
        "signs": dict(verdicts.SIGNS),
        "words": {
            "you": words("turn.you", n=n),
            "notes": words("turn.notes", count=len(notes)),
            "further": words("turn.further", count=len(further)),
            **some(words, "turn", *_WORDS),
            **some(words, "act", *_ACTS),
            "note": note_words(words),
        },
    }
    return json.dumps(drawn, ensure_ascii=False)
