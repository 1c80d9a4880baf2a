"""All eleven licences with their verdicts, and the order of registration."""

from dataclasses import asdict

from assistant.answer import Language
from assistant.page import decision, verdicts
from assistant.page.components.base import component, note_words, opener, some
from assistant.page.resources import the_assistant
from assistant.page.state import Conversation
from assistant.page.words import load_words

_LICENCES = component("licences")
_WORDS = (
    "because", "open", "change", "change_none", "not_required", "first", "notes", "order", "order_what",
    "ambiguous", "decision", "taken", "stops", "either",
)  # fmt: skip


def licences(conversation: Conversation, language: Language) -> None:
    key, words, book = "licences", load_words(language), the_assistant().rulebook
    rows = verdicts.licence_rows(conversation, book, language)
    known = book.evaluate(conversation.facts, open_facts=conversation.open).known
    data = {
        "rows": [
            {
                **asdict(row),
                "was": words("licences.was", verdict=row.was) if row.was else "",
                "decision": asdict(decision.decision_view(book, row.id, known, language)),
            }
            for row in rows
        ],
        "counts": verdicts.counts(rows),
        "order": verdicts.order_of_registration(conversation, book, language),
        "words": {**some(words, "licences", *_WORDS), "note": note_words(words)},
    }
    _LICENCES(key=key, data=data, on_opened_change=opener(key))
