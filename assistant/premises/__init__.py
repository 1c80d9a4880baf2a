"""What a question takes for the article's word, held against the article: quotes, and claims of what it says."""

from assistant.premises.examining import examine
from assistant.premises.records import NO_FINDINGS, Finding, Findings

__all__ = ["NO_FINDINGS", "Finding", "Findings", "examine"]
