"""The prose gate: what a rewording of an answer has to keep, whoever reworded it."""

from assistant.prose.examining import Examined, claims_only, examine
from assistant.prose.mixing import mixed, reworded
from assistant.prose.repairing import repairs

__all__ = ["Examined", "claims_only", "examine", "mixed", "repairs", "reworded"]
