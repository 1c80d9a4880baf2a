"""The langchain pieces through langchain's own interfaces, with the real assistant behind them."""

import asyncio
import subprocess
import sys
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import ToolMessage
from langchain_core.runnables import RunnableLambda, RunnableParallel
from langchain_core.utils.function_calling import convert_to_openai_tool

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.blocks.asking import answer_after
from assistant.blocks.retriever import SourceRetriever
from assistant.blocks.runnable import BATCH, AssistantRunnable, Turn
from assistant.blocks.tool import ask_tool
from assistant.errors import FactError, QuestionError

OHIO = "We have customers in Ohio. Do we need an ATS licence?"
NEVER = "No, we never match orders, each trade is with us."
FINRA = "Is FINRA a government agency, according to the article?"


class Recorder(BaseCallbackHandler):
    """Keeps what langchain reports, as LangSmith's tracer would."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, Any]] = []

    def on_chain_start(self, serialized: Any, inputs: Any, **more: Any) -> None:
        self.seen.append((f"start {more.get('name')} {more.get('tags')}", inputs))

    def on_chain_end(self, outputs: Any, **_: Any) -> None:
        self.seen.append(("end", outputs))

    def on_chain_error(self, error: BaseException, **_: Any) -> None:
        self.seen.append(("error", error))

    def on_retriever_start(self, serialized: Any, query: str, **_: Any) -> None:
        self.seen.append(("retriever", query))

    def on_retriever_end(self, documents: Any, **_: Any) -> None:
        self.seen.append(("documents", len(documents)))

    def on_tool_start(self, serialized: Any, input_str: str, **_: Any) -> None:
        self.seen.append(("tool", serialized["name"]))

    def on_tool_end(self, output: Any, **_: Any) -> None:
        self.seen.append(("tool end", output))


@pytest.fixture(scope="module")
def runnable(assistant: Assistant) -> AssistantRunnable:
    return AssistantRunnable(assistant)


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


def test_every_way_of_asking_gives_the_assistants_own_answer(
    assistant: Assistant, runnable: AssistantRunnable
) -> None:
    expected = assistant.ask(OHIO)

    async def asynchronously() -> list[Answer]:
        streamed = [answer async for answer in runnable.astream(OHIO)]
        return [await runnable.ainvoke(OHIO), *await runnable.abatch([OHIO]), *streamed]

    got = [runnable.invoke(OHIO), *runnable.stream(OHIO), *runnable.batch([OHIO])]
    assert [*got, *asyncio.run(asynchronously())] == [expected] * 6


def test_a_turn_carries_facts_and_the_answers_before_it(runnable: AssistantRunnable) -> None:
    first = runnable.invoke({"question": OHIO, "facts": {"handles_fiat": "no"}})
    assert first.facts == {"serves_us_users": "yes", "handles_fiat": "no"}
    second = runnable.invoke(Turn(question=NEVER, before=(first,)))
    assert second.focus == ("ats",)
    assert second.facts_from["serves_us_users"].turn == 1
    stored = first.model_dump(mode="json")
    assert runnable.invoke({"question": NEVER, "before": [stored]}) == second


@pytest.mark.parametrize(
    ("given", "kind", "fault"),
    [
        ("", QuestionError, "question: String should have at least 1 character"),
        ("a" * 20_001, QuestionError, "question: String should have at most 20000 characters"),
        ({"question": OHIO, "fact": {}}, QuestionError, "fact: Extra inputs are not permitted"),
        ({"question": OHIO, "facts": {"handles_fiat": "maybe"}}, QuestionError, "facts.handles_fiat: "),
        ({"question": OHIO, "facts": {"handles_fyat": "no"}}, FactError, "fact 'handles_fyat' is unknown"),
        (7, QuestionError, "Input should be a valid dictionary"),
    ],
)
def test_what_cannot_be_asked_is_one_line(
    runnable: AssistantRunnable, given: Any, kind: type[Exception], fault: str
) -> None:
    with pytest.raises(kind) as raised:
        runnable.invoke(given)
    assert fault in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_batch_answers_as_one_by_one_and_a_fault_keeps_to_its_place(
    assistant: Assistant, runnable: AssistantRunnable
) -> None:
    good = [OHIO, FINRA, "How much is the filing fee?"]
    assert [a.text for a in runnable.batch(good)] == [assistant.ask(q).text for q in good]
    bad, given = {"question": OHIO, "facts": {"nonsense": "yes"}}, [OHIO, "", FINRA]
    outcomes = runnable.batch([*given, bad], return_exceptions=True)
    assert [type(one) for one in outcomes] == [Answer, QuestionError, Answer, FactError]
    assert outcomes[0] == assistant.ask(OHIO)
    with pytest.raises(QuestionError):
        runnable.batch(given)
    assert runnable.batch([]) == []


def test_a_batch_longer_than_one_slice_keeps_its_order(runnable: AssistantRunnable) -> None:
    questions = [OHIO, FINRA] * (BATCH // 2) + [FINRA]
    assert [answer.question for answer in runnable.batch(questions)] == questions


def test_callbacks_get_inputs_outputs_names_and_errors(
    runnable: AssistantRunnable, recorder: Recorder
) -> None:
    config: Any = {"callbacks": [recorder], "run_name": "licences", "tags": ["t"]}
    answer = runnable.invoke(OHIO, config)
    assert recorder.seen == [("start licences ['t']", OHIO), ("end", answer)]
    recorder.seen.clear()
    with pytest.raises(QuestionError):
        runnable.invoke("", config)
    assert [name for name, _ in recorder.seen] == ["start licences ['t']", "error"]
    recorder.seen.clear()
    runnable.batch([OHIO, ""], config, return_exceptions=True)
    assert sorted(name for name, _ in recorder.seen) == [
        *("end", "error", "start licences ['t']", "start licences ['t']"),
    ]


def test_it_is_a_link_of_a_chain(
    assistant: Assistant, runnable: AssistantRunnable, recorder: Recorder
) -> None:
    chain = RunnableLambda(lambda topic: f"What is {topic}, according to the article?") | RunnableParallel(
        answer=runnable, passages=SourceRetriever(assistant=assistant, k=2)
    )
    got = chain.invoke("SIPC", {"callbacks": [recorder]})
    assert got["answer"].kind == "passage"
    assert got["passages"][0].page_content in {c.quote for c in got["answer"].citations}
    assert ("documents", 2) in recorder.seen
    assert runnable.get_input_jsonschema()["anyOf"][0] == {"type": "string"}
    assert "citations" in runnable.get_output_jsonschema()["properties"]


def test_a_document_is_a_sentence_with_its_exact_place(assistant: Assistant, recorder: Recorder) -> None:
    retriever = SourceRetriever(assistant=assistant, k=3)
    documents = retriever.invoke(FINRA, {"callbacks": [recorder]})
    assert recorder.seen == [("retriever", FINRA), ("documents", 3)]
    assert "a non-governmental agency, but overseen by the SEC" in documents[0].page_content
    for rank, document in enumerate(documents, 1):
        place = document.metadata
        assert assistant.source.text[place["start"] : place["end"]] == document.page_content
        assert assistant.source.text.count("\n", 0, place["start"]) + 1 == place["line"]
        assert (place["source"], place["rank"]) == (assistant.source.id, rank)
    scores = [document.metadata["score"] for document in documents]
    assert scores == sorted(scores, reverse=True)
    assert len({document.id for document in documents}) == 3
    assert asyncio.run(retriever.ainvoke(FINRA)) == documents
    assert retriever.batch([FINRA])[0] == documents


def test_the_retriever_holds_its_limits(assistant: Assistant) -> None:
    with pytest.raises(ValueError, match="less than or equal to 20"):
        SourceRetriever(assistant=assistant, k=21)
    with pytest.raises(QuestionError, match="the question is empty"):
        SourceRetriever(assistant=assistant).invoke("  ")


def test_the_tool_gives_text_with_quotes_and_the_answer_as_its_artifact(
    assistant: Assistant, recorder: Recorder
) -> None:
    tool = ask_tool(assistant)
    call = {"name": tool.name, "id": "1", "type": "tool_call", "args": {"question": FINRA}}
    message = tool.invoke(call, {"callbacks": [recorder]})
    assert isinstance(message, ToolMessage)
    assert message.artifact == assistant.ask(FINRA)
    quote = message.artifact.citations[0]
    assert message.content == f"{message.artifact.text}\n\n" + "\n".join(
        f"[{c.n}] {c.source}, line {c.line}: “{c.quote}”" for c in message.artifact.citations
    )
    assert quote.quote in message.content
    assert recorder.seen[0] == ("tool", tool.name)
    call["args"] = {"question": NEVER, "facts": {"handles_fiat": "no"}, "conversation": [OHIO]}
    artifact = asyncio.run(tool.ainvoke(call)).artifact
    assert artifact.facts == {"serves_us_users": "yes", "handles_fiat": "no", "matches_orders": "no"}
    assert artifact.focus == ("ats",)


def test_the_tools_schema_says_what_may_be_given(assistant: Assistant) -> None:
    function = convert_to_openai_tool(ask_tool(assistant))["function"]
    assert all(f"- {fact}: " in function["description"] for fact in assistant.rulebook.facts)
    properties = function["parameters"]["properties"]
    assert properties["question"]["maxLength"] == 20_000
    assert properties["facts"]["additionalProperties"]["enum"] == ["yes", "no"]
    assert (properties["conversation"]["maxItems"], function["parameters"]["required"]) == (20, ["question"])


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({}, "question: Field required"),
        ({"question": "a" * 20_001}, "question: String should have at most 20000 characters"),
        ({"question": OHIO, "conversation": ["x"] * 21}, "conversation: List should have at most 20 items"),
        ({"question": OHIO, "fact": {}}, "fact: Extra inputs are not permitted"),
        ({"question": OHIO, "facts": {"handles_fyat": "no"}}, "fact 'handles_fyat' is unknown"),
        ({"question": " \t "}, "the question is empty"),
    ],
)
def test_a_tools_faults_come_back_to_the_model_in_one_line(
    assistant: Assistant, arguments: dict[str, Any], fault: str
) -> None:
    tool = ask_tool(assistant)
    message = tool.invoke({"name": tool.name, "id": "1", "type": "tool_call", "args": arguments})
    assert message.status == "error"
    assert fault in message.content
    assert "\n" not in message.content


def test_facts_given_first_can_be_taken_back_in_a_later_turn(assistant: Assistant) -> None:
    given = {"serves_us_users": "yes", "matches_orders": "yes"}
    turns = ["Do we need an ATS licence?", "Forget what I said about matching orders."]
    answer = answer_after(assistant, "So, an ATS?", given, turns)
    assert answer.facts == {"serves_us_users": "yes"}


def test_nothing_of_langchain_or_mcp_is_imported_before_it_is_needed() -> None:
    script = (
        "import sys, assistant.blocks; from assistant.assistant import Assistant; Assistant().ask('ATS?');"
        "print([name for name in sys.modules if name.partition('.')[0] in ('langchain_core', 'mcp', 'starlette')])"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
