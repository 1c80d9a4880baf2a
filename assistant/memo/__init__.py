"""A memo to take away: facts, verdicts, quotes, law notes, and what it was made with, as Markdown, DOCX, PDF or JSON.

Example:
    >>> from datetime import date
    >>> from assistant.memo import memo_of, rendered
    >>> memo = memo_of([answer], assistant.rulebook, assistant.source, language="en", day=date.today(),
    ...                provenance=assistant.provenance)  # doctest: +SKIP
    >>> data = rendered(memo, "pdf")  # doctest: +SKIP
"""

from assistant.memo.formats import FORMATS, MEDIA, rendered
from assistant.memo.making import memo_of
from assistant.memo.records import Memo

__all__ = ["FORMATS", "MEDIA", "Memo", "memo_of", "rendered"]
