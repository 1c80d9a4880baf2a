"""Further documents beside the article: added, listed, removed and searched. They never reach a verdict.

Example:
    >>> library = Library.of(current())
    >>> library.add("memo.pdf", title="Our memo", date="2026-05-02", origin="counsel").document.id
    'memo-pdf'
"""

from assistant.sources.library import Added, Library
from assistant.sources.parsing import ENDINGS
from assistant.sources.records import Document, Excerpt

__all__ = ["ENDINGS", "Added", "Document", "Excerpt", "Library"]
