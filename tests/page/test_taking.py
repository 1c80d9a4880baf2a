"""What is taken away, and how the lists say what is kept."""

from datetime import UTC, date, datetime, timedelta

import pytest
from scripted_assistant import BOOK, TEXAS

from assistant.page import state, taking
from assistant.page.platforms import card
from assistant.page.shelf import shelf
from assistant.page.state import Conversation
from assistant.store import open_store

DAY = date(2026, 3, 1)
STARTS = {"md": b"#", "docx": b"PK", "pdf": b"%PDF", "json": b"{"}


@pytest.mark.parametrize("ending", list(taking.FORMATS))
def test_a_conversation_and_a_platform_come_as_files_of_their_format(assistant, tmp_path, ending) -> None:
    turns = state.ask(Conversation(), assistant, TEXAS)
    profile = open_store(file=tmp_path / "store.sqlite").of("").profiles.save("Texas", turns.facts)
    for made in (
        taking.memo_of_conversation(turns, assistant, ending, "en", DAY),
        taking.memo_of_platform(profile, assistant, ending, "en", DAY),
    ):
        assert made().startswith(STARTS[ending])


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Texas / perps?", "texas-perps.pdf"),
        ("../../etc", "etc.pdf"),
        ("  ", "memo.pdf"),
        ("牌照？", "牌照.pdf"),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(title, name) -> None:
    assert taking.file_name(title, "pdf") == name


def test_a_platforms_card_counts_its_verdicts(assistant, tmp_path) -> None:
    turns = state.ask(Conversation(), assistant, TEXAS)
    profile = open_store(file=tmp_path / "s.sqlite").of("").profiles.save("T", {**turns.facts, "gone": "yes"})
    shown = card(profile, BOOK, "en")
    verdicts = [one.verdict for one in BOOK.evaluate(turns.facts).verdicts.values()]
    assert f"● {verdicts.count('required')} required" in shown.verdicts
    assert "matches orders: no" in shown.facts
    assert "gone" not in shown.facts


def test_conversations_are_listed_by_day_and_found_by_their_words(assistant, tmp_path) -> None:
    mine = open_store(file=tmp_path / "s.sqlite").of("")
    for question in ("What is an ATS?", "What is SIPC for?"):
        talk = mine.conversations.start(title="Named" if "SIPC" in question else "")
        mine.conversations.add(talk.id, assistant.ask(question), after=0)
    now = datetime.now(UTC)
    groups = [
        (days, shelf(mine, "", 40, now + timedelta(days=days), UTC, "en").groups) for days in (0, 1, 3, 9)
    ]
    titles = [(days, [group.title for group in found]) for days, found in groups]
    assert titles == [(0, ["Today"]), (1, ["Yesterday"]), (3, ["Last seven days"]), (9, ["Earlier"])]
    found = shelf(mine, "sipc", 40, now, UTC, "en").groups[0].entries
    assert [(one.title, one.found) for one in found] == [("Named", "What is SIPC for?")]
    first = shelf(mine, "", 1, now, UTC, "en")
    assert (len(first.groups[0].entries), first.more) == (1, True)
