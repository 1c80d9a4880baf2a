"""What may be asked from outside, with its limits: the types that schemas of tools are made from."""

from typing import Annotated

from pydantic import Field, ValidationError

from assistant.answer import Language, Value
from assistant.settings import MAX_QUESTION

__all__ = [
    "MOST_PASSAGES",
    "MOST_TURNS",
    "Count",
    "Facts",
    "InLanguage",
    "LicenceId",
    "Licences",
    "Query",
    "Question",
    "Turns",
    "complaint",
]

MOST_TURNS = 20
MOST_PASSAGES = 20
_MOST_IDS = 64

_Text = Annotated[str, Field(min_length=1, max_length=MAX_QUESTION)]
_Id = Annotated[str, Field(min_length=1, max_length=_MOST_IDS)]

Question = Annotated[_Text, Field(description="The question, in English or Chinese.")]
Facts = Annotated[
    dict[_Id, Value],
    Field(max_length=_MOST_IDS, description="What is known of the platform: fact ids to yes or no."),
]
Turns = Annotated[
    list[_Text],
    Field(max_length=MOST_TURNS, description="The earlier questions of this conversation, oldest first."),
]
Query = Annotated[_Text, Field(description="What to look for.")]
Count = Annotated[int, Field(ge=1, le=MOST_PASSAGES, description="How many sentences at most.")]
LicenceId = Annotated[_Id, Field(description="A licence id, for example ats.")]
Licences = Annotated[
    list[_Id], Field(max_length=_MOST_IDS, description="The licence ids wanted; none means every one.")
]
InLanguage = Annotated[Language, Field(description="Language of names and reasons; quotes stay as they are.")]


def complaint(error: ValidationError) -> str:
    """The first fault in one line: where, what and how many more. It does not repeat what was given."""
    first, *more = error.errors(include_input=False, include_url=False)
    where = ".".join(str(part) for part in first["loc"])
    rest = f" (and {len(more)} more)" if more else ""
    return f"{where}: {first['msg']}{rest}" if where else f"{first['msg']}{rest}"
