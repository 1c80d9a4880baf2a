"""A local server that speaks the chat protocols of OpenAI, Anthropic and Ollama, and says what a script tells it to.

Streams as the real ones do. A `Script` is called with what was asked and gives a reply; what was sent is kept.
"""

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

NAME, TOKENS_IN, TOKENS_OUT = "scripted-1", 120, 40


@dataclass(frozen=True)
class Request:
    """`tool` is whether a tool's call was asked for; `data` the values of the prompt's <data> by name."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def tool(self) -> bool:
        return bool(self.body.get("tools"))

    @property
    def tool_name(self) -> str:
        """Of the tool that was offered; "" without one."""
        tools = self.body.get("tools") or [{}]
        return str(tools[0].get("name") or tools[0].get("function", {}).get("name", ""))

    @property
    def texts(self) -> list[str]:
        return [_plain(message["content"]) for message in self.body["messages"]]

    @property
    def data(self) -> dict[str, str]:
        found = {}
        for text in self.texts:
            for part in text.split('<data name="')[1:]:
                name, _, rest = part.partition('">')
                found.setdefault(name, _value(rest.partition("</data>")[0]))
        return found

    @property
    def repair(self) -> bool:
        return any('<data name="reasons">' in text for text in self.texts)


@dataclass(frozen=True)
class Reply:
    """`text`, or `call` (a tool's arguments). `how` it comes:

    whole, cut (at the limit of tokens), dropped (the line breaks half way), drip (without end), silent (nothing at
    all), malformed (no JSON in the stream), a status (as a number) with `headers`.
    """

    text: str = ""
    call: dict[str, Any] | None = None
    how: str | int = "whole"
    headers: dict[str, str] = field(default_factory=dict)


Script = Callable[[Request], Reply]


def _value(data: str) -> str:
    """One JSON string, or lines."""
    if data.startswith('"'):
        return str(json.loads(data))
    return data.removeprefix("\n").removesuffix("\n").replace("\\u003c", "<").replace("\\u003e", ">")


def _plain(content: Any) -> str:
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


def pieces(reply: Reply) -> list[str]:
    whole = json.dumps(reply.call) if reply.call is not None else reply.text
    return [whole[at : at + 40] for at in range(0, len(whole), 40)]


def openai_events(reply: Reply, tool: str) -> Iterator[str]:
    def event(delta: dict[str, Any], finish: str | None = None, **more: Any) -> str:
        choices = [{"index": 0, "delta": delta, "finish_reason": finish}]
        record = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": NAME}
        return "data: " + json.dumps(record | {"choices": choices} | more) + "\n\n"

    yield event({"role": "assistant", "content": ""})
    for number, piece in enumerate(pieces(reply)):
        if reply.call is None:
            yield event({"content": piece})
            continue
        named = {"id": "t1", "type": "function"} if number == 0 else {}
        function = {"arguments": piece} | ({"name": tool} if number == 0 else {})
        yield event({"tool_calls": [{"index": 0, "function": function} | named]})
    ended = "tool_calls" if reply.call is not None else "stop"
    yield event({}, "length" if reply.how == "cut" else ended)
    usage = {
        "prompt_tokens": TOKENS_IN,
        "completion_tokens": TOKENS_OUT,
        "total_tokens": TOKENS_IN + TOKENS_OUT,
    }
    yield event({}, None, usage=usage).replace(
        '"choices": [{"index": 0, "delta": {}, "finish_reason": null}]', '"choices": []'
    )
    yield "data: [DONE]\n\n"


def anthropic_events(reply: Reply, tool: str) -> Iterator[str]:
    def event(kind: str, **more: Any) -> str:
        return f"event: {kind}\ndata: {json.dumps({'type': kind} | more)}\n\n"

    calls = reply.call is not None
    message = {"id": "m1", "type": "message", "role": "assistant", "model": NAME, "content": []}
    message |= {"stop_reason": None, "stop_sequence": None}
    message |= {"usage": {"input_tokens": TOKENS_IN, "output_tokens": 1}}
    yield event("message_start", message=message)
    block = (
        {"type": "tool_use", "id": "t1", "name": tool, "input": {}} if calls else {"type": "text", "text": ""}
    )
    yield event("content_block_start", index=0, content_block=block)
    for piece in pieces(reply):
        delta = (
            {"type": "input_json_delta", "partial_json": piece}
            if calls
            else {"type": "text_delta", "text": piece}
        )
        yield event("content_block_delta", index=0, delta=delta)
    yield event("content_block_stop", index=0)
    ended = "max_tokens" if reply.how == "cut" else "tool_use" if calls else "end_turn"
    delta = {"stop_reason": ended, "stop_sequence": None}
    yield event("message_delta", delta=delta, usage={"input_tokens": TOKENS_IN, "output_tokens": TOKENS_OUT})
    yield event("message_stop")


def ollama_events(reply: Reply, tool: str) -> Iterator[str]:
    def event(message: dict[str, Any], **more: Any) -> str:
        record = {
            "model": NAME,
            "created_at": "2026-01-01T00:00:00Z",
            "message": {"role": "assistant"} | message,
        }
        return json.dumps(record | more) + "\n"

    if reply.call is not None:
        called = [{"function": {"name": tool, "arguments": reply.call}}]
        yield event({"content": "", "tool_calls": called}, done=False)
    else:
        for piece in pieces(reply):
            yield event({"content": piece}, done=False)
    ended = "length" if reply.how == "cut" else "stop"
    counts = {"prompt_eval_count": TOKENS_IN, "eval_count": TOKENS_OUT}
    yield event({"content": ""}, done=True, done_reason=ended, **counts)


PROTOCOLS: dict[str, Callable[[Reply, str], Iterable[str]]] = {
    "/v1/chat/completions": openai_events,
    "/v1/messages": anthropic_events,
    "/api/chat": ollama_events,
}


class ScriptedModel:
    """`url` is the server's root. Set `script` before each test."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.script: Script = obedient
        self.closing = threading.Event()
        self.silent = threading.Event()
        """Set while a request waits for what never comes."""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def begin(self, script: Script) -> "ScriptedModel":
        self.requests.clear()
        self.silent.clear()
        self.script = script
        return self

    def _handler(model: "ScriptedModel") -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None: ...

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                headers = {name.lower(): value for name, value in self.headers.items()}
                request = Request(self.path, headers, body)
                model.requests.append(request)
                with suppress(BrokenPipeError, ConnectionResetError):
                    self.send(model.script(request), request)

            def send(self, reply: Reply, request: Request) -> None:
                if isinstance(reply.how, int):
                    self.fail(reply)
                    return
                if reply.how == "silent":
                    model.silent.set()
                    model.closing.wait()
                    return
                self.send_response(200)
                kind = (
                    "application/x-ndjson" if self.path == "/api/chat" else "text/event-stream; charset=utf-8"
                )
                self.send_header("content-type", kind)
                self.end_headers()
                self.stream(reply, list(PROTOCOLS[self.path](reply, request.tool_name)))

            def stream(self, reply: Reply, events: list[str]) -> None:
                if reply.how == "malformed":
                    events = [events[0], "data: {not json\n\n" if "data:" in events[0] else "{not json\n"]
                elif reply.how == "dropped":
                    events = events[: len(events) // 2]
                for event in events if reply.how != "drip" else events[:2]:
                    self.wfile.write(event.encode())
                    self.wfile.flush()
                while reply.how == "drip" and not model.closing.wait(0.05):
                    self.wfile.write(events[1].encode())
                    self.wfile.flush()

            def fail(self, reply: Reply) -> None:
                text = json.dumps({"type": "error", "error": {"type": "error", "message": reply.text}})
                self.send_response(int(reply.how))
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(text)))
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text.encode())

        return Handler


@contextmanager
def running() -> Iterator[ScriptedModel]:
    model = ScriptedModel()
    thread = threading.Thread(target=model.server.serve_forever, args=(0.01,))
    thread.start()
    yield model
    model.closing.set()
    model.server.shutdown()
    thread.join()
    model.server.server_close()


NOTHING_READ = {"kind": "licences", "focus": [], "facts": []}


def reading(*facts: tuple[str, str, str], kind: str = "licences", focus: Iterable[str] = ()) -> Reply:
    """A call of the tool with facts as (id, value, words)."""
    listed = [dict(zip(("fact", "value", "words"), fact, strict=True)) for fact in facts]
    return Reply(call={"kind": kind, "focus": list(focus), "facts": listed})


def obedient(request: Request) -> Reply:
    """Reads nothing, and gives an answer back as it was."""
    return reading() if request.tool else Reply(request.data["answer"])


def rewording(edit: Callable[[str], str], read: Reply | None = None) -> Script:
    """Edits the answer; at the repair too."""

    def script(request: Request) -> Reply:
        return (read or reading()) if request.tool else Reply(edit(request.data["answer"]))

    return script


def always(reply: Reply) -> Script:
    return lambda _: reply
