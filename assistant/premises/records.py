"""What a question says that the article says, and what came of looking it up."""

from functools import reduce
from typing import Literal, NamedTuple

from assistant.source import Quote, Sentence

# exact: the article's words. altered: nearly its words. absent: no words of its. other_speaker: its words, but not that
# speaker's. opposed: it says otherwise. unmentioned: a name or number that it does not have. unverified: said to be in
# it, and no sentence has most of its words.
Outcome = Literal["exact", "altered", "absent", "other_speaker", "opposed", "unmentioned", "unverified"]


class Said(NamedTuple):
    """Words of a question that it takes for the article's.

    `speaker`: "article", the body that they are laid in the mouth of ("SEC"), or "" where nobody is named.
    `firmly`: given as a fact ("the article says that …"), and not asked ("does the article say that …?").
    `advised`: the article is said to recommend them.
    `asked`: the question is about these words themselves ("does it say that?"), and not about something beside them.
    """

    words: str
    start: int
    end: int
    speaker: str
    asked: bool
    firmly: bool = False
    advised: bool = False


class Finding(NamedTuple):
    """`said`: the question's words. `sentence`: what the article says instead, or the one that has the words.

    `quote`: of an exact quotation, the article's own words at their place.
    """

    outcome: Outcome
    said: str
    asked: bool
    speaker: str = "article"
    sentence: Sentence | None = None
    quote: Quote | None = None

    @property
    def false(self) -> bool:
        return self.outcome != "exact"


class Findings(NamedTuple):
    """All that was found of one question, in its order."""

    found: tuple[Finding, ...] = ()

    @property
    def false(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.found if finding.false)

    @property
    def verified(self) -> tuple[Finding, ...]:
        """Quotations that were asked about and are the article's."""
        return tuple(one for one in self.found if not one.false and one.asked)

    def without_made_up(self, question: str) -> str:
        """`question` without quotations that the article does not have, where it asks of something beside them."""
        made_up = (one.said for one in self.found if one.outcome == "absent" and not one.asked)
        return reduce(lambda text, words: text.replace(words, ""), made_up, question)

    @property
    def attributed(self) -> "Findings":
        """Without what the question only takes as known."""
        return Findings(tuple(one for one in self.found if one.speaker))

    def sentences(self, *, asked: bool = False) -> tuple[Sentence, ...]:
        """Sentences to cite for what is false or was asked about; `asked`: only for what was asked about."""
        found = (*self.false, *self.verified)
        return tuple(
            dict.fromkeys(one.sentence for one in found if one.sentence and (one.asked or not asked))
        )


NO_FINDINGS = Findings()
