"""Spans as a collector gets them: from a provider in this process, and over real OTLP from `assistant ask`."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue

import pytest
from opentelemetry import trace
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from assistant.assistant import Assistant
from assistant.errors import FactError
from assistant.settings import Settings

LICENCE = "We match orders of users in Nebraska. Do we need an ATS licence?"
PASSAGE = "Is FINRA a government agency, according to the article?"


@pytest.fixture(scope="module")
def exporter() -> InMemorySpanExporter:
    """Collects from the provider of this process; there is one, and it can be set once."""
    provider, memory = TracerProvider(), InMemorySpanExporter()
    provider.add_span_processor(SimpleSpanProcessor(memory))
    trace.set_tracer_provider(provider)
    return memory


@pytest.fixture
def spans(exporter: InMemorySpanExporter) -> InMemorySpanExporter:
    exporter.clear()
    return exporter


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(Settings(traces="host"))


@pytest.fixture(scope="module")
def telling() -> Assistant:
    return Assistant(Settings(traces="host", traces_content=True))


def attributes(span: ReadableSpan) -> dict[str, object]:
    return dict(span.attributes or {})


def by_name(exporter: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {span.name: span for span in exporter.get_finished_spans()}


def everything_in(exporter: InMemorySpanExporter) -> str:
    return "\n".join(span.to_json() for span in exporter.get_finished_spans())


@pytest.mark.parametrize(
    ("question", "stages"),
    [
        (LICENCE, ["assistant.reading", "assistant.rules", "assistant.gate"]),
        (PASSAGE, ["assistant.reading", "assistant.retrieval", "assistant.gate"]),
    ],
)
def test_each_stage_of_an_answer_is_a_span_under_its_question(
    assistant: Assistant, spans: InMemorySpanExporter, question: str, stages: list[str]
) -> None:
    answer = assistant.ask(question)
    finished = spans.get_finished_spans()
    assert [span.name for span in finished] == [*stages, "assistant.ask"]
    root = finished[-1]
    assert root.parent is None
    assert all(span.parent == root.context for span in finished[:-1])
    assert attributes(root) == {"assistant.kinds": (answer.kind,)}
    assert attributes(by_name(spans)["assistant.gate"])["assistant.citations"] == len(answer.citations)


def test_spans_stand_under_the_span_of_whoever_asks(
    assistant: Assistant, spans: InMemorySpanExporter
) -> None:
    with trace.get_tracer("host").start_as_current_span("request") as request:
        assistant.ask(LICENCE)
    parent = by_name(spans)["assistant.ask"].parent
    assert parent
    assert parent.span_id == request.get_span_context().span_id


@pytest.mark.parametrize("question", [LICENCE, PASSAGE])
def test_no_words_facts_or_verdicts_are_in_a_span_unless_asked_for(
    assistant: Assistant, telling: Assistant, spans: InMemorySpanExporter, question: str
) -> None:
    answer = assistant.ask(question)
    words = {
        *question.split(),
        *answer.facts,
        *answer.verdicts,
        *(verdict.verdict for verdict in answer.verdicts.values()),
        *(citation.quote for citation in answer.citations),
    }
    silent = everything_in(spans)
    assert not {word for word in words if len(word) > 3 and word in silent}
    spans.clear()
    telling.ask(question)
    told = attributes(by_name(spans)["assistant.ask"])
    assert told["assistant.questions"] == (question,)
    assert told["assistant.texts"] == (answer.text,)


def test_content_says_what_was_read_and_decided(telling: Assistant, spans: InMemorySpanExporter) -> None:
    telling.ask(LICENCE)
    read = attributes(by_name(spans)["assistant.reading"])["assistant.facts_read"]
    assert any(line.startswith("matches_orders=yes: ") for line in read)  # type: ignore[attr-defined]
    assert "ats=required" in attributes(by_name(spans)["assistant.rules"])["assistant.verdicts"]  # type: ignore[operator]


def test_an_error_marks_its_span_and_repeats_what_was_asked_only_where_content_is_wanted(
    assistant: Assistant, telling: Assistant, spans: InMemorySpanExporter
) -> None:
    for one, message in (
        (assistant, None),
        (telling, "fact handles_fiat: 'sometimes' is not a value: yes or no"),
    ):
        spans.clear()
        with pytest.raises(FactError):
            one.ask(LICENCE, facts={"handles_fiat": "sometimes"})  # type: ignore[dict-item]
        (span,) = spans.get_finished_spans()
        assert (span.status.status_code, span.status.description) == (StatusCode.ERROR, message)
        assert attributes(span) == {"error.type": "FactError"}
        assert span.events == ()


def test_facts_set_by_hand_are_a_trace_of_their_own(
    assistant: Assistant, spans: InMemorySpanExporter
) -> None:
    answer = assistant.ask(LICENCE)
    spans.clear()
    assistant.with_facts(answer, {"matches_orders": "no"})
    names = [span.name for span in spans.get_finished_spans()]
    assert names == ["assistant.rules", "assistant.gate", "assistant.with_facts"]


def test_off_and_outside_a_question_there_is_no_span(
    assistant: Assistant, spans: InMemorySpanExporter
) -> None:
    assert Settings().traces == "off"
    Assistant(Settings()).ask(LICENCE)
    assistant.rulebook.evaluate({"serves_us_users": "yes"})
    assert spans.get_finished_spans() == ()


def test_off_imports_no_opentelemetry() -> None:
    script = (
        "import sys; from assistant.assistant import Assistant; Assistant().ask('Do we need an ATS licence?');"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_without_the_extra_one_line_names_it() -> None:
    script = (
        "import sys; sys.modules['opentelemetry'] = None; sys.argv = ['assistant', 'ask', 'ATS?'];"
        "from assistant.commands import main; main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env=os.environ | {"ASSISTANT_TRACES": "otlp"},
        check=False,
    )
    assert result.returncode == 2
    assert "install stock-token-licence-assistant[traces]" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.fixture
def collector() -> Iterator[tuple[str, "Queue[tuple[str, bytes]]"]]:
    """A real HTTP server that takes what an OTLP collector takes: its address, and what it got."""
    got: Queue[tuple[str, bytes]] = Queue()

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.put((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.send_header("Content-Type", "application/x-protobuf")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Collector) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", got
        server.shutdown()
        thread.join()


def test_a_collector_gets_the_spans_of_a_command_over_http(
    collector: tuple[str, "Queue[tuple[str, bytes]]"],
) -> None:
    address, got = collector
    result = subprocess.run(
        [sys.executable, "-m", "assistant", "ask", LICENCE],
        capture_output=True,
        text=True,
        env=os.environ | {"ASSISTANT_TRACES": "otlp", "OTEL_EXPORTER_OTLP_ENDPOINT": address},
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    received = [
        got.get(timeout=10)
    ]  # the command has ended: the rest, where a slow one sent twice, is there too
    while not got.empty():
        received.append(got.get())
    assert {path for path, _ in received} == {"/v1/traces"}
    sent = [ExportTraceServiceRequest.FromString(body).resource_spans[0] for _, body in received]
    names = [span.name for part in sent for scope in part.scope_spans for span in scope.spans]
    assert names == ["assistant.reading", "assistant.rules", "assistant.gate", "assistant.ask"]
    service = {item.key: item.value.string_value for item in sent[0].resource.attributes}
    assert service["service.name"] == "stock-token-licence-assistant"
    assert not any(b"Nebraska" in body for _, body in received)
