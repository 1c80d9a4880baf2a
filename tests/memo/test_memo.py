"""A memo says everything that the page shows, in every format, and runs nothing of what others wrote."""

import json
import zipfile
from io import BytesIO

import pytest
from memos import memo, squeezed
from scripted_assistant import ATS, BOOK, CLASH, SOURCE, TEXAS, WEATHER, WHAT, ZHONG

from assistant.answer import Answer, LlmUse
from assistant.errors import FactError, MemoError
from assistant.memo import rendered
from assistant.memo.markdown import escaped
from assistant.memo.setting import LATIN, SONG, lines, prepare, runs

TEXTS = ("md", "docx", "pdf")


@pytest.fixture(scope="module")
def turns(assistant):
    first = assistant.ask(TEXAS)
    return first, assistant.ask(WHAT, before=[first])


@pytest.mark.parametrize("ending", TEXTS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_fact_verdict_quote_note_and_hash_is_in_it(turns, shown, language, ending) -> None:
    made = memo(*turns, language=language)
    text = shown(made, ending)
    wanted = [
        *(one.label for one in made.facts), *(one.source for one in made.facts if one.origin == "said"),
        *(one.name for one in made.verdicts), *(one.reason for one in made.verdicts),
        *(f"“{one.quote}”" for one in made.quotes), *(one.heading for one in made.quotes),
        *(one.text for one in (*made.assumptions, *made.cautions)), *(one.question for one in made.open),
        *(note.text[language] for note in BOOK.law_notes),
        *(line.removeprefix("- ") for turn in made.turns for line in turn.text.splitlines()),
        TEXAS, WHAT, SOURCE.metadata.disclaimer, SOURCE.metadata.sha256, BOOK.sha256, "2026-11-24", "scripted",
    ]  # fmt: skip
    assert [one for one in wanted if squeezed(one).lower() not in text.lower()] == []


@pytest.mark.parametrize("ending", TEXTS)
def test_law_notes_stand_after_every_quote_under_a_heading_that_says_so(turns, shown, ending) -> None:
    made = memo(*turns)
    text = shown(made, ending)
    heading = text.index(squeezed("Law notes, outside the article"))
    assert max(text.index(squeezed(f"“{one.quote}”")) for one in made.quotes) < heading
    assert heading < min(text.index(squeezed(note.text)) for note in made.notes)


def test_a_mark_in_an_answer_leads_to_the_same_quote_as_before(turns) -> None:
    made = memo(*turns)
    quotes = {one.n: one.quote for one in made.quotes}
    for answer, turn in zip(turns, made.turns, strict=True):
        old = {f"[{one.n}]": one.quote for one in answer.citations}
        marks = [
            part for part in turn.text.replace("]", "]\n").replace("[", "\n[").split("\n") if part[:1] == "["
        ]
        before = [
            old[part]
            for part in answer.text.replace("]", "]\n").replace("[", "\n[").split("\n")
            if part[:1] == "["
        ]
        assert [quotes[int(mark[1:-1])] for mark in marks] == before
    assert [one.n for one in made.quotes] == list(range(1, len(quotes) + 1))
    assert all(SOURCE.text[one.start : one.end] == one.quote for one in made.quotes)


@pytest.mark.parametrize("ending", ["md", "docx", "pdf", "json"])
def test_the_same_memo_is_the_same_bytes(turns, ending) -> None:
    assert rendered(memo(*turns), ending) == rendered(memo(*turns), ending)


def test_json_has_the_answers_as_the_contract_has_them(turns) -> None:
    held = json.loads(rendered(memo(*turns), "json"))
    assert (held["format"], held["version"]) == ("stock-token-licence-assistant/memo", 1)
    assert [Answer.model_validate(one) for one in held["answers"]] == list(turns)


def test_statements_that_clash_are_named_and_open(assistant, shown) -> None:
    made = memo(assistant.ask(CLASH, before=[assistant.ask(TEXAS)]))
    assert made.conflicts == (("We match orders", "We never match orders"),)
    assert {one.id: one.origin for one in made.facts}["matches_orders"] == "conflict"
    assert squeezed("“We match orders” and “We never match orders”") in shown(made, "md")
    assert made.open[0].fact == "matches_orders"
    assert made.open[0].leads["yes"] == "ATS licence and FINRA membership required"


def test_a_platform_alone_has_a_memo_and_questions_of_the_article_have_no_verdicts(assistant, shown) -> None:
    alone = memo(given={"matches_orders": "yes", "serves_us_users": "yes"}, name="Desk <1>")
    assert {one.id: one.verdict for one in alone.verdicts}["ats"] == "required"
    assert "Desk<1>" in shown(alone, "md")
    asked = memo(assistant.ask(WHAT), assistant.ask(WEATHER))
    assert (asked.verdicts, asked.notes, asked.brief) == ((), (), ())
    with pytest.raises(FactError, match="x"):
        memo(given={"x": "yes"})


def test_an_answer_of_another_version_is_said_to_be_one(assistant, shown) -> None:
    now = assistant.ask(ATS)
    old = now.model_copy(update={"provenance": now.provenance.model_copy(update={"rulebook": "0ld"})})
    made = memo(old, now)
    assert made.older == {1: "rulebook 0ld"}
    assert squeezed("Question 1 was answered with another version: rulebook 0ld.") in shown(made, "md")


HOSTILE = (
    "=1+1", "<script>alert(1)</script>", "[link](https://x.test)", "**bold** _it_ `code`", "$E=mc^2$", "| a | b |",
    "# heading", "1. item", "&amp;", "\\textbf{x}", "https://x.test www.x.test a@x.test", "]]>", "{{7*7}}",
    "<b>x</b> <font size=99>", "x\x00y\x1b[31m", "a\u202eb", "\ud800", "😀 עברית", "\ufffe",
)  # fmt: skip


@pytest.mark.parametrize("ending", TEXTS)
def test_what_people_write_stands_there_as_they_wrote_it(assistant, shown, ending) -> None:
    said = "\n".join(HOSTILE)
    answer = assistant.ask(ATS).model_copy(update={"question": said})
    text = shown(memo(answer, name=said[:60]), ending)
    for one in HOSTILE[:14]:
        assert squeezed(one) in text
    assert not set(text) & set("\x00\x1b\u202e\ud800\ufffe")
    if ending == "pdf":
        assert "[U+1F600]" in text
    else:
        assert "😀עברית" in text


@pytest.mark.parametrize("text", [*HOSTILE[:14], "- item", "+ item", "=== x", "> quote", "12) item"])
def test_markdown_has_no_sign_that_means_something(text) -> None:
    import re

    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_{}\[\]<>#|$~&^@]", escaped(text))
    assert not re.match(r"([-+=>]|\d+[.)])", escaped(text))


def test_a_docx_holds_no_time_and_no_link_to_elsewhere(turns) -> None:
    with zipfile.ZipFile(BytesIO(rendered(memo(*turns), "docx"))) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = [one for one in archive.namelist() if one.endswith(".rels")]
        assert not any(b'TargetMode="External"' in archive.read(name) for name in names)
        assert b"2026-11-24T00:00:00Z" in archive.read("docProps/core.xml")


def test_an_ending_that_is_no_format_is_refused(turns) -> None:
    with pytest.raises(MemoError, match="'exe': one of md, docx, pdf, json"):
        rendered(memo(*turns), "exe")


def test_chinese_breaks_between_signs_and_not_before_a_full_stop(assistant) -> None:
    prepare()
    broken = lines("我们的平台向美国用户提供服务，需要办理哪些牌照？" * 4, 120, 10, chinese=True)
    assert "".join(broken) == "我们的平台向美国用户提供服务，需要办理哪些牌照？" * 4
    assert len(broken) > 5
    assert not any(line[0] in "，？" for line in broken)
    assert lines("FinCEN MSB 注册", 58, 10, chinese=True) == ["FinCEN MSB", "注册"]
    assert lines("x" * 100, 100, 10) == ["x" * 20] * 5


def test_quotation_marks_take_the_width_of_what_they_hold() -> None:
    assert [(one.text, one.font) for one in runs("由“是”与“yes”", chinese=True)] == [
        ("由“是”与", SONG), ("“yes”", LATIN),
    ]  # fmt: skip
    assert [one.font for one in runs("“yes” – it’s…")] == [LATIN]


@pytest.mark.parametrize("question", [TEXAS, ZHONG])
def test_text_that_is_longer_than_a_page_is_all_there(assistant, shown, question) -> None:
    answer = assistant.ask(question).model_copy(update={"question": question * 200})
    assert squeezed(question * 200) in shown(memo(answer), "pdf").replace("\ufeff", "")


@pytest.mark.parametrize("text", ["x" * 20_000, "(" * 20_000, "龘" * 20_000, "“" * 20_000])
def test_one_word_of_any_length_is_broken_and_nothing_is_added_or_lost(text) -> None:
    prepare()
    broken = lines(text, 120, 10, chinese=True)
    assert "".join(broken) == text
    assert len(broken) > 500


def test_a_word_that_is_cut_at_the_foot_of_a_page_gets_no_space() -> None:
    from assistant.memo.pdf import Text

    prepare()
    text = Text("x" * 2_000 + " FinCEN MSB" * 200, 10, chinese=True)
    text.wrap(200, 1_000)
    parts = text.split(200, text.leading * 7)
    for part in parts:
        part.wrap(200, 1_000)
    assert [line for part in parts for line in part.lines] == text.lines


def test_a_fact_that_was_read_in_two_ways_is_open_in_the_memo(assistant, shown) -> None:
    answer = assistant.ask(ATS)
    use = LlmUse(text="built-in", read=True, disputed=("handles_stablecoins",))
    made = memo(answer.model_copy(update={"llm": use}))
    (fact,) = (one for one in made.facts if one.id == "handles_stablecoins")
    assert (fact.value, fact.origin) == ("unknown", "disputed")
    (money,) = (one for one in made.verdicts if one.id == "fincen_msb")
    assert "handles_stablecoins" in money.depends_on
    (rules,) = (one for one in made.verdicts if one.id == "nfa")
    assert rules.reason.startswith(
        "It depends: compliance with NFA rules turns on whether the platform offers"
    )
    assert squeezed(fact.source) in shown(made, "md")
