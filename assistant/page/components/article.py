"""The article, beside the conversation or as a page of its own."""

from dataclasses import asdict

from assistant.answer import Answer, Language
from assistant.page import passages, session
from assistant.page.components.base import component, opener, some
from assistant.page.resources import the_assistant
from assistant.page.words import load_words
from assistant.writing.phrases import Phrases

_PASSAGES = component("passages")


def article(answer: Answer | None, language: Language, *, whole: bool = False) -> None:
    """The article with the passage that is open; `whole`: at full length, as a page of its own."""
    key, words, source = f"article_{whole}", load_words(language), the_assistant().source
    opened = session.shown()
    place = passages.place_of(source, answer, opened) if opened else None
    around = passages.neighbours(answer, place.n) if place else (None, None)
    data = {
        "lines": [asdict(line) for line in passages.article_lines(source, answer, opened)],
        "whole": whole,
        "count": opened.count if opened else 0,
        "n": place.n if place else None,
        "place": _place(place, words),
        "previous": asdict(around[0]) if around[0] else None,
        "next": asdict(around[1]) if around[1] else None,
        "words": some(words, "article", "previous", "next", "label"),
    }
    _PASSAGES(key=key, data=data, on_opened_change=opener(key))


def _place(place: passages.Place | None, words: Phrases) -> str:
    if place is None:
        return words("article.none")
    return words("article.under" if place.heading else "article.at", line=place.line, heading=place.heading)
