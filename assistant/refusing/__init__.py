"""Whether the sentences found answer a question at all, or the question wants what the article does not say."""

from assistant.refusing.chinese import in_english
from assistant.refusing.detail import lacking
from assistant.refusing.features import Evidence
from assistant.refusing.judge import SURE, Judge

__all__ = ["SURE", "Evidence", "Judge", "in_english", "lacking"]
