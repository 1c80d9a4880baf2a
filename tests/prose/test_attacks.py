"""Every attack is caught by the prose gate, and nothing of it is shown where what passes beside it is."""

import pytest
from answers import SOURCE, edited, load, made

from assistant.gate import check
from assistant.prose import Examined, claims_only, examine, mixed, reworded
from assistant.writing import numbered

FILES = ("attacks.yaml", "subtle_attacks.yaml", "loosened_attacks.yaml", "chinese_attacks.yaml")
ATTACKS = [attack for name in FILES for attack in load(name)]
MIXED = load("mixed_attacks.yaml")
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


@pytest.mark.parametrize("attack", MIXED, ids=[f"{n}-{attack['kind']}" for n, attack in enumerate(MIXED, 1)])
def test_of_lies_among_honest_sentences_only_these_are_kept(attack):
    answer, draft = made(attack["answer"])
    found = examined(attack)
    assert found.draft is None
    taken = mixed(found, answer, draft)
    if taken is None:
        assert not attack["honest"]
        return
    shown = numbered(taken, SOURCE.id)
    other = [shown.claims[number].text for number in reworded(taken, answer)]
    assert other == attack["honest"]
    update = {"text": shown.text, "claims": shown.claims, "citations": shown.citations}
    check(answer.model_copy(update=update), SOURCE, taken.frames, taken.stated)
    assert {citation.quote for citation in shown.citations} == {c.quote for c in answer.citations}


def test_there_are_attacks_of_every_kind_and_over_several_answers():
    assert len(ATTACKS) >= 520
    assert len([attack for attack in ATTACKS if attack["answer"].endswith("_zh")]) >= 80
    assert len(MIXED) >= 20
    assert {attack["kind"] for attack in ATTACKS} >= KINDS
    assert len({attack["answer"] for attack in ATTACKS}) >= 10
