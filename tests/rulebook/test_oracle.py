"""Every verdict against an oracle that is written from the contract in another language and another way."""

from itertools import product
from pathlib import Path

import clingo
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

PROGRAM = Path(__file__).with_name("oracle.lp")
LICENCES = [
    "fincen_msb", "broker_dealer", "ats", "finra", "sipc", "transfer_agent",
    "cftc", "cftc_fcm", "cftc_rfed", "cftc_ib", "nfa",
]  # fmt: skip
FACTS = [
    "serves_us_users", "us_users_bypass", "us_access_blocked", "matches_orders", "handles_fiat",
    "handles_stablecoins", "custodies_shares", "distributes_dividends", "has_transfer_agent_partner",
    "offers_derivatives", "collects_margin", "derivatives_involve_fx", "introduces_derivatives_clients",
]  # fmt: skip


class Oracle:
    """(verdict, depends_on, ambiguous) by licence, or None where the facts contradict each other."""

    def __init__(self):
        self.control = clingo.Control(["0", "--enum-mode=brave"])
        self.control.load(str(PROGRAM))
        self.control.ground([("base", [])])

    def verdicts(self, facts, open_facts=()):
        for fact, value in product(FACTS, ("yes", "no")):
            self._set("given", [fact, value], facts.get(fact) == value)
        for fact in FACTS:
            self._set("open", [fact], fact in open_facts)
        last = None
        with self.control.solve(yield_=True) as handle:
            for model in handle:
                last = [(s.name, *(a.name for a in s.arguments)) for s in model.symbols(shown=True)]
        return None if last is None else {licence: self._read(licence, last) for licence in LICENCES}

    def _set(self, name, arguments, value):
        self.control.assign_external(clingo.Function(name, [clingo.Function(a) for a in arguments]), value)

    def _read(self, licence, atoms):
        possible = {atom[2] for atom in atoms if atom[:2] == ("possible", licence)}
        turns = tuple(fact for fact in FACTS if ("turns", licence, fact) in atoms)
        verdict = possible.pop() if len(possible) == 1 else "depends"
        return verdict, turns, verdict != "depends" and ("ambiguous", licence) in atoms


@pytest.fixture(scope="module")
def oracle():
    return Oracle()


def shape(evaluation):
    return {name: (v.verdict, v.depends_on, v.ambiguous) for name, v in evaluation.verdicts.items()}


def test_the_rulebook_has_the_facts_and_licences_of_the_contract_in_its_order(book):
    assert list(book.facts) == FACTS
    assert list(book.licences) == LICENCES


@pytest.mark.parametrize("licence", LICENCES)
def test_verdicts_in_every_state_of_the_facts_of_a_licence(book, oracle, licence):
    names = book.licences[licence].facts
    for values in product(("yes", "no", None), repeat=len(names)):
        facts = {name: value for name, value in zip(names, values, strict=True) if value}
        open_facts = [name for name in names if name not in facts]
        expected = oracle.verdicts(facts, open_facts)
        assert shape(book.evaluate(facts, open_facts=open_facts)) == expected, (facts, open_facts)


states = st.dictionaries(st.sampled_from(FACTS), st.sampled_from(["yes", "no"]))
relaxed = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@relaxed
@given(facts=states, open_facts=st.sets(st.sampled_from(FACTS)))
def test_verdicts_in_states_of_all_facts(book, oracle, facts, open_facts):
    stated = {fact: value for fact, value in facts.items() if fact not in open_facts}
    expected = oracle.verdicts(stated, open_facts)
    assert (expected is None) == bool(book.broken(stated))
    assume(expected is not None)
    assert shape(book.evaluate(facts, open_facts=open_facts)) == expected


@relaxed
@given(facts=states)
def test_leads_to_is_the_verdict_after_the_answer(book, oracle, facts):
    assume(not book.broken(facts))
    for licence, verdict in book.evaluate(facts).verdicts.items():
        assert tuple(verdict.leads_to) == verdict.depends_on
        for fact, leads_to in verdict.leads_to.items():
            assert leads_to == {
                value: oracle.verdicts({**facts, fact: value})[licence][0] for value in ("yes", "no")
            }
