"""The shipped rulebook passes the proof; one broken on purpose fails it, each kind with its own message."""

import pytest

from assistant.errors import RulebookError
from assistant.rulebook import load_rulebook
from assistant.rulebook.proof import prove

RULE = """
      second:
        verdict: required
        when: {fact: matches_orders, is: yes}
        reason:
          en: x
          zh: x
        quotes:
          - whether they match/make market transactions
"""


def test_the_shipped_rulebook_holds(book):
    proof = prove(book)
    assert proof.failures == ()
    assert proof.holds
    assert (proof.facts, proof.states, proof.licences) == (13, 3**13, 11)
    assert proof.possible == 8 * 62 * 3**7, (
        "the two pairs of facts that implications tie, and seven free ones"
    )
    assert proof.lines == (*proof.summary, *proof.proved)


def failures(source, folder):
    return prove(load_rulebook(source, folder)).failures


BREAKAGES = {
    "an overlapping rule": (
        "{fact: matches_orders, is: no}", "{fact: matches_orders, is: yes}", "      not_required_order_flow:",
        "licences.ats: the rules required_matching and not_required_order_flow overlap where "
        "serves_us_users=yes, us_users_bypass=yes, matches_orders=yes: narrow one",
    ),
    "a gap": (
        "{not: {term: us_exposure}}", "{all: [{not: {term: us_exposure}}, {fact: matches_orders, is: no}]}",
        "  ats:",
        "licences.ats: no rule holds where serves_us_users=no, us_users_bypass=no, matches_orders=yes: "
        "add one, or widen one",
    ),
    "a condition that another already says": (
        "            - {fact: collects_margin, is: yes}",
        "            - {fact: collects_margin, is: yes}\n            - {fact: offers_derivatives, is: yes}",
        "  cftc_fcm:",
        "licences.cftc_fcm.rules.required_margin: the condition offers_derivatives is yes makes no "
        "difference: remove it",
    ),
    "a condition that never holds": (
        "{term: us_exposure}",
        "{any: [{term: us_exposure}, "
        "{all: [{fact: matches_orders, is: yes}, {fact: matches_orders, is: no}]}]}",
        "  sipc:",
        "licences.sipc.rules.recommended_us: the condition matches_orders is yes makes no difference: "
        "remove it",
    ),
    "a rule that never holds": (
        "      not_required_without_us:",
        RULE.replace("{fact: matches_orders, is: yes}", "{all: [{fact: matches_orders, is: yes}, "
                     "{fact: matches_orders, is: no}]}").strip("\n") + "\n      not_required_without_us:",
        "  sipc:",
        "licences.sipc.rules.second: never holds: remove it, or mend its condition",
    ),
    "a flipped verdict": (
        "verdict: recommended", "verdict: required", "  finra:",
        "expected.yaml: us_order_flow: finra is to be recommended, and comes out as required "
        "by the rule recommended_order_flow",
    ),
    "a default that was changed": (
        "value: no", "value: yes", "  us_users_bypass:",
        "expected.yaml: nothing_stated: broker_dealer is to be depends on serves_us_users, and comes out as "
        "required by the rule required_us",
    ),
    "an implication turned round": (
        "{fact: serves_us_users, is: no}", "{fact: serves_us_users, is: yes}", "  blocking_is_not_serving:",
        "expected.yaml: blocked: broker_dealer is to be unclear, and comes out as required "
        "by the rule required_us",
    ),
    "an implication that says nothing new": (
        "  margin_is_derivatives:",
        "  again:\n    if: {fact: offers_derivatives, is: no}\n    then: {fact: collects_margin, is: no}\n"
        "    quotes: [introduces clients to the derivatives market]\n  margin_is_derivatives:",
        "", "implications.again: follows from the others: remove it",
    ),
    "implications that rule a value out": (
        "  margin_is_derivatives:",
        "  never:\n    if: {fact: collects_margin, is: yes}\n    then: {fact: offers_derivatives, is: no}\n"
        "    quotes: [introduces clients to the derivatives market]\n  margin_is_derivatives:",
        "", "implications: collects_margin can never be yes: one of those that name it is wrong",
    ),
    "a caution that never applies": (
        "{licence: ats, verdict: not_required}", "{licence: ats, verdict: optional}", "cautions:",
        "cautions.order_flow_needs_broker_dealer: never applies: remove it, or mend its condition",
    ),
    "prerequisites in a circle": (
        "    then: finra", "    then: broker_dealer", "prerequisites:",
        "prerequisites: broker_dealer comes before itself: remove one of the steps",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKAGES)
def test_a_broken_rulebook_fails_with_its_own_message(source, edit, name):
    old, new, after, message = BREAKAGES[name]
    assert message in failures(source, edit(old, new, after=after))


def test_a_condition_of_a_caution_that_makes_no_difference_fails(source, edit):
    folder = edit(
        "    when: {licence: sipc, verdict: recommended}",
        "    when:\n      all:\n        - {licence: sipc, verdict: recommended}\n"
        "        - {licence: broker_dealer, verdict: required}",
    )
    assert failures(source, folder) == (
        "cautions.sipc_by_choice: the condition sipc is recommended makes no difference: remove it",
        "cautions.sipc_by_choice: the condition broker_dealer is required makes no difference: remove it",
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{us_access_blocked: yes}", "{us_access_blocked: yes, serves_us_users: yes}",
         "expected.yaml: blocked: facts cannot stand together: serves_us_users=yes and "
         "us_access_blocked=yes: take one of them back"),
        ("      sipc: ", "      finma: ", "expected.yaml: blocked: there is no licence 'finma'"),
        ("      fincen_msb: required", "      fincen_msb: {depends: [handles_fiat]}",
         "expected.yaml: blocked: fincen_msb is to be depends on handles_fiat, and comes out as required "
         "by the rule required_money"),
    ],
)  # fmt: skip
def test_a_worked_example_that_cannot_be_run_fails(source, edit, old, new, message):
    folder = edit(old, new, file="expected.yaml", after="  blocked:")
    assert message in failures(source, folder)


def test_a_rule_without_a_worked_example_fails(source, edit, folder):
    text = (folder / "expected.yaml").read_text("utf-8")
    (folder / "expected.yaml").write_text(
        text.replace("fincen_msb: unclear", "cftc: {depends: [serves_us_users, offers_derivatives]}"), "utf-8"
    )
    assert (
        "licences.fincen_msb.rules.unclear_no_money: no example in expected.yaml rests on it: add one"
        in failures(source, folder)
    )


def test_missing_examples_are_a_failure_and_not_an_error(source, folder):
    (folder / "expected.yaml").unlink()
    (failure,) = failures(source, folder)
    assert "expected.yaml: cannot be read" in failure


def test_where_rules_overlap_nothing_is_evaluated(source, edit):
    old, new, after, _ = BREAKAGES["an overlapping rule"]
    book = load_rulebook(source, edit(old, new, after=after))
    with pytest.raises(RulebookError, match="licence ats: several rules hold for some platforms"):
        book.evaluate({})


def test_the_proof_notices_an_evaluation_that_is_wrong(source, monkeypatch):
    """An evaluation that takes what is unknown for no."""
    book = load_rulebook(source)
    table = book.table("ats")
    exact = table.verdict
    monkeypatch.setattr(table, "verdict", lambda known: exact({"matches_orders": "no", **known}))
    said = [failure for failure in prove(book).failures if failure.startswith("licences.ats: ")]
    assert any("verdict is not_required in place of depends" in failure for failure in said)
    assert any("learning a fact flips the verdict not_required" in failure for failure in said)
