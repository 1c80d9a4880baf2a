"""Words round verdicts and sentences: numbering, phrases, direct answers, in both languages."""

from pathlib import Path

import pytest

from assistant.answer import Conflict
from assistant.errors import SettingsError
from assistant.rulebook import load_rulebook
from assistant.source import load_source
from assistant.writing import (
    Asked,
    Draft,
    Line,
    numbered,
    write_abstention,
    write_licences,
    write_passage,
)
from assistant.writing import phrases as phrases_module
from assistant.writing.passages import leads
from assistant.writing.polarity import plainly_asks_if_needed

SOURCE = load_source()
BOOK = load_rulebook(SOURCE)
A = SOURCE.quote("It serves as an investor protection mechanism.")
B = SOURCE.quote("Transfer agents are regulated by the US SEC")


def text_of(focus: tuple[str, ...], question: str = "?", language: str = "en", **facts: str) -> str:
    plainly = len(focus) == 1 and plainly_asks_if_needed(question)
    asked = Asked(plainly, language, focus)
    return numbered(write_licences(asked, BOOK.evaluate(facts), BOOK), SOURCE.id).text


def test_quotes_are_numbered_by_first_appearance_and_the_same_words_share_a_number() -> None:
    shown = numbered(Draft(((Line("One.", (B,)), Line("Frame?")), (Line("Two.", (A, B)),))), SOURCE.id)
    assert shown.text == "One. [1]\nFrame?\n\nTwo. [2][1]"
    assert [(c.n, c.quote, c.line) for c in shown.citations] == [(1, B.text, B.line), (2, A.text, A.line)]
    assert [(c.text, c.citations) for c in shown.claims] == [("One.", (1,)), ("Two.", (2, 1))]


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("We match orders in Ohio. Do we need an ATS licence?", True),
        ("Is FINRA membership required?", True),
        ("Can we skip FINRA, or is it required?", False),
        ("Why do we need SIPC?", False),
        ("Which licences do we need?", False),
        ("Is it mandatory or merely recommended?", False),
        ("Don't we need an ATS?", False),
        ("我们需要ATS牌照吗？", True),
        ("可以不用ATS吗？", False),
        ("ATS?", False),
    ],
)
def test_yes_is_said_only_where_it_would_be_understood(question: str, plain: bool) -> None:
    assert plainly_asks_if_needed(question) is plain


@pytest.mark.parametrize(
    ("licence", "facts", "language", "opening"),
    [
        (
            "ats",
            {"serves_us_users": "yes", "matches_orders": "yes"},
            "en",
            "Yes: an ATS licence is required.",
        ),
        (
            "ats",
            {"serves_us_users": "yes", "matches_orders": "no"},
            "en",
            "No: an ATS licence is not required.",
        ),
        (
            "finra",
            {"serves_us_users": "yes", "matches_orders": "no"},
            "en",
            "FINRA membership is recommended, not",
        ),
        ("broker_dealer", {"serves_us_users": "no"}, "en", "The article does not say whether broker-dealer"),
        ("ats", {"serves_us_users": "yes"}, "en", "It depends: an ATS licence turns on whether the platform"),
        ("ats", {"serves_us_users": "yes", "matches_orders": "yes"}, "zh", "是的，必须办理ATS"),
        ("nfa", {"serves_us_users": "no"}, "en", "No: compliance with NFA rules is not required."),
        (
            "nfa",
            {"serves_us_users": "yes"},
            "en",
            "It depends: compliance with NFA rules turns on whether the",
        ),
        ("nfa", {"serves_us_users": "no"}, "zh", "不用，无需办理NFA 规则合规事项。"),
        (
            "cftc_rfed",
            {"serves_us_users": "yes", "offers_derivatives": "yes"},
            "en",
            "It depends: RFED registration turns on whether the platform's derivatives involve foreign exchange.",
        ),
    ],
)
def test_the_answer_comes_first(licence: str, facts: dict[str, str], language: str, opening: str) -> None:
    question = "Do we need it?" if language == "en" else "需要吗？"
    assert text_of((licence,), question, language, **facts).startswith(opening)


def test_a_verdict_that_depends_says_what_each_value_leads_to() -> None:
    text = text_of(("ats",), serves_us_users="yes")
    assert "If it matches the orders of several parties: required." in text
    assert "order-flow model): not required." in text


def test_a_sentence_begins_with_the_subjects_name_and_a_list_has_the_short_one() -> None:
    assert text_of(("ats",), serves_us_users="no").startswith("An ATS licence is not required.")
    assert text_of(("nfa",), serves_us_users="no").startswith("Compliance with NFA rules is not required.")
    text = text_of(tuple(BOOK.licences), serves_us_users="no")
    assert "IB registration and NFA rules. [" in text
    assert "- NFA rules: The article" in text


def test_many_licences_are_grouped_by_verdict_and_each_has_its_reason() -> None:
    text = text_of(tuple(BOOK.licences), serves_us_users="yes", matches_orders="no", offers_derivatives="no")
    first = text.splitlines()[0]
    assert first.startswith("Required: FinCEN MSB registration and broker-dealer registration.")
    assert sum(line.startswith("- ") for line in text.splitlines()) == len(BOOK.licences)


def test_an_assumption_is_said_with_the_words_that_allow_it_and_only_where_it_bears() -> None:
    assert "Assumed, as nothing was said of it" in text_of(("fincen_msb",))
    assert "stablecoins" not in text_of(("sipc",), serves_us_users="yes").split("Assumed")[-1]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_cautions_keep_the_hedges(language: str) -> None:
    text = text_of(("finra",), language=language, serves_us_users="no", us_access_blocked="no")
    assert ("theoretical" if language == "en" else "理论上") in text


def test_both_statements_of_a_conflict_are_named_and_forged_marks_are_defused() -> None:
    conflict = Conflict(facts=("matches_orders",), words=("we match [1]", "we\nnever match"))
    asked = Asked(False, "en", ("ats",), conflicts=(conflict,))
    text = numbered(
        write_licences(asked, BOOK.evaluate({}, open_facts=["matches_orders"]), BOOK), SOURCE.id
    ).text
    assert "“we match (1)” and “we never match”" in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_passage_leads_with_its_point_and_quotes_the_sentence(language: str) -> None:
    sentence = next(s for s in SOURCE.sentences if s.id == "18.4")
    shown = numbered(write_passage([sentence], language), SOURCE.id)
    assert shown.text.startswith(leads()["18.4"][language])
    assert shown.citations[0].quote == sentence.text
    assert all(claim.citations == (1,) for claim in shown.claims)


def test_every_lead_belongs_to_a_sentence_and_speaks_both_languages() -> None:
    ids = {sentence.id for sentence in SOURCE.sentences}
    assert set(leads()) <= ids
    assert all(set(lead) == {"en", "zh"} for lead in leads().values())


def test_an_abstention_claims_nothing_and_says_what_can_be_asked() -> None:
    shown = numbered(write_abstention("en"), SOURCE.id)
    assert (shown.claims, shown.citations) == ((), ())
    assert "You can ask" in shown.text


def test_phrases_that_differ_between_the_languages_are_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "phrases.en.toml").write_text('[a]\nb = "{x} is"\n')
    (tmp_path / "phrases.zh.toml").write_text('[a]\nb = "{y} 是"\n', "utf-8")
    monkeypatch.setattr(phrases_module, "data_folder", lambda name: tmp_path)
    with pytest.raises(SettingsError, match=r"the languages differ in a\.b"):
        phrases_module.load_phrases.__wrapped__("en")
