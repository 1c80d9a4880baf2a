"""Every attack in attacks.yaml and subtle_attacks.yaml is caught by the prose gate."""

import pytest
from answers import edited, load, made

from assistant.prose import claims_only, examine

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


@pytest.mark.parametrize(
    "attack", ATTACKS, ids=[f"{n}-{attack['kind']}" for n, attack in enumerate(ATTACKS, 1)]
)
def test_an_attack_does_not_pass(attack):
    answer, draft = made(attack["answer"])
    text = edited(claims_only(answer), attack)
    examined = examine(text, answer, draft)
    assert examined.draft is None, text
    assert examined.faults


def test_there_are_attacks_of_every_kind_and_over_several_answers():
    assert len(ATTACKS) >= 280
    assert {attack["kind"] for attack in ATTACKS} >= KINDS
    assert len({attack["answer"] for attack in ATTACKS}) >= 10
