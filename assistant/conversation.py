"""What a conversation has established: each turn's reading laid over what was said before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.answer import Answer, Conflict, FactSource, Value
from assistant.reading import Reading
from assistant.rulebook import Rulebook
from assistant.values import VALUES, opposite


@dataclass(frozen=True)
class State:
    """What is known after a turn. `facts` are stated ones; `sources` says where each was read.

    `disputed` facts were read in two ways by two readers; `doubtful` ones were perhaps said to be no default.
    """

    facts: dict[str, Value] = field(default_factory=dict)
    sources: dict[str, FactSource] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    focus: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()

    @property
    def contradicted(self) -> frozenset[str]:
        return frozenset(fact for conflict in self.conflicts for fact in conflict.facts)

    @property
    def open(self) -> frozenset[str]:
        """Facts stated both ways, read in two ways, or perhaps said: unknown, and too much spoken of to be assumed."""
        return self.contradicted | {*self.disputed, *self.doubtful}


def state_before(answers: Sequence[Answer], given: Mapping[str, Value]) -> State:
    """What holds before the next turn: the last answer's facts, else what was given beforehand.

    `given` (from the command line, a column or a profile) counts as said before the first turn.
    """
    facts = dict(given)
    sources = {fact: FactSource(turn=0, words="") for fact in given}
    if answers:
        facts |= answers[-1].facts
        sources |= answers[-1].facts_from
    focus = next((answer.focus for answer in reversed(answers) if answer.kind == "licences"), ())
    return State(facts, sources, (), focus)


def state_after(answer: Answer) -> State:
    """What an answer leaves: its facts, and what of them is open."""
    disputed = answer.llm.disputed if answer.llm else ()
    return State(
        answer.facts,
        answer.facts_from,
        answer.conflicts,
        answer.focus,
        tuple(fact for fact in disputed if fact not in answer.facts),
        tuple(fact for fact in answer.unsure if fact not in answer.facts and fact not in answer.assumed),
    )


def advance(before: State, reading: Reading, turn: int, book: Rulebook) -> State:
    """Lay a reading over what was said before.

    Within one text, statements that break each other or an implication are conflicts and count as unknown. Across
    turns the later statement holds, and earlier facts that break an implication with it are dropped
    (docs/answer.md, "How facts are read").
    """
    said = {fact: read.value for fact, read in reading.facts.items()}
    conflicts = [_with_what_implies(conflict, reading, book) for conflict in reading.conflicts]
    for broken in book.broken(said):
        names = tuple(fact for fact in book.facts if fact in broken)
        conflicts.append(Conflict(facts=names, words=tuple(reading.facts[name].words for name in names)))
    unsettled = {fact for conflict in conflicts for fact in conflict.facts} | set(reading.disputed)
    new = {fact: value for fact, value in said.items() if fact not in unsettled}
    # A correction that was only half heard leaves neither what it corrects nor the new value.
    corrected = {fact for fact, value in reading.perhaps if before.facts.get(fact, value) != value}
    gone = unsettled | corrected | set(reading.retracted)
    kept = {fact: value for fact, value in before.facts.items() if fact not in gone}
    together = book.revise(kept, new)
    facts = {fact: together[fact] for fact in book.facts if fact in together}
    sources = {fact: FactSource(turn=turn, words=reading.facts[fact].words) for fact in new}
    sources |= {fact: before.sources[fact] for fact in kept if fact not in new and fact in before.sources}
    disputed = tuple(fact for fact in reading.disputed if fact not in facts)
    doubtful = tuple(
        dict.fromkeys(
            fact
            for fact, value in reading.perhaps
            if fact not in facts and (fact in corrected or value != book.facts[fact].default)
        )
    )
    kept_sources = {fact: sources[fact] for fact in facts}
    return State(facts, kept_sources, tuple(conflicts), before.focus, disputed, doubtful)


def _with_what_implies(conflict: Conflict, reading: Reading, book: Rulebook) -> Conflict:
    """`conflict`, and the fact that breaks with it, where one side is said in that fact's own words.

    "No derivatives. We collect futures margin." denies derivatives and states margin, which implies them.
    """
    if len(conflict.facts) != 1:
        return conflict
    (fact,), sides = conflict.facts, dict(zip(VALUES, conflict.words, strict=True))
    for name, read in reading.facts.items():
        value = book.implications({name: read.value}).get(fact)
        if value is not None and sides[value] == read.words and name != fact:
            words = {name: read.words, fact: sides[opposite(value)]}
            names = tuple(one for one in book.facts if one in words)
            return Conflict(facts=names, words=tuple(words[one] for one in names))
    return conflict


def set_by_hand(before: State, changes: Mapping[str, Value | None], book: Rulebook) -> State:
    """Lay facts that a person set over what was read; None takes one back, with whatever implied it.

    As with a later statement, earlier facts that cannot stand with a new one are dropped. What was set by hand has
    turn 0 and no words as its source. A conflict is settled as soon as one of its facts is set.
    """
    new = {fact: value for fact, value in changes.items() if value is not None}
    taken_back = {fact for fact, value in changes.items() if value is None}
    kept = {
        fact: value
        for fact, value in before.facts.items()
        if fact not in taken_back and not taken_back & set(book.implications({fact: value}))
    }
    together = book.revise(kept, new)
    facts = {fact: together[fact] for fact in book.facts if fact in together}
    by_hand = FactSource(turn=0, words="")
    sources = {fact: by_hand if fact in new else before.sources.get(fact, by_hand) for fact in facts}
    conflicts = tuple(conflict for conflict in before.conflicts if not set(conflict.facts) & set(changes))
    disputed = tuple(fact for fact in before.disputed if fact not in changes and fact not in facts)
    doubtful = tuple(fact for fact in before.doubtful if fact not in changes and fact not in facts)
    return State(facts, sources, conflicts, before.focus, disputed, doubtful)
