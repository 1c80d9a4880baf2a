"""The named platforms as their page lists them."""

from dataclasses import dataclass

from assistant.answer import Language
from assistant.page.verdicts import SIGNS
from assistant.page.words import load_words
from assistant.rulebook import Rulebook
from assistant.store import Profile


@dataclass(frozen=True)
class Card:
    """`verdicts` counts what the rulebook says of the platform; `facts` are those stated, in words."""

    profile: Profile
    verdicts: str
    facts: str


def card(profile: Profile, book: Rulebook, language: Language) -> Card:
    """Facts that the rulebook no longer has are left out."""
    words = load_words(language)
    known = {fact: value for fact, value in profile.facts.items() if fact in book.facts}
    found = [verdict.verdict for verdict in book.evaluate(known).verdicts.values()]
    counts = [
        f"{sign} {found.count(name)} {words(f'verdict.{name}').lower()}"
        for name, sign in SIGNS.items()
        if name in found
    ]
    facts = [
        f"{book.facts[fact].label[language]}: {words(f'platform.{value}')}" for fact, value in known.items()
    ]
    return Card(profile, " · ".join(counts), words("next.gap").join(facts) or words("platforms.no_facts"))
