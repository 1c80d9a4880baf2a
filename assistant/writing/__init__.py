"""Writing: verdicts and sentences to text, every claim with its quotes, in two languages."""

from assistant.writing.age import age_note
from assistant.writing.draft import Draft, Line, Numbered, numbered
from assistant.writing.licences import Asked, write_licences
from assistant.writing.passages import paraphrases, write_abstention, write_passage
from assistant.writing.polarity import may_ask_to_be_spared, plainly_asks_if_needed

__all__ = [
    "Asked",
    "Draft",
    "Line",
    "Numbered",
    "age_note",
    "may_ask_to_be_spared",
    "numbered",
    "paraphrases",
    "plainly_asks_if_needed",
    "write_abstention",
    "write_licences",
    "write_passage",
]
