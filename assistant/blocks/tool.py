"""A langchain tool that a model may call: a question, with facts and the conversation, to a cited answer."""

from langchain_core.tools import BaseTool, StructuredTool, ToolException
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answer import Answer, Value
from assistant.assistant import Assistant
from assistant.blocks.asking import answer_after, as_text
from assistant.blocks.catalogue import facts_in_words
from assistant.blocks.inputs import Facts, Question, Turns, complaint
from assistant.errors import AssistantError

__all__ = ["DESCRIPTION", "NAME", "Asked", "ask_tool"]

NAME = "ask_us_stock_token_licences"
DESCRIPTION = (
    "Which US registrations (FinCEN MSB, broker-dealer, ATS, FINRA, SIPC, transfer agent, CFTC and its kinds, NFA) a "
    "platform for tokenised US stocks needs, or what the source article says of them. Verdicts come from a rulebook; "
    "every claim is cited by [n] with an exact quote. It refuses what the article does not answer. Not legal advice."
)


class Asked(BaseModel):
    """What the tool takes."""

    model_config = ConfigDict(extra="forbid")

    question: Question
    facts: Facts = {}
    conversation: Turns = []


def ask_tool(assistant: Assistant | None = None) -> BaseTool:
    """The tool. Its content is the answer's text with its quotes, its artifact the `Answer`.

    Faults, of arguments too, come back as content, in one line.
    """
    asked = assistant or Assistant()

    def ask(
        question: str, facts: dict[str, Value] | None = None, conversation: list[str] | None = None
    ) -> tuple[str, Answer]:
        try:
            answer = answer_after(asked, question, facts or {}, conversation or [])
        except AssistantError as error:
            raise ToolException(str(error)) from error
        return as_text(answer), answer

    return StructuredTool.from_function(
        ask,
        name=NAME,
        description=f"{DESCRIPTION}\n\nFact ids:\n{facts_in_words(asked.rulebook)}",
        args_schema=Asked,
        response_format="content_and_artifact",
        handle_tool_error=True,
        handle_validation_error=_in_a_line,
    )


def _in_a_line(error: object) -> str:
    return complaint(error) if isinstance(error, ValidationError) else str(error)
