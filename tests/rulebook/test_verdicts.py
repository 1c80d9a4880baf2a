"""What an evaluation carries besides its verdicts: what it rests on, what it assumed, what to mind."""

import pytest

from assistant.errors import FactError
from assistant.rulebook import load_rulebook

US_ORDER_FLOW = {"serves_us_users": "yes", "matches_orders": "no"}


def test_defaults_are_assumed_only_where_nothing_was_stated(book):
    assert book.evaluate({}).assumed == {"us_users_bypass": "no", "handles_stablecoins": "yes"}
    assert book.evaluate({"handles_stablecoins": "no"}).assumed == {"us_users_bypass": "no"}
    assert book.evaluate({}, open_facts=["us_users_bypass"]).assumed == {"handles_stablecoins": "yes"}


def test_what_follows_is_kept_apart_from_what_was_given(book):
    evaluation = book.evaluate({"collects_margin": "yes", "us_access_blocked": "yes"})
    assert evaluation.facts == {"us_access_blocked": "yes", "collects_margin": "yes"}
    assert evaluation.implied == {"serves_us_users": "no", "offers_derivatives": "yes"}


@pytest.mark.parametrize(
    ("facts", "closure"),
    [
        ({"serves_us_users": "yes"}, {"us_access_blocked": "no"}),
        ({"us_access_blocked": "yes"}, {"serves_us_users": "no"}),
        ({"serves_us_users": "no"}, {}),
        ({"introduces_derivatives_clients": "yes"}, {"offers_derivatives": "yes"}),
        (
            {"offers_derivatives": "no"},
            {"collects_margin": "no", "derivatives_involve_fx": "no", "introduces_derivatives_clients": "no"},
        ),
        # What was given stays, though it contradicts what follows.
        ({"collects_margin": "yes", "offers_derivatives": "no"},
         {"derivatives_involve_fx": "no", "introduces_derivatives_clients": "no"}),
    ],
)  # fmt: skip
def test_implications_hold_both_ways(book, facts, closure):
    assert book.implications(facts) == facts | closure


@pytest.mark.parametrize(
    ("facts", "broken"),
    [
        ({"serves_us_users": "yes", "us_access_blocked": "no"}, ()),
        ({"us_access_blocked": "yes", "serves_us_users": "yes"}, (("serves_us_users", "us_access_blocked"),)),
        (
            {"offers_derivatives": "no", "derivatives_involve_fx": "yes", "collects_margin": "yes"},
            (("offers_derivatives", "collects_margin"), ("offers_derivatives", "derivatives_involve_fx")),
        ),
    ],
)
def test_facts_that_cannot_stand_together(book, facts, broken):
    assert book.broken(facts) == broken


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"serves_us": "yes"}, "no fact 'serves_us'"),
        ({"matches_orders": "maybe"}, "'maybe' is not a value"),
        (
            {"us_access_blocked": "yes", "serves_us_users": "yes"},
            "serves_us_users=yes and us_access_blocked=yes",
        ),
    ],
)
def test_facts_that_cannot_be_used_are_refused(book, facts, message):
    with pytest.raises(FactError, match=message):
        book.evaluate(facts)


def test_a_fact_that_was_stated_both_ways_is_not_among_the_given(book):
    evaluation = book.evaluate({"serves_us_users": "yes"}, open_facts=["serves_us_users"])
    assert evaluation.facts == {}
    assert evaluation.verdicts["sipc"].depends_on == ("serves_us_users",)


def lines(quotes):
    return [quote.line for quote in quotes]


@pytest.mark.parametrize(
    ("facts", "licence", "rule", "used", "at"),
    [
        (US_ORDER_FLOW, "ats", "not_required_order_flow", US_ORDER_FLOW, [14, 11]),
        ({"serves_us_users": "no"}, "ats", "not_required_without_us",
         {"serves_us_users": "no", "us_users_bypass": "no"}, [30]),
        # The quote on the bypass is there where the verdict rests on it, and only there.
        ({"us_users_bypass": "yes"}, "sipc", "recommended_us", {"us_users_bypass": "yes"}, [15, 19, 31]),
        ({"serves_us_users": "yes", "us_users_bypass": "yes"}, "sipc", "recommended_us",
         {"serves_us_users": "yes"}, [15, 19]),
        ({"handles_fiat": "yes"}, "fincen_msb", "required_money", {"handles_fiat": "yes"}, [7, 10, 10]),
        ({}, "fincen_msb", "required_money", {"handles_stablecoins": "yes"}, [7, 10, 10]),
    ],
)  # fmt: skip
def test_a_reason_names_the_rule_and_the_fewest_facts_and_the_quotes(book, facts, licence, rule, used, at):
    reason = book.evaluate(facts).reasons[licence]
    assert (reason.rule, reason.facts_used, lines(reason.quotes)) == (rule, used, at)
    assert reason.text == book.licences[licence].rule(rule).reason


def test_the_reason_of_what_depends_has_the_quotes_of_every_rule_still_possible(book):
    reason = book.evaluate({"matches_orders": "yes"}).reasons["ats"]
    assert reason.rule is None
    assert reason.rules == ("required_matching", "not_required_without_us")
    assert reason.facts_used == {"matches_orders": "yes"}
    assert lines(reason.quotes) == [14, 30]
    assert reason.text == {"en": "", "zh": ""}


def test_a_verdict_that_two_rules_share_has_the_reasons_of_both(book):
    evaluation = book.evaluate({"offers_derivatives": "no"})
    reason = evaluation.reasons["cftc"]
    assert evaluation.verdicts["cftc"].verdict == "not_required"
    assert reason.rule is None
    assert reason.rules == ("not_required_no_derivatives", "not_required_without_us")
    for rule in reason.rules:
        assert book.licences["cftc"].rule(rule).reason["en"] in reason.text["en"]


ALWAYS = {"no_guarantee", "not_legal_advice"}


@pytest.mark.parametrize(
    ("facts", "cautions"),
    [
        ({}, set()),
        ({"serves_us_users": "no"}, {"exemption_theoretical", "msb_not_spared"}),
        ({"serves_us_users": "no", "us_access_blocked": "no"},
         {"exemption_theoretical", "msb_not_spared", "nothing_keeps_us_users_out"}),
        ({"us_access_blocked": "yes", "us_users_bypass": "yes"}, {"sipc_by_choice"}),
        ({"us_access_blocked": "no"}, set()),
        ({"serves_us_users": "no", "handles_stablecoins": "no", "handles_fiat": "no"},
         {"exemption_theoretical"}),
        (US_ORDER_FLOW, {"order_flow_needs_broker_dealer", "sipc_by_choice"}),
        ({"matches_orders": "no"}, set()),
        ({"custodies_shares": "yes"}, {"own_custody_left_open"}),
        ({"custodies_shares": "no"}, set()),
    ],
)  # fmt: skip
def test_cautions_apply_where_they_hold_for_certain(book, facts, cautions):
    assert {caution.id for caution in book.evaluate(facts).cautions} == cautions | ALWAYS


def test_what_a_caller_does_to_a_result_does_not_reach_the_next_one(book):
    facts = {"serves_us_users": "yes"}
    first = book.evaluate(facts)
    before = first.verdicts["ats"].model_copy(deep=True)
    first.verdicts["ats"].leads_to["matches_orders"]["yes"] = "unclear"
    first.verdicts["ats"].leads_to["spoilt"] = {}
    first.reasons["sipc"].facts_used["spoilt"] = "yes"
    again = book.evaluate(facts)
    assert again.verdicts["ats"] == before
    assert again.reasons["sipc"].facts_used == facts
    assert facts == {"serves_us_users": "yes"}


@pytest.mark.parametrize(
    ("facts", "later", "revised"),
    [
        ({"collects_margin": "yes", "serves_us_users": "yes"}, {"offers_derivatives": "no"},
         {"serves_us_users": "yes", "offers_derivatives": "no"}),
        ({"serves_us_users": "yes"}, {"us_access_blocked": "yes"}, {"us_access_blocked": "yes"}),
        ({"matches_orders": "yes"}, {"matches_orders": "no"}, {"matches_orders": "no"}),
        ({"offers_derivatives": "yes"}, {"collects_margin": "no"},
         {"offers_derivatives": "yes", "collects_margin": "no"}),
    ],
)  # fmt: skip
def test_a_later_statement_replaces_an_earlier_one_and_drops_what_it_contradicts(book, facts, later, revised):
    assert book.revise(facts, later) == revised


def test_a_stated_fact_goes_before_an_assumed_one_that_comes_first_in_order(source, edit):
    folder = edit(
        "    label:",
        "    default: {value: yes, text: {en: x, zh: x}, quotes: [whether they offer fiat]}\n    label:",
        after="  handles_fiat:",
    )
    reason = load_rulebook(source, folder).evaluate({"handles_stablecoins": "yes"}).reasons["fincen_msb"]
    assert reason.facts_used == {"handles_stablecoins": "yes"}
