"""Today's platform and a variant, side by side."""

from dataclasses import asdict

from assistant.answer import Language
from assistant.page import moves, state
from assistant.page import whatif as pairs
from assistant.page.components.base import component, opener, sent, some
from assistant.page.resources import the_assistant
from assistant.page.state import Conversation
from assistant.page.words import load_words

_WHATIF = component("whatif")
_WORDS = (
    "facts", "licences", "fact", "licence", "today", "variant", "changes", "changes_none", "same", "intro",
)  # fmt: skip


def whatif(conversation: Conversation, language: Language) -> None:
    key, words = "whatif", load_words(language)
    data = {
        **asdict(pairs.comparison(conversation, the_assistant().rulebook, language)),
        "words": {**some(words, "whatif", *_WORDS), **some(words, "platform", "yes", "no", "unknown")},
    }

    def changed() -> None:
        moves.vary(state.changes_of(sent(key, "set")))

    _WHATIF(key=key, data=data, on_set_change=changed, on_opened_change=opener(key))
