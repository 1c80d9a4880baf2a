"""The ids that may be used, in words: what stands in the descriptions of tools."""

from assistant.rulebook import Rulebook

__all__ = ["facts_in_words", "licences_in_words"]


def facts_in_words(book: Rulebook) -> str:
    """A line for each fact: its id and the question that it answers."""
    return "\n".join(f"- {fact.id}: {fact.question['en']}" for fact in book.facts.values())


def licences_in_words(book: Rulebook) -> str:
    """`ats (ATS licence), …`"""
    return ", ".join(f"{licence.id} ({licence.name['en']})" for licence in book.licences.values())
