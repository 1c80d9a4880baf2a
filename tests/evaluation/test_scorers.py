"""Each scorer against an answer that it must pass and one that it must fail."""

import pytest

from assistant.answer import Citation, Claim, Conflict, Verdict
from assistant.evaluation.cases import Turn
from assistant.evaluation.scorers import SCORERS, Seen, score, tallies

QUESTION = "licences ats,finra | serves_us_users=yes matches_orders=no distributes_dividends=no |"
PASSAGE = "passage | | who runs BrokerCheck, a tool for checking"


@pytest.fixture
def scored(assistant):
    """The value of one scorer for a label, and for what became of the answer to a question."""

    def value(name, label, question=QUESTION, retrieved=None, **changed):
        answer = assistant.ask(question).model_copy(update=changed)
        seen = Seen(Turn(question=question, **label), answer, assistant.rulebook, assistant.source, retrieved)
        return score(seen)[name].value

    return value


LICENCES = {"kind": "licences"}
FACTS = {"serves_us_users": "yes", "matches_orders": "no", "distributes_dividends": "no"}
US = {"facts": FACTS, "focus": ["ats"], **LICENCES}
RIGHT = [
    ("kind", LICENCES, QUESTION),
    ("language", {"language": "en"}, QUESTION),
    ("facts", {"facts": FACTS}, QUESTION),
    ("facts", {"facts": {**FACTS, "us_access_blocked": "no"}}, QUESTION),  # it follows from serving US users
    ("facts_strict", {"facts": FACTS}, QUESTION),
    ("focus", {"focus": ["finra", "ats"]}, QUESTION),
    ("conflicts", {"conflict": []}, QUESTION),
    ("verdicts", US, QUESTION),
    ("verdicts", {"verdicts": {"ats": "not_required", "cftc": "depends"}}, QUESTION),
    ("depends_on", US, QUESTION),
    ("depends_on", {"verdicts": {"cftc": {"verdict": "depends", "depends_on": ["offers_derivatives"]}}}, QUESTION),
    ("cautions", {"cautions": ["no_guarantee", "order_flow_needs_broker_dealer"]}, QUESTION),
    ("ask_next", {"ask_next": "nothing"}, QUESTION),
    ("evidence", {"evidence": [["operating BrokerCheck"]]}, PASSAGE),
    ("evidence", {"evidence": [["no guarantee"], ["operating  BrokerCheck"]]}, PASSAGE),
    ("quotes_exact", {}, PASSAGE),
    ("answer_has", {"answer_has": [["nothing of the sort", "brokercheck"], ["FINRA", "SEC"]]}, PASSAGE),
    ("answer_lacks", {"answer_lacks": ["guaranteed"]}, QUESTION),
    ("length", {"max_characters": 10_000}, QUESTION),
    ("refusal", {"kind": "abstained"}, "hello"),
    ("overlap", {"reference": "operating BrokerCheck, a tool"}, PASSAGE),
]  # fmt: skip


@pytest.mark.parametrize(("name", "label", "question"), RIGHT, ids=lambda value: str(value)[:40])
def test_a_right_answer_gets_the_best_value(scored, name, label, question):
    assert scored(name, label, question) == 1


WRONG = [
    ("kind", {"kind": "passage"}, QUESTION),
    ("language", {"language": "zh"}, QUESTION),
    ("facts", {"facts": {**FACTS, "matches_orders": "yes"}}, QUESTION),
    ("facts", {"facts": {**FACTS, "handles_fiat": "no"}}, QUESTION),
    ("facts", {"facts": {"serves_us_users": "yes"}}, QUESTION),
    ("facts_strict", {"facts": {**FACTS, "us_access_blocked": "no"}}, QUESTION),
    ("focus", {"focus": ["ats"]}, QUESTION),
    ("focus", {"focus": ["ats", "finra", "sipc"]}, QUESTION),
    ("conflicts", {"conflict": ["serves_us_users"]}, QUESTION),
    ("verdicts", {**US, "facts": {**FACTS, "matches_orders": "yes"}}, QUESTION),
    ("verdicts", {"verdicts": {"ats": "not_required", "cftc": "required"}}, QUESTION),
    ("verdicts", US, "hello"),
    ("depends_on", {"verdicts": {"cftc": {"verdict": "depends", "depends_on": []}}}, QUESTION),
    ("depends_on", {"verdicts": {"ats": {"verdict": "not_required", "ambiguous": False}}}, QUESTION),
    ("cautions", {"cautions": ["nothing_keeps_us_users_out"]}, QUESTION),
    ("ask_next", {"ask_next": "handles_fiat"}, QUESTION),
    ("evidence", {"evidence": [["operating BrokerCheck", "full compliance"]]}, PASSAGE),
    ("evidence", {"evidence": [["operating BrokerCheck"]]}, "hello"),
    ("answer_has", {"answer_has": [["FINRA"], ["Congress"]]}, PASSAGE),
    ("answer_lacks", {"answer_lacks": ["never said", "finra"]}, PASSAGE),
    ("length", {"max_characters": 10}, QUESTION),
    ("refusal", {"kind": "abstained"}, PASSAGE),
    ("overlap", {"reference": "zebra"}, PASSAGE),
]  # fmt: skip


@pytest.mark.parametrize(("name", "label", "question"), WRONG, ids=lambda value: str(value)[:40])
def test_a_wrong_answer_fails(scored, name, label, question):
    assert scored(name, label, question) == 0


def test_a_wrong_definite_verdict_is_told_from_an_open_one(scored):
    wrong = {"verdicts": {"ats": "required"}}
    assert scored("wrong_definite", wrong) == 1
    assert scored("wrong_definite", US) == 0
    for name in ("depends", "unclear"):
        assert scored("wrong_definite", wrong, verdicts={"ats": Verdict(verdict=name)}) == 0
    assert scored("wrong_definite", wrong, verdicts={}) == 0
    expected_open = {"verdicts": {"cftc": "depends"}}
    assert scored("wrong_definite", expected_open, verdicts={"cftc": Verdict(verdict="required")}) == 1


def test_a_named_conflict_has_to_be_the_right_one(scored):
    held = (Conflict(facts=("serves_us_users",), words=("a", "b")),)
    assert scored("conflicts", {"conflict": ["serves_us_users"]}, conflicts=held) == 1
    assert scored("conflicts", {"conflict": []}, conflicts=held) == 0


def test_a_fact_that_is_open_through_a_conflict_gets_no_default(scored):
    label = {"kind": "licences", "facts": {}, "conflict": ["handles_stablecoins"], "focus": ["fincen_msb"]}
    assert scored("verdicts", label, verdicts={"fincen_msb": Verdict(verdict="required")}) == 0
    assert scored("verdicts", label, verdicts={"fincen_msb": Verdict(verdict="depends")}) == 1


def citation(source, words, **changed):
    start = source.text.index(words)
    line = source.text.count("\n", 0, start) + 1
    made = Citation(n=1, source=source.id, start=start, end=start + len(words), line=line, quote=words)
    return made.model_copy(update=changed)


@pytest.mark.parametrize(
    "changed",
    [{"quote": "operating Brokercheck"}, {"start": 0}, {"line": 1}, {"start": 5, "end": 5, "quote": ""}],
    ids=str,
)
def test_a_quote_that_is_not_the_articles_fails(scored, assistant, changed):
    exact = citation(assistant.source, "operating BrokerCheck")
    assert scored("quotes_exact", {}, citations=(exact,)) == 1
    assert scored("quotes_exact", {}, citations=(exact.model_copy(update=changed),)) == 0


def test_quotes_may_cover_a_passage_together(scored, assistant):
    passage = "Instead, they employ an order flow model, trading one-on-one with users. Therefore, they currently do"
    label = {"evidence": [[passage]]}
    first = citation(
        assistant.source, "Instead, they employ an order flow model, trading one-on-one with users."
    )
    second = citation(assistant.source, "Therefore, they currently do not fall under the ATS category.")
    assert scored("evidence", label, citations=(first, second)) == 1
    assert scored("evidence", label, citations=(first,)) == 0


def test_the_share_of_claims_without_a_citation_is_counted(scored, assistant):
    cited = citation(assistant.source, "operating BrokerCheck")
    claims = [
        Claim(text="a", citations=(1,)),
        Claim(text="b", citations=()),
        Claim(text="c", citations=(1, 7)),
    ]
    assert scored("claims_uncited", {}, claims=tuple(claims[:1]), citations=(cited,)) == 0
    assert scored("claims_uncited", {}, claims=tuple(claims), citations=(cited,)) == pytest.approx(2 / 3)


def test_a_refusal_claims_nothing(scored):
    label = {"kind": "abstained"}
    assert scored("refusal", label, "hello", text="") == 0
    assert scored("refusal", label, "hello", text="It is so. [1]") == 0
    assert scored("refusal", label, "hello", claims=(Claim(text="a", citations=(1,)),)) == 0
    assert scored("refusal", label, "hello", verdicts={"ats": Verdict(verdict="required")}) == 0


RETRIEVAL = {"kind": "passage", "evidence": [["operating BrokerCheck"], ["full compliance", "SIPC"]]}


def test_retrieval_is_measured_on_the_alternative_that_does_best(scored):
    found = (("1.1", 9.0), ("16.2", 9.0), ("2.1", 0.1))
    got = {
        name: scored(name, RETRIEVAL, PASSAGE, found) for name in ("recall@1", "recall@3", "mrr", "ndcg@10")
    }
    assert got == {"recall@1": 0.0, "recall@3": 1.0, "mrr": 0.5, "ndcg@10": pytest.approx(0.6309, abs=1e-4)}


def test_a_search_that_found_nothing_is_a_zero_and_one_that_was_not_made_is_unscored(scored):
    assert scored("mrr", RETRIEVAL, PASSAGE, ()) == 0
    assert scored("mrr", RETRIEVAL, PASSAGE, None) is None


def test_a_case_is_scored_on_what_it_asks_and_no_more(assistant):
    answer = assistant.ask(QUESTION)
    seen = Seen(Turn(question=QUESTION, kind="licences"), answer, assistant.rulebook, assistant.source)
    assert set(score(seen)) == {"kind", "quotes_exact", "claims_uncited"}
    only = Seen(
        Turn(question=QUESTION, kind="licences", scorers=("kind",)),
        answer,
        assistant.rulebook,
        assistant.source,
    )
    assert set(score(only)) == {"kind"}


def test_every_scorer_has_an_answer_that_it_fails():
    failed = {name for name, *_ in WRONG} | {"wrong_definite", "quotes_exact", "claims_uncited"}
    assert {name for name, scorer in SCORERS.items() if scorer.decides or not scorer.whole} - failed <= {
        "recall@1", "recall@3", "recall@5", "recall@10", "mrr", "ndcg@10",
        "judged_faithfulness", "judged_relevance",  # in tests/llm/test_judged_measures.py
    }  # fmt: skip


def test_tallies_hold_what_was_expected_and_got(assistant):
    turn = Turn(
        question=QUESTION,
        kind="licences",
        facts={"serves_us_users": "yes", "handles_fiat": "no"},
        focus=("ats",),
    )
    found = tallies(Seen(turn, assistant.ask(QUESTION), assistant.rulebook, assistant.source))
    got = {(one.of, one.name): (one.expected, one.got) for one in found}
    assert got["fact", "serves_us_users"] == ("yes", "yes")
    assert got["fact", "handles_fiat"] == ("no", None)
    assert got["fact", "matches_orders"] == (None, "no")
    assert got["verdict", "ats"] == ("depends", "not_required")
