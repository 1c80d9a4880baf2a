"""The platform as understood, each fact with its switch."""

from dataclasses import asdict

from assistant.answer import Language
from assistant.page import moves, platform, state
from assistant.page.components.base import component, opener, sent, some
from assistant.page.resources import the_assistant
from assistant.page.state import Conversation
from assistant.page.words import load_words

_PLATFORM = component("platform")


def facts(conversation: Conversation, language: Language) -> None:
    key, words, book = "facts", load_words(language), the_assistant().rulebook
    known = conversation.answers or conversation.given
    data = {
        "rows": [asdict(row) for row in platform.fact_rows(conversation, book, language)],
        "clashes": [[asdict(side) for side in sides] for sides in platform.clashes(conversation, book)],
        "words": {
            "intro": words("platform.intro" if known else "platform.intro_empty"),
            **some(words, "platform", "clash", "holds", "yes", "no", "unknown"),
        },
    }

    def changed() -> None:
        moves.correct(state.changes_of(sent(key, "set")))

    _PLATFORM(key=key, data=data, on_set_change=changed, on_opened_change=opener(key))
