"""Whether the sentences found answer a question at all, or the question wants what the article does not say."""

from assistant.refusing.chinese import in_english
from assistant.refusing.detail import lacking
from assistant.refusing.features import Evidence
from assistant.refusing.judge import Judge

__all__ = ["Evidence", "Judge", "in_english", "lacking"]
