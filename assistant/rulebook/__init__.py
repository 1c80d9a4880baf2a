"""What the article says, as facts, rules and verdicts: `load_rulebook(source).evaluate(facts)`."""

from assistant.rulebook.book import Rulebook
from assistant.rulebook.evaluation import Evaluation, Reason
from assistant.rulebook.explain import Blocked, Change, VerdictChange, WhatIf, WhyNot
from assistant.rulebook.loading import load_rulebook
from assistant.rulebook.records import Caution, Fact, Implication, LawNote, Licence, Prerequisite, Rule

__all__ = [
    "Blocked",
    "Caution",
    "Change",
    "Evaluation",
    "Fact",
    "Implication",
    "LawNote",
    "Licence",
    "Prerequisite",
    "Reason",
    "Rule",
    "Rulebook",
    "VerdictChange",
    "WhatIf",
    "WhyNot",
    "load_rulebook",
]
