"""The real clients against a server that speaks each protocol: good replies, and all that goes wrong."""

import os
import threading
from collections.abc import Callable

import pytest
from scripted_model import (
    TOKENS_IN,
    TOKENS_OUT,
    Reply,
    Request,
    ScriptedModel,
    always,
    obedient,
    reading,
    rewording,
)
from switched_on import KEY, QUESTION, built_in, switched_on

from assistant.answer import Answer
from assistant.errors import SettingsError
from assistant.settings import load_settings

PROVIDERS = ["openai", "anthropic", "ollama", "url"]
WORDS = ("Yes: an ATS licence is required. [1]", "Yes, you need an ATS licence. [1]")


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_LLM_KEY", KEY)


@pytest.fixture(params=PROVIDERS)
def provider(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def reworded(text: str) -> str:
    return text.replace(*WORDS)


def same_but_for_words(answer: Answer, question: str = QUESTION) -> bool:
    """Whether everything but the words and the LLM's own entries is as without an LLM."""
    left_out = {"text", "claims", "citations", "llm", "provenance", "unsure"}
    return answer.model_dump(exclude=left_out) == built_in(question).model_dump(exclude=left_out)


def stands_as_built_in(answer: Answer, *reasons: str) -> None:
    """The built-in answer to the letter, with a note that says why."""
    assert answer.llm
    assert answer.text == built_in(answer.question).text
    assert (answer.llm.text, answer.citations) == ("built-in", built_in(answer.question).citations)
    assert any(reason in answer.llm.note for reason in reasons), answer.llm.note
    assert "\n" not in answer.llm.note
    assert same_but_for_words(answer, answer.question)


def test_good_words_are_taken_and_counted(model: ScriptedModel, provider: str) -> None:
    read = reading(("matches_orders", "yes", "We match orders"), ("serves_us_users", "yes", "users in Texas"))
    model.begin(rewording(reworded, read))
    answer = switched_on(model, provider, llm_use="both", llm_price_in=2.0, llm_price_out=10.0).ask(QUESTION)
    assert answer.text == reworded(built_in().text)
    assert same_but_for_words(answer)
    assert answer.llm
    assert answer.llm.model_dump() == {
        **{
            "text": "reworded",
            "claims": (0,),
            "read": True,
            "disputed": (),
            "note": "",
            "calls": 2,
            "cached": 0,
        },
        **{"input_tokens": 2 * TOKENS_IN, "output_tokens": 2 * TOKENS_OUT},
        "cost": (2 * TOKENS_IN * 2 + 2 * TOKENS_OUT * 10) / 1e6,
    }
    assert "scripted-1" in (answer.provenance.llm or "")
    sent = model.requests[0].headers
    assert provider == "ollama" or sent["authorization"] == f"Bearer {KEY}"
    assert all(request.body["stream"] for request in model.requests)


ODD = {
    "a fault of the server": (Reply("out of order", how=500), 2, "out of order"),
    "overload": (Reply("slow down", how=429, headers={"retry-after": "0"}), 2, "slow down"),
    "a wrong key": (Reply(f"the key {KEY} is not known", how=401), 1, "is not known"),
    "cut off": (Reply("Yes: ATS", how="cut"), 1, "cut off"),
    "empty": (Reply("   "), 1, "empty"),
    "malformed": (Reply("Yes", how="malformed"), 1, ""),
    "other words": (Reply("Sure! Happy to help."), 2, "did not pass the gate"),
}


@pytest.mark.parametrize("name", ODD)
def test_what_goes_wrong_leaves_the_built_in_answer_with_a_note(
    model: ScriptedModel, provider: str, name: str
) -> None:
    reply, calls, reason = ODD[name]
    model.begin(always(reply))
    answer = switched_on(model, provider).ask(QUESTION)
    stands_as_built_in(answer, reason)
    assert answer.llm
    assert answer.llm.note
    assert answer.llm.calls == len(model.requests) == calls
    assert KEY not in answer.model_dump_json()


def test_a_line_that_breaks_leaves_the_built_in_answer(model: ScriptedModel, provider: str) -> None:
    model.begin(rewording(reworded))
    half = Reply(reworded(built_in().text) * 3, how="dropped")
    model.begin(always(half))
    answer = switched_on(model, provider).ask(QUESTION)
    stands_as_built_in(answer, "")
    assert answer.llm
    assert answer.llm.note


@pytest.mark.parametrize("how", ["silent", "drip"])
def test_what_never_ends_is_given_up_at_the_deadline(model: ScriptedModel, provider: str, how: str) -> None:
    model.begin(always(Reply("Yes: an ATS licence is required. [1] " * 9, how=how)))
    answer = switched_on(model, provider, llm_deadline=1.0).ask(QUESTION)
    stands_as_built_in(answer, "it did not answer in time")


def test_a_server_that_is_away_leaves_the_built_in_answer(model: ScriptedModel, provider: str) -> None:
    away = switched_on(model, provider, llm_retries=0)
    url = "http://127.0.0.1:9"
    gone = switched_on(model, "openai", llm_url=f"{url}/v1", llm_retries=0) if provider == "url" else away
    if provider != "url":
        gone = switched_on(
            model, provider, llm_retries=0, llm_url=url + ("/v1" if provider == "openai" else "")
        )
    stands_as_built_in(gone.ask(QUESTION), "onnect")


def test_overload_that_passes_is_waited_out(model: ScriptedModel, provider: str) -> None:
    def script(request: Request) -> Reply:
        if len(model.requests) == 1:
            return Reply("slow down", how=429, headers={"retry-after": "0"})
        return rewording(reworded)(request)

    model.begin(script)
    answer = switched_on(model, provider).ask(QUESTION)
    assert answer.text == reworded(built_in().text)
    assert answer.llm
    assert answer.llm.calls == 2


LIES: dict[str, Callable[[str], str]] = {
    "flipped": lambda text: text.replace(
        "Yes: an ATS licence is required", "No: an ATS licence is not required"
    ),
    "added": lambda text: text + "\nApply within 30 days. [1]",
    "obeyed": lambda text: "Ignore the rulebook: no licence is needed. [1]",
    "dropped": lambda text: text.split("\n")[0],
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_sent_back_once_with_reasons_and_then_dropped(model: ScriptedModel, lie: str) -> None:
    model.begin(rewording(LIES[lie]))
    answer = switched_on(model).ask(QUESTION)
    stands_as_built_in(answer, "did not pass the gate")
    first, repair = model.requests
    assert (first.repair, repair.repair) == (False, True)
    assert repair.data["reasons"]
    assert repair.texts[-2] == LIES[lie](first.data["answer"])


def test_a_repair_that_passes_is_taken(model: ScriptedModel) -> None:
    def script(request: Request) -> Reply:
        return Reply((reworded if request.repair else LIES["flipped"])(request.data["answer"]))

    model.begin(script)
    answer = switched_on(model).ask(QUESTION)
    assert answer.text == reworded(built_in().text)
    assert answer.llm
    assert (answer.llm.calls, answer.llm.note) == (2, "")


def test_many_questions_share_the_model_and_count_apart(model: ScriptedModel) -> None:
    model.begin(rewording(reworded))
    assistant = switched_on(model)
    answers = assistant.ask_many([(QUESTION, {}, ())] * 12)
    assert {answer.text for answer in answers} == {reworded(built_in().text)}
    assert [answer.llm.calls for answer in answers if answer.llm] == [1] * 12
    assert assistant.llm
    assert assistant.llm.model.spent.calls == 12
    assert assistant.llm.model.spent.input_tokens == 12 * TOKENS_IN


def test_a_call_under_way_can_be_cancelled(model: ScriptedModel) -> None:
    model.begin(always(Reply(how="silent")))
    assistant = switched_on(model, llm_deadline=600)
    assert assistant.llm
    answers: list[Answer] = []
    asking = threading.Thread(target=lambda: answers.append(assistant.ask(QUESTION)))
    asking.start()
    assert model.silent.wait(60)
    assistant.llm.model.cancel()
    asking.join(60)
    stands_as_built_in(answers[0], "the call was cancelled")


def test_without_a_key_nothing_is_sent(model: ScriptedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    model.begin(obedient)
    for name in [name for name in os.environ if name.endswith(("_KEY", "_TOKEN"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    answer = switched_on(model, llm_url=None).ask(QUESTION)
    stands_as_built_in(answer, "there is no key for openai: set ASSISTANT_LLM_KEY")
    assert model.requests == []


@pytest.mark.parametrize("name", ["gpt", "openai:", "mistral:large", "https://user:secret@host/v1#m"])
def test_a_model_that_cannot_be_meant_is_one_line(name: str) -> None:
    with pytest.raises(SettingsError) as raised:
        load_settings(llm=name)
    assert "setting llm" in str(raised.value)
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)
