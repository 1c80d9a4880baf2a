"""A langchain retriever over the sentences of the source."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field

from assistant.assistant import Assistant
from assistant.blocks.inputs import MOST_PASSAGES
from assistant.blocks.passages import Passage, find

__all__ = ["SourceRetriever"]


class SourceRetriever(BaseRetriever):
    """The `k` best sentences for a query, as an answer would find them.

    A document's text is the sentence to the letter. Its metadata are `source`, `line` (from 1), `start` and `end`
    (code points: `source[start:end]` is the text), `heading`, `score` (0 to 1) and `rank` (from 1).

    Raises:
        QuestionError: the query is empty, too long, or no text.

    Example:
        >>> SourceRetriever(k=1).invoke("Who oversees FINRA?")[0].metadata["line"]
        16
    """

    assistant: Assistant = Field(default_factory=Assistant)
    k: int = Field(5, ge=1, le=MOST_PASSAGES)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [_document(passage) for passage in find(self.assistant, query, self.k)]


def _document(passage: Passage) -> Document:
    return Document(
        id=f"{passage.source}:{passage.start}-{passage.end}",
        page_content=passage.text,
        metadata=passage.model_dump(exclude={"text"}),
    )
