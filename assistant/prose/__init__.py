"""The prose gate: what a rewording of an answer has to keep, whoever reworded it."""

from assistant.prose.examining import Examined, Examiner, claims_only, examine
from assistant.prose.sentences import Sentence

__all__ = ["Examined", "Examiner", "Sentence", "claims_only", "examine"]
