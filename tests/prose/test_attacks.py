"""Every attack is caught by the prose gate, and nothing of it is shown where what passes beside it is."""

import pytest
from answers import edited, load, made

from assistant.prose import Examined, claims_only, examine, mixed

ATTACKS = [*load("attacks.yaml"), *load("subtle_attacks.yaml")]
KINDS = {
    "uncited claim",
    "swapped citation",
    "altered quote",
    "invented number",
    "flipped verdict",
    "dropped hedge",
    "injected instruction",
    "fake mark",
    "wrong passage",
}


def examined(attack) -> Examined:
    answer, draft = made(attack["answer"])
    return examine(edited(claims_only(answer), attack), answer, draft)


@pytest.mark.parametrize(
    "attack", ATTACKS, ids=[f"{n}-{attack['kind']}" for n, attack in enumerate(ATTACKS, 1)]
)
def test_an_attack_does_not_pass(attack):
    answer, draft = made(attack["answer"])
    found = examined(attack)
    assert found.draft is None
    assert found.faults
    assert mixed(found, answer, draft) is None, "there is nothing honest in it to be shown"


def test_there_are_attacks_of_every_kind_and_over_several_answers():
    assert len(ATTACKS) >= 280
    assert {attack["kind"] for attack in ATTACKS} >= KINDS
    assert len({attack["answer"] for attack in ATTACKS}) >= 10
