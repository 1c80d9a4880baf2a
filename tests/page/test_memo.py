"""What is taken away: everything the page shows, and nothing that Markdown would run."""

import json
import re
from datetime import date

import pytest
from scripted_assistant import BOOK, SOURCE, TEXAS, WHAT, ZHONG

from assistant.answer import Answer
from assistant.page import memo, state
from assistant.page.state import Conversation

DAY = date(2026, 11, 24)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_memo_has_every_fact_verdict_quote_note_and_hash(assistant, language) -> None:
    turns = state.ask(state.ask(Conversation(), assistant, TEXAS), assistant, WHAT)
    text = plain(memo.as_markdown(turns, BOOK, SOURCE, language, DAY))
    assert all(fact.label[language].lower() in text.lower() for fact in BOOK.facts.values())
    assert all(licence.short[language].lower() in text.lower() for licence in BOOK.licences.values())
    assert all(f"“{one.quote}”" in text for answer in turns.answers for one in answer.citations)
    assert all(note.text[language] in text for note in BOOK.law_notes)
    assert all(
        value in text
        for value in (SOURCE.metadata.disclaimer, SOURCE.metadata.sha256, BOOK.sha256, "2026-11-24")
    )


def test_what_a_person_said_stays_text(assistant) -> None:
    text = memo.as_markdown(state.ask(Conversation(), assistant, TEXAS), BOOK, SOURCE, "en", DAY)
    assert "<b>" not in text
    assert "*no leverage*" not in text
    assert TEXAS in plain(text)


def test_law_notes_stand_under_a_heading_of_their_own(assistant) -> None:
    text = plain(memo.as_markdown(state.ask(Conversation(), assistant, ZHONG), BOOK, SOURCE, "zh", DAY))
    note = BOOK.law_notes[0].text["zh"]
    assert text.index("## 法律注记") < text.index(note)
    assert text.count(note) == 1


def test_the_answers_come_back_from_json(assistant) -> None:
    turns = state.ask(Conversation(), assistant, TEXAS)
    kept = json.loads(memo.as_json(turns))["answers"]
    assert [Answer.model_validate(one) for one in kept] == list(turns.answers)


def plain(markdown: str) -> str:
    return re.sub(r"\\(.)", r"\1", markdown).replace("\u2060", "")
