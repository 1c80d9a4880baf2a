"""A rewording of which some sentences fail, from a real server: what passes is shown, the rest is said as built in."""

import json

import pytest
from scripted_model import Reply, Script, ScriptedModel, rewording
from switched_on import QUESTION, built_in, switched_on
from typer.testing import CliRunner

from assistant.answer import Answer
from assistant.blocks.runnable import AssistantRunnable
from assistant.commands import _register, app

ODD = "Yes: an ATS licence is required. [1]", "Yes, an ATS licence is an absolute must. [1]"
GOOD = "The article says that the SEC requires", "According to the article, the SEC requires"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_LLM_KEY", "sk-x")


def odd(text: str) -> str:
    return text.replace(*ODD)


def mixture(text: str) -> str:
    return text.replace(*ODD).replace(*GOOD)


def in_turn(*scripts: Script) -> Script:
    """The first reply by the first script, the repair by the second."""
    return lambda request: scripts[request.repair](request)


def asked(model: ScriptedModel, script: Script) -> Answer:
    model.begin(script)
    return switched_on(model).ask(QUESTION)


def stands_in_part(answer: Answer) -> None:
    """The built-in text but for the one sentence that passed, and it says so."""
    assert answer.llm
    assert answer.text == built_in().text.replace(*GOOD)
    assert (answer.llm.text, answer.llm.claims) == ("partly", (1,))
    assert answer.citations == built_in().citations
    assert len(answer.claims) == len(built_in().claims)


def test_an_odd_sentence_is_said_as_built_in_and_the_rest_is_kept(model: ScriptedModel) -> None:
    answer = asked(model, rewording(mixture))
    stands_in_part(answer)
    assert answer.llm
    assert answer.llm.calls == 2
    assert "some of its words did not pass the gate" in answer.llm.note
    assert "absolute" in answer.llm.note


def test_a_chinese_answer_is_reworded_and_what_fails_of_it_is_said_as_built_in(model: ScriptedModel) -> None:
    question = "我们为德州用户撮合订单，需要 ATS 牌照吗？"
    said, bent = "文章指出，SEC 要求", "是的，完全必须办理ATS 牌照。"
    model.begin(rewording(lambda text: text.replace("文章称，SEC 要求", said)))
    answer = switched_on(model).ask(question)
    assert answer.llm
    assert (answer.language, answer.llm.text, answer.llm.claims) == ("zh", "reworded", (1,))
    assert said in answer.text
    model.begin(
        rewording(
            lambda text: text.replace("文章称，SEC 要求", said).replace("是的，必须办理ATS 牌照。", bent)
        )
    )
    answer = switched_on(model).ask(question)
    assert answer.llm
    assert (answer.llm.text, answer.llm.claims) == ("partly", (1,))
    assert bent not in answer.text


def test_the_better_of_two_tries_is_taken(model: ScriptedModel) -> None:
    stands_in_part(asked(model, in_turn(rewording(mixture), rewording(odd))))


def test_a_first_try_is_not_lost_with_the_repair(model: ScriptedModel) -> None:
    answer = asked(model, in_turn(rewording(mixture), lambda _: Reply("no time", how=401)))
    stands_in_part(answer)
    assert answer.llm
    assert "no time" in answer.llm.note


def test_a_text_that_mostly_fails_is_not_taken_at_all(model: ScriptedModel) -> None:
    def mostly(text: str) -> str:
        return mixture(text).replace("[2]", "").replace("[3]", "")

    answer = asked(model, rewording(mostly))
    assert answer.llm
    assert (answer.text, answer.llm.text, answer.llm.claims) == (built_in().text, "built-in", ())


LIES = {
    "a denial before it": lambda text: "None of this holds: [1]\n" + text.replace(*GOOD),
    "a denial after it": lambda text: text.replace(*GOOD).replace("\n\n", " Not really. [1]\n\n"),
    "the contrary beside it": lambda text: "No: an ATS licence is not required. [1]\n" + text.replace(*GOOD),
    "a lie without a mark": lambda text: text.replace(*GOOD).replace("\n\n", " It is free.\n\n"),
    "the verdict left out": lambda text: text.replace(*GOOD).split("\n", 1)[1],
}


@pytest.mark.parametrize("lie", LIES)
def test_of_a_lie_among_honest_words_nothing_is_shown(model: ScriptedModel, lie: str) -> None:
    stands_in_part(asked(model, rewording(LIES[lie])))


def test_a_stream_shows_nothing_that_failed(model: ScriptedModel) -> None:
    model.begin(rewording(mixture))
    shown = list(AssistantRunnable(switched_on(model)).stream(QUESTION))
    assert [answer.text for answer in shown] == [built_in().text.replace(*GOOD)]


def test_the_command_says_that_the_words_are_in_part_the_llms(
    model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.begin(rewording(mixture))
    monkeypatch.setattr("assistant.assistant.Assistant", lambda: switched_on(model, audit=False))
    _register(["ask"])
    said = CliRunner().invoke(app, ["ask", QUESTION])
    assert "In part an LLM's words" in " ".join(said.output.split())
    shown = json.loads(CliRunner().invoke(app, ["ask", QUESTION, "--json"]).output)
    assert (shown["llm"]["text"], shown["llm"]["claims"]) == ("partly", [1])
