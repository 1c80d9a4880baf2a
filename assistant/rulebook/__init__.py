"""What the article says, as facts, rules and verdicts: `load_rulebook(source).evaluate(facts)`."""

from importlib import import_module
from typing import TYPE_CHECKING

from assistant.rulebook.loading import load_parts, load_rulebook
from assistant.rulebook.records import (
    Caution,
    Fact,
    Implication,
    LawNote,
    Licence,
    Parts,
    Prerequisite,
    Rule,
)

if TYPE_CHECKING:
    from assistant.rulebook.book import Rulebook
    from assistant.rulebook.evaluation import Evaluation, Reason
    from assistant.rulebook.explain import Blocked, Change, VerdictChange, WhatIf, WhyNot

__all__ = [
    "Blocked",
    "Caution",
    "Change",
    "Evaluation",
    "Fact",
    "Implication",
    "LawNote",
    "Licence",
    "Parts",
    "Prerequisite",
    "Reason",
    "Rule",
    "Rulebook",
    "VerdictChange",
    "WhatIf",
    "WhyNot",
    "load_parts",
    "load_rulebook",
]

# Who only reads the rulebook needs nothing to decide by it: these are imported when they are first asked for.
_TO_DECIDE = {
    "Rulebook": "book",
    **dict.fromkeys(["Evaluation", "Reason"], "evaluation"),
    **dict.fromkeys(["Blocked", "Change", "VerdictChange", "WhatIf", "WhyNot"], "explain"),
}


def __getattr__(name: str) -> object:
    if name not in _TO_DECIDE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_TO_DECIDE[name]}"), name)
