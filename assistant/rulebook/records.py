"""The parts of a rulebook, their quotes anchored in the article.

Most are named tuples, as a dataclass takes six times as long to make and `assistant rules` starts with all of them.
A rule is told from others by identity.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from assistant.errors import FactError
from assistant.rulebook.conditions import Condition
from assistant.rulebook.models import Wording
from assistant.source import Quote
from assistant.values import Language, Value, VerdictName

if TYPE_CHECKING:
    from assistant import answer

__all__ = ["Caution", "Fact", "Facts", "Implication", "LawNote", "Licence", "Parts", "Prerequisite", "Rule"]

Facts = Mapping[str, Value]


class Fact(NamedTuple):
    """Something about a platform that is yes, no or unknown.

    `yes` and `no` say it as a clause about the platform ("it matches the orders of several parties").
    `default` is what is taken where nobody has stated it; `default_text` and `default_quotes` say why.
    """

    id: str
    question: Wording
    label: Wording
    yes: Wording
    no: Wording
    quotes: tuple[Quote, ...]
    default: Value | None = None
    default_text: Wording | None = None
    default_quotes: tuple[Quote, ...] = ()

    def says(self, value: Value) -> Wording:
        return self.yes if value == "yes" else self.no


class Implication(NamedTuple):
    """Where `if_fact` is `if_value`, `then_fact` is `then_value`; and the other way round."""

    id: str
    if_fact: str
    if_value: Value
    then_fact: str
    then_value: Value
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, eq=False)
class Rule:
    """One way to a verdict; `ambiguous`: the words in which the article calls the matter open, if it does."""

    id: str
    licence: str
    verdict: VerdictName
    when: Condition
    reason: Wording
    quotes: tuple[Quote, ...]
    ambiguous: tuple[Quote, ...] = ()


class Licence(NamedTuple):
    """`short` is its name in a list, `subject` the one before a verb ("an ATS licence").

    `facts` are those that its rules name, in the order of the rulebook.
    """

    id: str
    name: Wording
    short: Wording
    subject: Wording
    rules: tuple[Rule, ...]
    facts: tuple[str, ...]

    def rule(self, name: str) -> Rule:
        return next(rule for rule in self.rules if rule.id == name)


class Prerequisite(NamedTuple):
    """`first` has to be there before `then`: both are licences."""

    first: str
    then: str
    quotes: tuple[Quote, ...]


class Caution(NamedTuple):
    """What to say beside a result. `licences`: those it is about, () = every one; `when`: None = always."""

    id: str
    licences: tuple[str, ...]
    when: Condition | None
    text: Wording
    quotes: tuple[Quote, ...]


class LawNote(NamedTuple):
    """What the law says more, or otherwise; outside the article. `links` go from an authority to its text.

    `bears_on`: the words of the article that it is about, () where it is about a licence as a whole.
    """

    id: str
    licences: tuple[str, ...]
    status: Literal["agrees", "adds", "differs"]
    text: Wording
    authorities: tuple[str, ...]
    links: Mapping[str, str]
    as_of: str
    checked: str
    bears_on: tuple[Quote, ...] = ()

    def in_language(self, language: Language) -> "answer.LawNote":
        from assistant import answer  # many models, which the rulebook itself can do without

        return answer.LawNote(
            id=self.id,
            licences=self.licences,
            status=self.status,
            text=self.text[language],
            authorities=self.authorities,
            as_of=self.as_of,
            checked=self.checked,
        )


@dataclass(frozen=True, eq=False)
class Parts:
    """All that a rulebook is made of.

    `facts` and `licences` are in the order of every list of them; `sha256` is that of the files in `folder`.
    """

    facts: Mapping[str, Fact]
    implication_rules: tuple[Implication, ...]
    licences: Mapping[str, Licence]
    prerequisites: tuple[Prerequisite, ...]
    cautions: tuple[Caution, ...]
    law_notes: tuple[LawNote, ...]
    sha256: str
    folder: Path

    def licence(self, name: str) -> Licence:
        """The licence with this id.

        Raises:
            FactError: there is none.
        """
        if name not in self.licences:
            raise FactError(f"there is no licence {name!r}: it is one of {', '.join(self.licences)}")
        return self.licences[name]
