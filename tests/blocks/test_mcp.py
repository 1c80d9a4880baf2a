"""The MCP server through the SDK's own client, over standard input and output and over HTTP."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from jsonschema import Draft202012Validator
from mcp import Client, MCPError, StdioServerParameters
from mcp.types import CallToolResult

from assistant.assistant import Assistant
from assistant.audit import AuditLog, replay
from assistant.blocks.passages import find
from assistant.blocks.server import MOST_BYTES, licence_server
from assistant.commands.mcp import check_loopback
from assistant.errors import SettingsError

ROOT = Path(__file__).parents[2]
OHIO = "We have customers in Ohio. Do we need an ATS licence?"
NEVER = "No, we never match orders, each trade is with us."
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
STDIO = StdioServerParameters(command=sys.executable, args=["-m", "assistant", "mcp"], env=ENVIRONMENT)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Of a server in a process of its own, which has said that it listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "assistant", "mcp", "--http", "--port", str(port)]
    process = subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    said = process.stderr.readline().strip()
    assert said == f"http://127.0.0.1:{port}/mcp"
    yield said
    process.terminate()
    process.communicate()


class Session:
    """A connected client, on a loop of its own, for tests that wait for each call."""

    def __init__(self, portal: BlockingPortal, client: Client) -> None:
        self.portal, self.client = portal, client

    def call(self, name: str, **arguments: Any) -> CallToolResult:
        return self.portal.call(self.client.call_tool, name, arguments)


@contextmanager
def connected(target: Any) -> Iterator[Session]:
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(Client(target)) as client:
        yield Session(portal, client)


@pytest.fixture(scope="module", params=["stdio", "http"])
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    with connected(STDIO if request.param == "stdio" else request.getfixturevalue("url")) as session:
        yield session


def text_of(result: CallToolResult) -> str:
    return "".join(part.text for part in result.content)


CALLS: dict[str, dict[str, Any]] = {
    "ask": {"question": NEVER, "facts": {"handles_fiat": "no"}, "conversation": [OHIO]},
    "evaluate": {"facts": {"serves_us_users": "yes"}, "licences": ["sipc", "ats"], "language": "zh"},
    "search": {"query": "Who oversees FINRA?", "count": 2},
    "read_rule": {"licence": "ats"},
}


def test_a_client_can_ask_evaluate_search_and_read_a_rule(session: Session, assistant: Assistant) -> None:
    listed = session.portal.call(session.client.list_tools).tools
    results = {name: session.call(name, **given) for name, given in CALLS.items()}
    assert [tool.name for tool in listed] == ["ask", "evaluate", "search", "read_rule"]
    assert "guess nothing" in (session.client.instructions or "")
    for tool in listed:
        found = results[tool.name]
        assert not found.is_error, text_of(found)
        Draft202012Validator(tool.output_schema).validate(found.structured_content)
        assert tool.annotations.read_only_hint
    answer = results["ask"].structured_content
    assert answer["verdicts"]["ats"]["verdict"] == "not_required"
    assert answer["facts"] == {"serves_us_users": "yes", "handles_fiat": "no", "matches_orders": "no"}
    assert text_of(results["ask"]).startswith(answer["text"])
    platform = results["evaluate"].structured_content
    verdicts = {one["licence"]: one["verdict"] for one in platform["decisions"]}
    assert verdicts == {"ats": "depends", "sipc": "recommended"}
    assert platform["ask_next"] == "matches_orders"
    assert platform["question"] == assistant.rulebook.facts["matches_orders"].question["zh"]
    passages = results["search"].structured_content["passages"]
    expected = [one.model_dump(mode="json") for one in find(assistant, "Who oversees FINRA?", 2)]
    assert passages == expected
    rules = results["read_rule"].structured_content
    assert {rule["verdict"] for rule in rules["rules"]} == {"required", "not_required"}
    assert rules["first"] == ["finra"]
    for part in [*rules["rules"], *platform["decisions"]]:
        for quote in part["quotes"]:
            assert assistant.source.text[quote["start"] : quote["end"]] == quote["quote"]


FAULTS = [
    ("ask", {}, "question: Field required"),
    ("ask", {"question": "x" * 20_001}, "question: String should have at most 20000 characters"),
    ("ask", {"question": OHIO, "conversation": ["x"] * 21}, "conversation: List should have at most 20"),
    ("ask", {"question": OHIO, "secretly": 1}, "secretly: Extra inputs are not permitted"),
    ("ask", {"question": " "}, "the question is empty"),
    ("evaluate", {"facts": {"handles_fyat": "no"}}, "fact 'handles_fyat' is unknown"),
    ("evaluate", {"facts": {"handles_fiat": "perhaps"}}, "facts.handles_fiat: Input should be 'yes' or 'no'"),
    ("evaluate", {"facts": {}, "licences": ["atz"]}, "there is no licence 'atz'"),
    (
        "evaluate",
        {"facts": {"collects_margin": "yes", "offers_derivatives": "no"}},
        "contradict each other",
    ),
    ("search", {"query": "FINRA", "count": 21}, "count: Input should be less than or equal to 20"),
    ("read_rule", {"licence": "../../etc/passwd"}, "there is no licence"),
]


def test_what_cannot_be_asked_comes_back_in_one_line(session: Session) -> None:
    for name, given, fault in FAULTS:
        found = session.call(name, **given)
        assert found.is_error
        assert fault in text_of(found)
        assert "\n" not in text_of(found)


def test_an_unknown_tool_is_a_fault_of_the_protocol(session: Session) -> None:
    with pytest.raises(MCPError, match="there is no such tool: it is one of ask, evaluate"):
        session.call("delete_everything")


def test_many_calls_at_once_each_get_their_own_answer(url: str, assistant: Assistant) -> None:
    questions = [f"{OHIO} ({n})" for n in range(12)]

    async def work(client: Client) -> list[CallToolResult]:
        return await asyncio.gather(*(client.call_tool("ask", {"question": text}) for text in questions))

    with connected(url) as session:
        answers = [found.structured_content for found in session.portal.call(work, session.client)]
    assert [answer["question"] for answer in answers] == questions
    assert answers[3] == assistant.ask(questions[3]).model_dump(mode="json")


def test_http_takes_no_other_host_no_foreign_page_and_no_flood(url: str) -> None:
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    accepts = {"accept": "application/json, text/event-stream"}
    assert httpx.post(url, json=ping, headers=accepts).status_code == 200
    assert httpx.post(url, json=ping, headers=accepts | {"host": "evil.example"}).status_code == 421
    assert httpx.post(url, json=ping, headers=accepts | {"origin": "http://evil.example"}).status_code == 403
    flood = ping | {"params": {"x": "x" * MOST_BYTES}}
    assert httpx.post(url, json=flood, headers=accepts).status_code == 413
    assert httpx.post(url, content=b"{", headers=accepts | {"content-type": "application/json"}).is_error


def test_a_fault_of_the_servers_own_is_named_by_its_kind_alone(assistant: Assistant, caplog: Any) -> None:
    class Broken(Assistant):
        def ask(self, *_: Any, **__: Any) -> Any:
            raise RuntimeError("the password is swordfish")

    with connected(licence_server(Broken(assistant.settings))) as session:
        found = session.call("ask", question=OHIO)
    assert found.is_error
    assert text_of(found) == "the server could not do it (RuntimeError): see its log"
    assert "swordfish" in caplog.text


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "example.com", "::"])
def test_it_listens_on_loopback_alone(host: str) -> None:
    with pytest.raises(SettingsError, match=f"--host {host}: only loopback"):
        check_loopback(host)


def test_a_wrong_address_is_one_line(url: str) -> None:
    port = url.split(":")[2].removesuffix("/mcp")
    for given, fault in [(("--host", "0.0.0.0"), "only loopback"), (("--port", port), "choose another")]:
        command = [sys.executable, "-m", "assistant", "mcp", "--http", *given]
        result = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
        assert (result.returncode, result.stdout) == (2, "")
        assert fault in result.stderr
        assert result.stderr.count("\n") == 1


def test_every_answer_is_in_the_log_before_the_client_has_it(tmp_path: Path, assistant: Assistant) -> None:
    log = AuditLog(tmp_path / "audit")
    with connected(licence_server(assistant, log)) as session:
        asked = session.call("ask", **CALLS["ask"])
        session.call("evaluate", **CALLS["evaluate"])
        (entry,) = log.entries()
        assert entry.answer.model_dump(mode="json") == asked.structured_content
        assert entry.given == {"handles_fiat": "no"}
        assert entry.before
        assert entry.before.question == OHIO
        assert replay(entry, assistant).same
        log.head_file.unlink()
        refused = session.call("ask", **CALLS["ask"])
    assert refused.is_error
    assert "head.json is missing" in text_of(refused)


def test_the_command_logs_where_the_setting_says_so(tmp_path: Path) -> None:
    for audit, count in (("on", 1), ("off", 0)):
        environment = {**ENVIRONMENT, "ASSISTANT_DATA": str(tmp_path / audit), "ASSISTANT_AUDIT": audit}
        with connected(STDIO.model_copy(update={"env": environment})) as session:
            session.call("ask", question="What is SIPC for?")
        assert len(list(AuditLog(tmp_path / audit / "audit").entries())) == count
