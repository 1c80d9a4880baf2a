"""A Model Context Protocol server over the one `Assistant`: to ask, to evaluate facts, to search, to read a rule.

What cannot be asked comes back to the model as one line that does not repeat what was given. A fault of the server's
own is named by its kind alone.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import anyio
import anyio.to_thread
from mcp import MCPError
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant import __version__
from assistant.answer import Answer, Record
from assistant.assistant import Assistant
from assistant.audit import AuditLog
from assistant.blocks import tool
from assistant.blocks.asking import answers_after, as_text
from assistant.blocks.catalogue import facts_in_words, licences_in_words
from assistant.blocks.inputs import Count, Facts, InLanguage, LicenceId, Licences, Query, complaint
from assistant.blocks.passages import Passage, find
from assistant.blocks.platform import Platform, evaluate
from assistant.blocks.rules import LicenceRules, read_rules
from assistant.errors import AssistantError

__all__ = ["AT_ONCE", "MOST_BYTES", "http_app", "licence_server", "serve_stdio"]

AT_ONCE = 4  # calls under way together; more wait
MOST_BYTES = 4 * 1024 * 1024  # of an HTTP request: 21 texts of the longest kind, four bytes a character
NAME = "us-stock-token-licences"
INSTRUCTIONS = (
    "Which US registrations a platform for tokenised US stocks needs, from one article. Verdicts come from a rulebook; "
    "quotes are to the letter. What is not known is asked for: put `ask_next` to the user, guess nothing. "
    "State a verdict only as it is given, with its quote. Not legal advice."
)
_log = logging.getLogger(__name__)


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Evaluated(_Given):
    facts: Facts
    licences: Licences = []
    language: InLanguage = "en"


class _Searched(_Given):
    query: Query
    count: Count = 5


class _Read(_Given):
    licence: LicenceId
    language: InLanguage = "en"


class Passages(Record):
    """Sentences, the best first."""

    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class _Tool:
    name: str
    title: str
    description: str
    given: type[BaseModel]
    result: type[Record]
    work: Callable[[Any], Record]

    def listed(self) -> Tool:
        return Tool(
            name=self.name,
            title=self.title,
            description=self.description,
            input_schema=self.given.model_json_schema(),
            output_schema=self.result.model_json_schema(),
            annotations=ToolAnnotations(read_only_hint=True, destructive_hint=False, open_world_hint=False),
        )

    def called(self, arguments: dict[str, Any]) -> CallToolResult:
        try:
            result = self.work(self.given.model_validate(arguments))
        except ValidationError as error:
            return _refused(complaint(error))
        except AssistantError as error:
            return _refused(str(error))
        text = as_text(result) if isinstance(result, Answer) else result.model_dump_json(indent=1)
        content = [TextContent(type="text", text=text)]
        return CallToolResult(content=content, structured_content=result.model_dump(mode="json"))


def _refused(line: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=line)], is_error=True)


def _tools(assistant: Assistant, log: AuditLog | None) -> list[_Tool]:
    book = assistant.rulebook
    facts, licences = f"Fact ids:\n{facts_in_words(book)}", f"Licence ids: {licences_in_words(book)}"

    def asked(given: tool.Asked) -> Answer:
        *before, answer = answers_after(assistant, given.question, given.facts, given.conversation)
        if log:
            log.append(answer, given=given.facts, before=before)
        return answer

    def evaluated(given: _Evaluated) -> Platform:
        return evaluate(assistant, given.facts, given.licences, given.language)

    def searched(given: _Searched) -> Passages:
        return Passages(passages=tuple(find(assistant, given.query, given.count)))

    def read(given: _Read) -> LicenceRules:
        return read_rules(assistant, given.licence, given.language)

    evaluating = "The verdict, reason and quotes for each licence of a platform that is given by its facts."
    searching = (
        "The sentences of the source article that best match a query, to the letter, each with its line."
    )
    reading = (
        "The rules of one licence: conditions in words, reasons, quotes, and notes from outside the article."
    )
    return [
        _Tool("ask", "Ask a question", f"{tool.DESCRIPTION}\n\n{facts}", tool.Asked, Answer, asked),
        _Tool(
            "evaluate",
            "Evaluate a platform",
            f"{evaluating}\n\n{facts}\n\n{licences}",
            _Evaluated,
            Platform,
            evaluated,
        ),
        _Tool("search", "Search the source", searching, _Searched, Passages, searched),
        _Tool("read_rule", "Read a rule", f"{reading}\n\n{licences}", _Read, LicenceRules, read),
    ]


def licence_server(assistant: Assistant | None = None, log: AuditLog | None = None) -> Server[Any]:
    """The server, to be run over any transport of the SDK. Every answer is in `log` before the client has it."""
    tools = {one.name: one for one in _tools(assistant or Assistant(), log)}
    listed = [one.listed() for one in tools.values()]
    seats: list[anyio.CapacityLimiter] = []

    async def list_tools(
        _: ServerRequestContext[Any], params: PaginatedRequestParams | None
    ) -> ListToolsResult:
        return ListToolsResult(tools=listed)

    async def call_tool(_: ServerRequestContext[Any], params: CallToolRequestParams) -> CallToolResult:
        if params.name not in tools:
            raise MCPError(INVALID_PARAMS, f"there is no such tool: it is one of {', '.join(tools)}")
        if not seats:  # belongs to the loop that runs the calls
            seats.append(anyio.CapacityLimiter(AT_ONCE))
        try:
            return await anyio.to_thread.run_sync(
                tools[params.name].called, params.arguments or {}, limiter=seats[0]
            )
        except Exception as error:  # a client must not learn more of a fault than its kind
            _log.exception("tool %s", params.name)
            return _refused(f"the server could not do it ({type(error).__name__}): see its log")

    return Server(
        NAME,
        version=__version__,
        title="US licences of stock token platforms",
        instructions=INSTRUCTIONS,
        get_tool_input_schema=lambda name: tools[name].given.model_json_schema() if name in tools else None,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def serve_stdio(server: Server[Any]) -> None:
    """Until standard input ends. Nothing else may print on standard output."""

    async def serve() -> None:
        async with stdio_server() as (receive, send):
            await server.run(receive, send, server.create_initialization_options())

    anyio.run(serve)


def http_app(server: Server[Any], host: str) -> Any:
    """An ASGI application with the server at `/mcp`. Nothing is kept between requests.

    On loopback only requests that name loopback as their host, and as their origin where they have one, are taken:
    a page in a browser must not reach it by another name.
    """
    return server.streamable_http_app(
        json_response=True, stateless_http=True, max_request_body_size=MOST_BYTES, host=host
    )
