"""The page's own parts, as Streamlit components: records in, clicks out.

A component gets plain data and sets it as text, so nothing that a person or a source says is ever read as HTML
or Markdown. What comes back from the browser is checked by `state` before it is used.
"""

from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from assistant.answer import Answer, Language
from assistant.page import answers, passages, platform, session, state, verdicts
from assistant.page import rules as rulebook
from assistant.page.resources import the_assistant
from assistant.page.state import Conversation
from assistant.page.words import load_words
from assistant.writing.phrases import Phrases

_ASSETS = Path(__file__).parent / "assets"


@cache
def _asset(name: str) -> str:
    return (_ASSETS / name).read_text("utf-8")


def _component(name: str) -> Callable[..., Any]:
    return st.components.v2.component(
        f"assistant_{name}",
        js=_asset("shared.js") + _asset(f"{name}.js"),
        css=_asset("shared.css") + _asset(f"{name}.css"),
    )


_TURN, _PLATFORM, _LICENCES, _PASSAGES, _RULES = map(
    _component, ("turn", "platform", "licences", "passages", "rules")
)


def turn(n: int, answer: Answer, latest: bool, by_hand: str) -> None:
    """One turn. `by_hand` are the facts set by hand, in words; "" where none was."""
    key, words = f"turn_{n}", load_words(answer.language)
    notes = answers.notes_of(answer, the_assistant().rulebook)
    data = {
        "question": answer.question,
        "kind": answer.kind,
        "latest": latest,
        "scroll": st.session_state.get("scroll"),
        "by_hand": words("turn.by_hand", facts=by_hand) if by_hand else "",
        "lines": [asdict(line) for line in answers.lines_of(answer, the_assistant().rulebook)],
        "marks": {str(number): asdict(mark) for number, mark in passages.marks_of_answer(answer).items()},
        "notes": [asdict(note) for note in notes],
        "signs": dict(verdicts.SIGNS),
        "words": {
            "you": words("turn.you", n=n),
            "answer": words("turn.answer"),
            "reasons": words("turn.reasons"),
            "all": words("turn.all"),
            "caution": words("turn.caution"),
            "abstained": words("turn.abstained"),
            "notes": words("turn.notes", count=len(notes)),
            "note": _note_words(words),
        },
    }
    _TURN(key=key, data=data, on_opened_change=_opener(key))


def facts(conversation: Conversation, language: Language) -> None:
    """The platform as understood, each fact with its switch."""
    key, words, book = "facts", load_words(language), the_assistant().rulebook
    data = {
        "rows": [asdict(row) for row in platform.fact_rows(conversation, book, language)],
        "clashes": [[asdict(side) for side in sides] for sides in platform.clashes(conversation, book)],
        "words": {
            "intro": words(
                "platform.intro" if conversation.answers or conversation.given else "platform.intro_empty"
            ),
            "clash": words("platform.clash"),
            "holds": words("platform.holds"),
            **{value: words(f"platform.{value}") for value in ("yes", "no", "unknown")},
        },
    }

    def changed() -> None:
        session.correct(state.changes_of(st.session_state[key].get("set")))

    _PLATFORM(key=key, data=data, on_set_change=changed, on_opened_change=_opener(key))


def licences(conversation: Conversation, language: Language) -> None:
    """All eleven with their verdicts, and the order of registration."""
    key, words, book = "licences", load_words(language), the_assistant().rulebook
    rows = verdicts.licence_rows(conversation, book, language)
    data = {
        "rows": [
            {**asdict(row), "was": words("licences.was", verdict=row.was) if row.was else ""} for row in rows
        ],
        "counts": verdicts.counts(rows),
        "order": verdicts.order_of_registration(conversation, book, language),
        "words": {
            **{
                name: words(f"licences.{name}")
                for name in (
                    "because",
                    "open",
                    "change",
                    "change_none",
                    "not_required",
                    "first",
                    "notes",
                    "order",
                    "order_what",
                    "ambiguous",
                )
            },
            "comparing": words("licences.comparing") if conversation.pinned else "",
            "note": _note_words(words),
        },
    }
    _LICENCES(key=key, data=data, on_opened_change=_opener(key))


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
        "words": {name: words(f"article.{name}") for name in ("previous", "next", "label")},
    }
    _PASSAGES(key=key, data=data, on_opened_change=_opener(key))


def rules(conversation: Conversation, licence: str, language: Language) -> None:
    """The rules of one licence; the one that decides for the conversation's platform is marked."""
    key, words, book = f"rules_{licence}", load_words(language), the_assistant().rulebook
    evaluation = book.evaluate(conversation.facts, open_facts=conversation.open)
    notes = verdicts.notes_of(book, licence, language)
    marked = conversation.answers or conversation.given
    data = {
        "rules": [
            {**asdict(rule), "holds": bool(marked and rule.holds)}
            for rule in rulebook.rule_views(book, licence, evaluation, language)
        ],
        "cautions": [
            (text, [asdict(quote) for quote in quotes])
            for text, quotes in rulebook.caution_views(book, licence, language)
        ],
        "notes": [asdict(note) for note in notes],
        "words": {
            **{name: words(f"rulebook.{name}") for name in ("when", "cautions", "holds")},
            "notes": words("turn.notes", count=len(notes)),
            "note": _note_words(words),
        },
    }
    _RULES(key=key, data=data, on_opened_change=_opener(key))


def _place(place: passages.Place | None, words: Phrases) -> str:
    if place is None:
        return words("article.none")
    return words("article.under" if place.heading else "article.at", line=place.line, heading=place.heading)


def _opener(key: str) -> Callable[[], None]:
    def opened() -> None:
        session.show(st.session_state[key].get("opened"))

    return opened


def _note_words(words: Phrases) -> dict[str, object]:
    statuses = {status: words(f"note.{status}") for status in ("agrees", "adds", "differs")}
    return {"what": words("turn.notes_what"), "status": statuses, "as_of": words("turn.as_of", as_of="%")}
