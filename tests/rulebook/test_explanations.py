import pytest

from assistant.errors import FactError
from assistant.rulebook import Change

US = {"serves_us_users": "yes"}
DERIVATIVES = ("cftc", "cftc_fcm", "cftc_rfed", "cftc_ib", "nfa")


def blocked(why):
    return {one.rule.id: (one.by, one.missing) for one in why.rules}


@pytest.mark.parametrize(
    ("licence", "verdict", "facts", "expected"),
    [
        ("ats", "required", {**US, "matches_orders": "no"},
         {"required_matching": ({"matches_orders": "no"}, ())}),
        ("ats", "required", {"serves_us_users": "no"},
         {"required_matching": ({"serves_us_users": "no", "us_users_bypass": "no"}, ("matches_orders",))}),
        ("ats", "required", US, {"required_matching": ({}, ("matches_orders",))}),
        ("transfer_agent", "required", {**US, "has_transfer_agent_partner": "yes"},
         {"required_dividends": ({"has_transfer_agent_partner": "yes"}, ("distributes_dividends",))}),
        ("sipc", "required", US, {}),
        ("sipc", "recommended", US, {}),
    ],
)  # fmt: skip
def test_why_not_names_what_rules_a_verdict_out_and_what_is_missing(book, licence, verdict, facts, expected):
    why = book.why_not(licence, verdict, facts)
    assert blocked(why) == expected
    assert why.actual == book.evaluate(facts).verdicts[licence]


def test_what_if_names_the_facts_and_the_verdicts_that_change(book):
    before = {**US, "matches_orders": "no", "distributes_dividends": "no", "offers_derivatives": "no"}
    found = book.what_if(before, {**before, "matches_orders": "yes"})
    assert found.facts == {"matches_orders": ("no", "yes")}
    changes = [(one.licence, one.before.verdict, one.after.verdict) for one in found.changes]
    assert changes == [("ats", "not_required", "required"), ("finra", "recommended", "required")]
    assert len(found.unchanged) == 9
    assert "ats" not in found.unchanged


def test_what_if_sees_assumptions_and_implications_change_too(book):
    found = book.what_if({}, {"us_access_blocked": "yes", "us_users_bypass": "yes"})
    assert found.facts == {
        "serves_us_users": (None, "no"),
        "us_users_bypass": ("no", "yes"),
        "us_access_blocked": (None, "yes"),
    }
    changed = {one.licence: one.after.verdict for one in found.changes}
    assert changed["broker_dealer"] == "required"


@pytest.mark.parametrize(
    ("licence", "facts", "changes"),
    [
        ("ats", {**US, "matches_orders": "yes"},
         [({"serves_us_users": "no"}, "not_required"), ({"matches_orders": "no"}, "not_required")]),
        # Both ways in have to be shut, and no smaller set does it.
        ("broker_dealer", {**US, "us_users_bypass": "yes"},
         [({"serves_us_users": "no", "us_users_bypass": "no"}, "unclear")]),
        ("sipc", {"us_access_blocked": "yes"},
         [({"serves_us_users": "yes"}, "recommended"), ({"us_users_bypass": "yes"}, "recommended")]),
        # An assumed fact can be otherwise.
        ("fincen_msb", {"handles_fiat": "no"}, [({"handles_stablecoins": "no"}, "unclear")]),
        # A change that needs another with it: what it contradicts is dropped.
        ("cftc_fcm", {**US, "offers_derivatives": "no"}, [({"collects_margin": "yes"}, "required")]),
        # Where the verdict depends, what would decide it.
        ("ats", US, [({"serves_us_users": "no"}, "not_required"), ({"matches_orders": "yes"}, "required"),
                     ({"matches_orders": "no"}, "not_required")]),
    ],
)  # fmt: skip
def test_what_would_change_a_verdict(book, licence, facts, changes):
    assert book.what_would_change(licence, facts) == tuple(Change(*change) for change in changes)


def test_every_change_does_what_it_says_and_no_part_of_it_would_do(book):
    facts = {
        **US,
        "us_users_bypass": "yes",
        "distributes_dividends": "yes",
        "has_transfer_agent_partner": "no",
    }
    for licence in book.licences:
        now = book.evaluate(facts).verdicts[licence].verdict
        for change in book.what_would_change(licence, facts):
            assert book.evaluate(book.revise(facts, change.facts)).verdicts[licence].verdict == change.verdict
            assert change.verdict != now
            for left_out in change.facts:
                part = {fact: value for fact, value in change.facts.items() if fact != left_out}
                then = book.evaluate(book.revise(facts, part)).verdicts[licence].verdict
                assert then in (now, "depends")


@pytest.mark.parametrize(
    ("facts", "focus", "open_facts", "asked"),
    [
        ({}, "all", (), "serves_us_users"),
        (US, "all", (), "offers_derivatives"),
        ({**US, "offers_derivatives": "no"}, "all", (), "matches_orders"),
        ({**US, "offers_derivatives": "no", "matches_orders": "no"}, "all", (), "distributes_dividends"),
        ({**US, "offers_derivatives": "no", "matches_orders": "no", "distributes_dividends": "no"},
         "all", (), None),
        (US, ("transfer_agent",), (), "distributes_dividends"),
        (US, ("sipc",), (), None),
        (US, (), (), None),
        ({"us_access_blocked": "yes"}, "all", (), None),
        ({"us_access_blocked": "yes"}, ("sipc",), ("us_users_bypass",), "us_users_bypass"),
        ({"handles_stablecoins": "no"}, ("fincen_msb",), (), "handles_fiat"),
    ],
)  # fmt: skip
def test_the_next_question_is_the_one_that_settles_most(book, facts, focus, open_facts, asked):
    focus = list(book.licences) if focus == "all" else focus
    assert book.ask_next(facts, focus, open_facts) == asked


def test_the_next_question_counts_what_an_answer_settles_by_implication(book):
    # Margin = yes settles the CFTC and the NFA too, but its no only one kind; derivatives = no settles all.
    assert book.ask_next({**US, "matches_orders": "yes"}, DERIVATIVES) == "offers_derivatives"


@pytest.mark.parametrize(
    ("licences", "order"),
    [
        (["ats", "finra", "broker_dealer"], ("broker_dealer", "finra", "ats")),
        (["ats", "broker_dealer"], ("broker_dealer", "ats")),
        (["sipc", "ats", "fincen_msb", "broker_dealer"], ("fincen_msb", "broker_dealer", "ats", "sipc")),
        (["sipc", "finra"], ("finra", "sipc")),
        ([], ()),
    ],
)
def test_prerequisites_come_first_and_the_rest_keeps_its_order(book, licences, order):
    assert book.order(licences) == order


def test_an_unknown_licence_is_refused(book):
    for ask in (
        lambda: book.order(["bitlicense"]),
        lambda: book.why_not("bitlicense", "required", {}),
        lambda: book.what_would_change("bitlicense", {}),
        lambda: book.ask_next({}, ["bitlicense"]),
    ):
        with pytest.raises(FactError, match="no licence 'bitlicense'"):
            ask()
