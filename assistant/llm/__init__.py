"""The optional LLM: it may read a question and reword an answer. It decides nothing, and the rest works without it."""

from assistant.llm.llm import Llm, Turn

__all__ = ["Llm", "Turn"]
