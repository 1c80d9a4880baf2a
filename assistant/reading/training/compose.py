"""Texts composed from single statements: endless new neighbours for each, and the span of each is known."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from assistant.reading.labels import FACTS, STATEMENTS
from assistant.reading.training.material import Example

JOINS = {
    "en": (" ", " ", " ", "\n", ". ", "; ", ", and ", " - ", "\n- "),
    "zh": ("", "", "，", "。", "；", "\n", " "),
}
CONTRADICTORY = 0.12
DERIVATIVES = ("collects_margin", "derivatives_involve_fx", "introduces_derivatives_clients")


def compose(statements: Sequence[Example], asks: Sequence[Example], language: str, dice: Random) -> Example:
    """One text of 1 to 6 statements, near misses among them, and mostly an ask.

    In one text of eight (`CONTRADICTORY`) one more statement denies one of them; else none breaks another.
    """
    chosen = _compatible(statements, dice.choice((1, 2, 2, 3, 3, 4, 5, 6)), dice)
    if dice.random() < CONTRADICTORY and (denial := _denial(chosen, statements, dice)):
        chosen.insert(dice.randint(0, len(chosen)), denial)
    ask = dice.choice(asks) if dice.random() < 0.85 else None
    pieces = [*chosen]
    if ask is not None:
        pieces.insert(
            dice.choice((len(pieces), len(pieces), len(pieces), 0, dice.randint(0, len(pieces)))), ask
        )
    return _joined(pieces, ask, language, dice)


def _compatible(statements: Sequence[Example], count: int, dice: Random) -> list[Example]:
    chosen: list[Example] = []
    facts: dict[str, str] = {}
    for candidate in (dice.choice(statements) for _ in range(4 * count)):
        if len(chosen) == count:
            break
        if facts.keys() & candidate.facts.keys() or breaks(facts | dict(candidate.facts)):
            continue
        if not candidate.facts and dice.random() < 0.5:
            continue
        chosen.append(candidate)
        facts |= candidate.facts
    return chosen


def _denial(chosen: Sequence[Example], statements: Sequence[Example], dice: Random) -> Example | None:
    """A statement that says nothing but the contrary of a fact of one of `chosen`; None where none was drawn."""
    said = {fact: value for piece in chosen for fact, value in piece.facts.items()}
    for candidate in (dice.choice(statements) for _ in range(60)):
        fact, value = next(iter(candidate.facts.items()), ("", ""))
        others = {name: said[name] for name in said if name != fact}
        if (
            len(candidate.facts) == 1
            and said.get(fact, value) != value
            and not breaks({**others, fact: value})
        ):
            return candidate
    return None


def breaks(facts: dict[str, str]) -> bool:
    served = facts.get("serves_us_users") == facts.get("us_access_blocked") == "yes"
    denied = facts.get("offers_derivatives") == "no" and any(facts.get(fact) == "yes" for fact in DERIVATIVES)
    return served or denied


def _joined(pieces: Sequence[Example], ask: Example | None, language: str, dice: Random) -> Example:
    text, spans = "", {}
    states = [0.0] * len(STATEMENTS)
    facts: dict[str, str] = {}
    conflict: set[str] = set()
    join = dice.choice(JOINS[language])
    for piece in pieces:
        text += join if text else ""
        begin = len(text)
        text += piece.text if dice.random() < 0.7 else piece.text.rstrip(".。")
        for index, (fact, value) in enumerate(STATEMENTS):
            if piece.facts.get(fact) == value:
                states[index] = 1.0
                spans[index] = (begin, len(text))
        conflict |= {fact for fact, value in piece.facts.items() if facts.get(fact, value) != value}
        facts |= piece.facts
        join = dice.choice(JOINS[language]) if dice.random() < 0.3 else join
    known = tuple(
        1.0 if state else _silent(fact, value, facts)
        for state, (fact, value) in zip(states, STATEMENTS, strict=True)
    )
    stated = {fact: value for fact, value in facts.items() if fact not in conflict}
    composed = Example(text, "composed", known, spans=spans, facts=stated, conflict=tuple(sorted(conflict)))
    if ask is None:
        return composed
    return replace(composed, kind=ask.kind, focus=ask.focus, carried=False)


def _silent(fact: str, value: str, facts: dict[str, str]) -> float | None:
    """0 for what is not said; nothing known where neighbours may imply it together."""
    implied = (
        fact == "offers_derivatives"
        and value == "yes"
        and any(facts.get(kind) == "yes" for kind in DERIVATIVES)
    )
    return None if implied else 0.0


__all__ = ["FACTS", "compose"]
