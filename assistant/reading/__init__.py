"""Reading: words to kind, focus, facts with their words, and conflicts. Knows no verdicts."""

from assistant.reading.names import foreign, mentions
from assistant.reading.reader import Reader
from assistant.reading.records import Context, FactRead, Heard, Reading
from assistant.reading.simplified import simplified

__all__ = ["Context", "FactRead", "Heard", "Reader", "Reading", "foreign", "mentions", "simplified"]
