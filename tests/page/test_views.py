"""What the page shows of an answer, a platform, the licences and the article: nothing reworded, nothing lost."""

from itertools import product

import pytest
from scripted_assistant import ALL, ATS, BOOK, CLASH, SOURCE, TEXAS, WEATHER, WHAT, ZHONG

from assistant.answer import Excerpt, LlmUse
from assistant.page import answers, decision, passages, platform, rules, state, verdicts, whatif
from assistant.page.state import Conversation, Opened


@pytest.mark.parametrize("question", [TEXAS, ATS, CLASH, WHAT, ZHONG, WEATHER])
def test_an_answers_lines_are_its_text_to_the_letter(assistant, question) -> None:
    answer = assistant.ask(question)
    lines = answers.lines_of(answer, BOOK)
    shown = ["".join(_piece(piece) for piece in line.pieces) for line in lines]
    kept = [line.removeprefix("- ").replace(" [", "[") for line in answer.text.split("\n") if line.strip()]
    assert shown == kept
    assert {piece.n for line in lines for piece in line.pieces if piece.n} == {
        one.n for one in answer.citations
    }
    assert all(line.pieces[0].text.startswith(line.lead) for line in lines)


@pytest.mark.parametrize("question", [TEXAS, ZHONG])
def test_lines_are_told_apart(assistant, question) -> None:
    answer = assistant.ask(question)
    lines = answers.lines_of(answer, BOOK)
    groups = {line.verdict for line in lines if line.kind == "verdict"}
    reasons = [line for line in lines if line.kind == "reason"]
    assert groups == {verdict.verdict for verdict in answer.verdicts.values()}
    assert len(reasons) == len(ALL)
    assert all(line.lead and line.verdict in groups for line in reasons)
    assert {"assumed", "caution"} <= {line.kind for line in lines}
    assert all(line.kind != "plain" for line in lines)


@pytest.mark.parametrize(
    ("question", "kind"), [(WHAT, "quote"), (CLASH, "question"), (ATS, "question"), (WEATHER, "plain")]
)
def test_a_line_is_of_its_kind(assistant, question, kind) -> None:
    assert kind in {line.kind for line in answers.lines_of(assistant.ask(question), BOOK)}


def test_what_is_copied_has_the_quotes_and_what_further_documents_say(assistant) -> None:
    further = Excerpt(
        document="memo", title="Our memo", date="2026-05-02", origin="counsel", page=None, line=2, start=0,
        end=4, quote="Ninety dollars.", likeness=0.9,
    )  # fmt: skip
    answer = assistant.ask(WHAT)
    copied = answers.as_text(answer.model_copy(update={"further": (further,)}))
    assert copied.startswith(answer.text)
    assert all(f"[{one.n}] line {one.line}: “{one.quote}”" in copied for one in answer.citations)
    _, _, apart = copied.partition("outside the article (1)")
    assert "Our memo (2026-05-02, counsel, line 2): “Ninety dollars.”" in apart
    assert "outside the article" not in answers.as_text(answer)


def test_an_answer_says_what_an_llm_had_to_do_with_it(assistant) -> None:
    answer = assistant.ask(ATS)
    assert answers.llm_of(answer, BOOK) == ()
    made_with = answer.provenance.model_copy(update={"llm": "openai:small (read 0123456789ab)"})
    use = LlmUse(text="built-in", read=True, disputed=("matches_orders",), note="writing: no answer in time")
    said = " ".join(answers.llm_of(answer.model_copy(update={"llm": use, "provenance": made_with}), BOOK))
    assert "openai:small is switched on; the text shown is the built-in one." in said
    assert "differ on matches orders" in said
    assert "no answer in time" in said
    partly = LlmUse(text="partly", claims=(1,), read=False)
    (said,) = answers.llm_of(answer.model_copy(update={"llm": partly, "provenance": made_with}), BOOK)
    assert said.startswith(f"1 of the {len(answer.claims)} sentences are in the words of openai:small")
    reworded = LlmUse(text="reworded", read=False)
    (said,) = answers.llm_of(answer.model_copy(update={"llm": reworded, "provenance": made_with}), BOOK)
    assert said.startswith("The wording is that of openai:small")
    (said, _, _) = answers.llm_of(answer.model_copy(update={"llm": use}), BOOK)
    assert said == "An LLM read the question beside the built-in reader."


def test_brackets_that_are_no_citation_stay_text() -> None:
    pieces = list(answers.pieces_of("See [2019] and [1] here", frozenset({1})))
    assert [(piece.text, piece.n) for piece in pieces] == [
        ("See [2019] and", None),
        ("1", 1),
        (" here", None),
    ]


def test_each_fact_says_where_it_is_from(assistant) -> None:
    turns = state.correct(state.ask(Conversation(), assistant, TEXAS), assistant, {"handles_fiat": "no"})
    rows = {row.id: (row.switch, row.origin, row.source) for row in platform.fact_rows(turns, BOOK, "en")}
    assert rows["matches_orders"] == ("no", "said", "“order-flow” (question 1)")
    assert rows["handles_fiat"] == ("no", "by_hand", "set by hand")
    assert rows["us_access_blocked"][:2] == ("no", "implied")
    assert "US users: yes" in rows["us_access_blocked"][2]
    assert rows["us_users_bypass"] == ("unknown", "assumed", "assumed no, as nothing was said")
    assert rows["custodies_shares"][:2] == ("unknown", "not_said")
    assert list(rows) == list(BOOK.facts)


def test_an_assumption_names_the_line_that_allows_it() -> None:
    row = next(
        row for row in platform.fact_rows(Conversation(), BOOK, "en") if row.id == "handles_stablecoins"
    )
    quote = BOOK.facts["handles_stablecoins"].default_quotes[0]
    assert (row.marks[0].text, row.marks[0].start) == (f"line {quote.line}", quote.start)


def test_both_sides_of_a_clash_can_be_taken(assistant) -> None:
    ((one, other),) = platform.clashes(state.ask(Conversation(), assistant, CLASH), BOOK)
    assert (one.words, one.facts) == ("We match orders", {"matches_orders": "yes"})
    assert (other.words, other.facts) == ("We never match orders", {"matches_orders": "no"})


@pytest.mark.parametrize(
    ("facts", "sides"),
    [
        (
            ("offers_derivatives", "collects_margin"),
            ({"offers_derivatives": "no"}, {"collects_margin": "yes"}),
        ),
        (
            ("serves_us_users", "us_access_blocked"),
            ({"serves_us_users": "yes"}, {"us_access_blocked": "yes"}),
        ),
        (("handles_fiat", "matches_orders"), ({}, {})),
    ],
)
def test_facts_that_cannot_stand_together_clash_in_the_values_that_break_the_rulebook(facts, sides) -> None:
    conflict = platform.Conflict(facts=facts, words=("one", "other"))
    assert tuple(side.facts for side in platform._sides(conflict, BOOK)) == sides


def test_the_licences_show_the_rulebooks_verdicts_with_reasons_and_citations(assistant) -> None:
    turns = state.ask(Conversation(), assistant, TEXAS)
    rows = verdicts.licence_rows(turns, BOOK, "en")
    assert {row.id: row.verdict for row in rows} == {
        name: one.verdict for name, one in turns.last.verdicts.items()
    }
    assert all(row.reason and row.marks and row.word for row in rows)
    assert len({row.sign for row in rows}) == len({row.verdict for row in rows})
    assert all(SOURCE.text[mark.start : mark.end].strip() for row in rows for mark in row.marks)
    ats = next(row for row in rows if row.id == "ats")
    assert ats.ambiguous
    assert ats.because == ("US users: yes", "Matches orders: no")
    assert ats.after == ("FINRA membership",)
    assert any("several parties" in change and "required" in change for change in ats.changes)


def test_an_open_licence_says_what_each_answer_leads_to() -> None:
    ats = next(row for row in verdicts.licence_rows(Conversation(), BOOK, "en") if row.id == "ats")
    assert ats.verdict == "depends"
    assert {fact.question for fact in ats.open} == {
        BOOK.facts[fact].question["en"] for fact in ("serves_us_users", "matches_orders")
    }
    assert all(len(fact.leads) == 2 for fact in ats.open)
    assert "If no: Not required" in ats.open[0].leads
    assert ats.reason.startswith("It depends: an ATS licence turns on whether the platform offers its")
    assert any(change.startswith("If the platform ") for change in ats.changes)


def test_an_open_licence_among_several_is_led_by_its_name(assistant) -> None:
    lines = answers.lines_of(assistant.ask("Which of the eleven?"), BOOK)
    leads = {line.lead: line.verdict for line in lines if line.kind == "reason"}
    assert leads["It depends: an ATS licence"] == "depends"
    assert leads["It depends: compliance with NFA rules"] == "depends"


def test_a_verdict_that_changed_says_what_it_was(assistant) -> None:
    turns = state.correct(state.ask(Conversation(), assistant, TEXAS), assistant, {"matches_orders": "yes"})
    was = {row.id: row.was for row in verdicts.licence_rows(turns, BOOK, "en") if row.was}
    assert was == {"ats": "Not required", "finra": "Recommended"}


def test_registration_is_in_the_order_of_the_prerequisites(assistant) -> None:
    turns = state.correct(state.ask(Conversation(), assistant, TEXAS), assistant, {"matches_orders": "yes"})
    order = verdicts.order_of_registration(turns, BOOK, "en")
    places = [order.index(BOOK.licences[name].short["en"]) for name in ("broker_dealer", "finra", "ats")]
    assert places == sorted(places)
    assert verdicts.order_of_registration(Conversation(), BOOK, "en") == ()


def test_law_notes_carry_their_authorities_and_stay_out_of_reasons(assistant) -> None:
    row = next(r for r in verdicts.licence_rows(Conversation(), BOOK, "en") if r.id == "sipc")
    assert row.notes
    assert all(len(note.authorities) == len(note.links) for note in row.notes)
    assert not any(note.text in row.reason for note in row.notes)


@pytest.mark.parametrize("question", [TEXAS, WHAT])
def test_the_article_is_shown_to_the_letter_whatever_is_cited_or_opened(assistant, question) -> None:
    answer = assistant.ask(question)
    for one in answer.citations:
        lines = passages.article_lines(SOURCE, answer, Opened(one.start, one.end))
        assert ["".join(piece.text for piece in line.pieces) for line in lines] == list(SOURCE.lines)
        shown = "".join(piece.text for line in lines for piece in line.pieces if piece.opened)
        assert shown == one.quote
        cited = "".join(piece.text for line in lines for piece in line.pieces if one.n in piece.cited)
        assert cited == one.quote


def test_a_place_has_its_line_heading_and_number(assistant) -> None:
    answer = assistant.ask(WHAT)
    one = answer.citations[0]
    place = passages.place_of(SOURCE, answer, Opened(one.start, one.end))
    assert (place.line, place.n) == (one.line, one.n)
    assert place.heading.startswith("ATS (Alternative Trading System)")
    assert passages.place_of(SOURCE, None, Opened(one.start, one.end)).n is None


def test_the_citations_before_and_after_are_at_hand(assistant) -> None:
    answer = assistant.ask(TEXAS)
    before, after = passages.neighbours(answer, 2)
    assert (before.text, after.text) == ("1", "3")
    assert passages.neighbours(answer, 1)[0] is None
    assert passages.neighbours(answer, len(answer.citations))[1] is None


@pytest.mark.parametrize("licence", ALL)
def test_every_rule_is_shown_with_its_quotes_and_one_decides(assistant, licence) -> None:
    turns = state.ask(Conversation(), assistant, TEXAS)
    evaluation = BOOK.evaluate(turns.facts)
    shown = rules.rule_views(BOOK, licence, evaluation, "en")
    assert [rule.id for rule in shown] == [rule.id for rule in BOOK.licences[licence].rules]
    assert all(
        quote.text == SOURCE.text[quote.mark.start : quote.mark.end]
        for rule in shown
        for quote in rule.quotes
    )
    assert sum(rule.holds for rule in shown) <= 1


@pytest.mark.parametrize("licence", ALL)
def test_the_path_through_a_decision_ends_at_the_verdict_or_at_what_is_not_known(assistant, licence) -> None:
    known = BOOK.evaluate(state.ask(Conversation(), assistant, TEXAS).facts).known
    step = decision.decision_view(BOOK, licence, known, "en")
    assert _ends(step) <= {BOOK.evaluate(known).verdicts[licence].verdict, "stops"}
    unmarked = decision.decision_view(BOOK, licence, None, "en")
    assert not unmarked.taken


@pytest.mark.parametrize("licence", ALL)
def test_a_path_stops_just_where_the_verdict_is_open_whatever_is_known(licence) -> None:
    about = BOOK.licences[licence].facts
    for values in product(("yes", "no", None), repeat=len(about)):
        facts = {fact: value for fact, value in zip(about, values, strict=True) if value is not None}
        if BOOK.broken(facts):
            continue
        found = BOOK.evaluate(facts)
        verdict = found.verdicts[licence].verdict
        ends = _ends(decision.decision_view(BOOK, licence, found.known, "en"))
        assert ends == {"stops" if verdict == "depends" else verdict}, facts


def test_the_next_question_says_what_each_answer_leads_to() -> None:
    asked = verdicts.next_question(Conversation(), BOOK, "matches_orders", "en")
    assert asked.question == BOOK.facts["matches_orders"].question["en"]
    assert [lead.split(":")[0] for lead in asked.leads] == ["If yes", "If no"]
    assert "ATS licence" in asked.leads[0]


def test_a_comparison_shows_what_changes_and_why_in_both_columns(assistant) -> None:
    turns = state.vary(state.ask(Conversation(), assistant, TEXAS), BOOK, {"matches_orders": "yes"})
    shown = whatif.comparison(turns, BOOK, "en")
    assert [(fact.id, fact.today, fact.variant) for fact in shown.facts if fact.changed] == [
        ("matches_orders", "no", "yes")
    ]
    changed = {row.id: (row.today.verdict, row.variant.verdict) for row in shown.licences if row.changed}
    assert changed == {"ats": ("not_required", "required"), "finra": ("recommended", "required")}
    assert all(row.because and row.reason and row.marks for row in shown.licences if row.changed)


def test_a_conflict_that_a_variant_settles_is_settled_there_only(assistant) -> None:
    turns = state.vary(state.ask(Conversation(), assistant, CLASH), BOOK, {"matches_orders": "no"})
    (fact,) = (one for one in whatif.comparison(turns, BOOK, "en").facts if one.id == "matches_orders")
    assert (fact.today, fact.variant) == ("unknown", "no")


def _ends(step: decision.Step) -> set[str]:
    """Where the marked path ends: verdicts, or "stops"."""
    assert step.taken
    if step.verdict:
        return {step.verdict}
    if step.stops:
        return {"stops"}
    return set().union(*(_ends(way.step) for way in step.ways if way.step.taken))


def _piece(piece: answers.Piece) -> str:
    return piece.text if piece.n is None else f"[{piece.n}]"
