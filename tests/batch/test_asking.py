"""What a worker is sent together comes out as each question does alone, whatever is wrong with another."""

import pytest

from assistant.assistant import Assistant
from assistant.batch.asking import Turn, Unit, answer_units
from assistant.batch.records import Form, Outcome

QUESTIONS = (
    "We match orders of users in Texas. Do we need an ATS licence?",
    "What is SIPC for?",
    "We match orders of users in Nevada. Do we need an ATS licence?",
    "How much does a broker-dealer licence cost?",
    "我们撮合美国用户的订单，需要 ATS 牌照吗？",
    "FINRA?",
)


def untimed(outcomes: list[list[Outcome]]) -> list[list[Outcome]]:
    return [[outcome._replace(milliseconds=0.0) for outcome in unit] for unit in outcomes]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_questions_sent_together_are_answered_as_alone(assistant: Assistant, form: Form) -> None:
    units = [Unit((Turn(question, {}),)) for question in QUESTIONS]
    units.insert(2, Unit((Turn(QUESTIONS[0], {}), Turn("And if we did not?", {})), talk=True))
    alone = [answer_units(assistant, [unit], form)[0] for unit in units]
    assert untimed(answer_units(assistant, units, form)) == untimed(alone)


@pytest.mark.parametrize("wrong", [Turn(" ", {}), Turn("FINRA?", {"has_licence": "yes"})])
def test_one_that_cannot_be_asked_costs_the_others_nothing(assistant: Assistant, wrong: Turn) -> None:
    units = [Unit((turn,)) for turn in (Turn(QUESTIONS[0], {}), wrong, Turn(QUESTIONS[1], {}))]
    first, second, third = answer_units(assistant, units, "csv")
    assert second[0].error
    assert not first[0].error
    alone = [answer_units(assistant, [Unit((Turn(question, {}),))], "csv")[0] for question in QUESTIONS[:2]]
    assert untimed([first, third]) == untimed(alone)
