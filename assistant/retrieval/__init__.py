"""Finding the sentences of the source that answer a question: dense, by keywords, and by known questions."""

from assistant.retrieval.bank import Known, is_held_out, load_bank
from assistant.retrieval.retriever import Found, Hit, Retriever, build_index

__all__ = ["Found", "Hit", "Known", "Retriever", "build_index", "is_held_out", "load_bank"]
