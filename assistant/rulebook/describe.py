"""Conditions in words, for a person who reads the rulebook."""

from collections.abc import Mapping

from assistant.rulebook.conditions import AllOf, AnyOf, Condition, FactIs, Not, Term, VerdictIs
from assistant.rulebook.records import Parts
from assistant.values import Language, Value

__all__ = ["condition_in_ids", "condition_in_words", "facts_in_ids", "verdict_in_words"]

_AND: Mapping[Language, str] = {"en": " and ", "zh": "，并且"}
_OR: Mapping[Language, str] = {"en": " or ", "zh": "，或者"}
_NOT: Mapping[Language, str] = {"en": "it is not so that {}", "zh": "并非：{}"}
_NO_TERM: Mapping[Language, str] = {"en": "no {}", "zh": "不{}"}
_IS: Mapping[Language, str] = {"en": "{} is {}", "zh": "{}为“{}”"}
_VERDICTS: Mapping[Language, Mapping[str, str]] = {
    "en": {"not_required": "not required"},
    "zh": {
        "required": "必需",
        "recommended": "建议",
        "optional": "可选",
        "not_required": "不需要",
        "unclear": "文章未说明",
        "depends": "取决于未说明的事实",
    },
}


def verdict_in_words(verdict: str, language: Language = "en") -> str:
    return _VERDICTS[language].get(verdict, verdict)


def condition_in_words(book: Parts, condition: Condition, language: Language = "en") -> str:
    """What `condition` asks of a platform, with brackets where "and" and "or" would run together."""
    return _Words(book, language).of(condition)


def facts_in_ids(facts: Mapping[str, Value]) -> str:
    """`serves_us_users=yes, matches_orders=no`, for messages about the file."""
    return ", ".join(f"{fact}={value}" for fact, value in facts.items()) or "nothing stated"


def condition_in_ids(condition: Condition) -> str:
    """`any(serves_us_users is yes, us_users_bypass is yes)`, for messages about the file."""
    match condition:
        case FactIs(fact, value):
            return f"{fact} is {value}"
        case VerdictIs(licence, verdict):
            return f"{licence} is {verdict}"
        case Term(name):
            return name
        case Not(part):
            return f"not({condition_in_ids(part)})"
        case AllOf(parts):
            return f"all({', '.join(map(condition_in_ids, parts))})"
        case AnyOf(parts):
            return f"any({', '.join(map(condition_in_ids, parts))})"


class _Words:
    def __init__(self, book: Parts, language: Language) -> None:
        self.book, self.language = book, language

    def of(self, condition: Condition) -> str:
        match condition:
            case FactIs(fact, value):
                return self.book.facts[fact].says(value)[self.language]
            case VerdictIs(licence, verdict):
                name = self.book.licences[licence].subject[self.language]
                return _IS[self.language].format(name, verdict_in_words(verdict, self.language))
            case Term(label=label):
                return label[self.language]
            case Not(Term() as term):
                return _NO_TERM[self.language].format(self.of(term))
            case Not(part):
                return _NOT[self.language].format(self.inside(part))
            case AllOf(parts):
                return _AND[self.language].join(map(self.inside, parts))
            case AnyOf(parts):
                return _OR[self.language].join(map(self.inside, parts))

    def inside(self, condition: Condition) -> str:
        words = self.of(condition)
        return f"({words})" if isinstance(condition, AllOf | AnyOf) else words
