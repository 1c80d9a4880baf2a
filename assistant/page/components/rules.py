"""The rules of one licence, and the decision that they make."""

from dataclasses import asdict

from assistant.answer import Language
from assistant.page import decision, verdicts
from assistant.page import rules as rulebook
from assistant.page.components.base import component, note_words, opener, some
from assistant.page.resources import the_assistant
from assistant.page.state import Conversation
from assistant.page.words import load_words

_RULES = component("rules")


def rules(conversation: Conversation, licence: str, language: Language) -> None:
    """The rule that decides for the conversation's platform is marked, and so is the path to it."""
    key, words, book = f"rules_{licence}", load_words(language), the_assistant().rulebook
    evaluation = book.evaluate(conversation.facts, open_facts=conversation.open)
    notes = verdicts.notes_of(book, licence, language)
    marked = bool(conversation.answers or conversation.given)
    data = {
        "rules": [
            {**asdict(rule), "holds": bool(marked and rule.holds)}
            for rule in rulebook.rule_views(book, licence, evaluation, language)
        ],
        "decision": asdict(
            decision.decision_view(book, licence, evaluation.known if marked else None, language)
        ),
        "cautions": [
            (text, [asdict(quote) for quote in quotes])
            for text, quotes in rulebook.caution_views(book, licence, language)
        ],
        "notes": [asdict(note) for note in notes],
        "words": {
            **some(words, "rulebook", "when", "cautions", "holds", "diagram", "rules"),
            **some(words, "licences", "taken", "stops", "either"),
            "notes": words("turn.notes", count=len(notes)),
            "note": note_words(words),
        },
    }
    _RULES(key=key, data=data, on_opened_change=opener(key))
