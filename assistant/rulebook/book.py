"""The rulebook as the rest of the house sees it: its parts, and the questions that it answers."""

from collections.abc import Callable, Collection
from functools import cached_property, lru_cache

from assistant.answer import Value, Verdict, VerdictName
from assistant.errors import FactError
from assistant.rulebook import explain
from assistant.rulebook.evaluation import Applies, Evaluation, Reason, Verdicts
from assistant.rulebook.implications import Implications
from assistant.rulebook.records import Facts, LawNote, Parts
from assistant.traces import stage
from assistant.values import VALUES

__all__ = ["Rulebook"]

KEPT = 1000  # evaluations: platforms repeat, in a questionnaire as in a conversation
Items = tuple[tuple[str, Value], ...]


class Rulebook(Parts):
    """Facts, rules and what goes with them, at work. Pure: the same facts give the same result."""

    @cached_property
    def logic(self) -> Implications:
        return Implications(self.facts, self.implication_rules)

    @cached_property
    def _verdicts(self) -> dict[str, Verdicts]:
        return {name: Verdicts(licence, self.logic) for name, licence in self.licences.items()}

    @cached_property
    def _cautions(self) -> tuple[Applies, ...]:
        return tuple(Applies(caution, self._verdicts, self.logic) for caution in self.cautions)

    @stage(
        "rules",
        found=lambda evaluation: {
            "facts": len(evaluation.facts),
            "assumed": len(evaluation.assumed),
            "open": sum(v.verdict == "depends" for v in evaluation.verdicts.values()),
        },
        content=lambda evaluation: {
            "verdicts": [f"{licence}={v.verdict}" for licence, v in evaluation.verdicts.items()]
        },
    )
    def evaluate(self, facts: Facts, *, open_facts: Collection[str] = ()) -> Evaluation:
        """What the rulebook says of a platform with these facts.

        `open_facts` were stated both ways: they count as unknown, and no default is taken for them.

        Raises:
            FactError: a fact or a value that is not in the rulebook, or facts that cannot stand together.
        """
        given = self._given(facts, open_facts)
        return _own(self._evaluated(tuple(given.items()), frozenset(open_facts)))

    @cached_property
    def _evaluated(self) -> Callable[[Items, frozenset[str]], Evaluation]:
        return lru_cache(KEPT)(self._evaluate)

    def _evaluate(self, items: Items, open_facts: frozenset[str]) -> Evaluation:
        given = dict(items)
        closed = self._closed(given)
        assumed = self._assumed(closed, open_facts)
        known = {**closed, **assumed}
        return Evaluation(
            facts=given,
            implied={name: value for name, value in closed.items() if name not in given},
            assumed=assumed,
            verdicts={name: table.verdict(known) for name, table in self._verdicts.items()},
            reasons={name: table.reason(known, assumed) for name, table in self._verdicts.items()},
            cautions=tuple(applies.caution for applies in self._cautions if applies.applies(known)),
        )

    def verdict(self, licence: str, facts: Facts, *, open_facts: Collection[str] = ()) -> Verdict:
        """The verdict of one licence, as `evaluate` has it."""
        return _own_verdict(self.table(licence).verdict(self.known(facts, open_facts=open_facts)))

    def known(self, facts: Facts, *, open_facts: Collection[str] = ()) -> dict[str, Value]:
        """The facts, what they imply, and what is assumed besides: what `table(…).verdict` takes."""
        closed = self._closed(self._given(facts, open_facts))
        return {**closed, **self._assumed(closed, open_facts)}

    def table(self, licence: str) -> Verdicts:
        """The verdicts of one licence over every state of its facts.

        Raises:
            FactError: there is no such licence.
        """
        return self._verdicts[self.licence(licence).id]

    def implications(self, facts: Facts) -> dict[str, Value]:
        """`facts` and what follows from them, in order. Where they contradict, what was given stays."""
        return self.logic.closure(self._given(facts, ()))

    def broken(self, facts: Facts) -> tuple[tuple[str, ...], ...]:
        """The smallest sets of these facts that cannot stand together, in order; () where all can."""
        return self.logic.broken(self._given(facts, ()))

    def revise(self, facts: Facts, later: Facts) -> dict[str, Value]:
        """`facts` with `later` stated after them.

        A later value replaces an earlier one; an earlier fact that cannot stand with a later one is dropped.
        """
        kept = {name: value for name, value in facts.items() if name not in later}
        kept = {name: value for name, value in kept.items() if not self._breaks({name: value}, later)}
        return self._given({**kept, **later}, ())

    def _breaks(self, earlier: Facts, later: Facts) -> bool:
        return any(set(broken) & set(earlier) for broken in self.broken({**earlier, **later}))

    def why_not(
        self, licence: str, verdict: VerdictName, facts: Facts, *, open_facts: Collection[str] = ()
    ) -> explain.WhyNot:
        """What keeps the licence from this verdict."""
        return explain.why_not(self, licence, verdict, facts, open_facts)

    def what_if(
        self,
        before: Facts,
        after: Facts,
        *,
        open_facts: Collection[str] = (),
        open_after: Collection[str] | None = None,
    ) -> explain.WhatIf:
        """What changes between two sets of facts; `open_facts` are open in both, unless `open_after` is given."""
        return explain.what_if(
            self, before, after, open_facts, open_facts if open_after is None else open_after
        )

    def what_would_change(
        self, licence: str, facts: Facts, *, open_facts: Collection[str] = ()
    ) -> tuple[explain.Change, ...]:
        """The smallest sets of facts that would give another decided verdict; fewest facts first."""
        return explain.what_would_change(self, licence, facts, open_facts)

    def ask_next(
        self,
        facts: Facts,
        focus: Collection[str],
        open_facts: Collection[str] = (),
        *,
        skip: Collection[str] = (),
    ) -> str | None:
        """The unknown fact whose answer settles most of what is open in `focus`; None where nothing is.

        `skip` are facts not to ask for, as the asker does not know them.
        """
        return self._asked_next(tuple(facts.items()), tuple(focus), frozenset(open_facts), frozenset(skip))

    @cached_property
    def _asked_next(
        self,
    ) -> Callable[[Items, tuple[str, ...], frozenset[str], frozenset[str]], str | None]:
        return lru_cache(KEPT)(
            lambda items, focus, open_facts, skip: explain.ask_next(
                self, dict(items), focus, open_facts, skip
            )
        )

    def notes_on(self, places: Collection[tuple[int, int]]) -> tuple[LawNote, ...]:
        """The law notes that bear on the article at any of these places, start and end in code points."""
        return tuple(
            note
            for note in self.law_notes
            if any(
                start < words.end and words.start < end for words in note.bears_on for start, end in places
            )
        )

    def order(self, licences: Collection[str]) -> tuple[str, ...]:
        """These licences, each after its prerequisites among them, else in the rulebook's order."""
        return explain.order(self, licences)

    def _given(self, facts: Facts, open_facts: Collection[str]) -> dict[str, Value]:
        for name in (*facts, *open_facts):
            if name not in self.facts:
                raise FactError(f"there is no fact {name!r}: it is one of {', '.join(self.facts)}")
        for name, value in facts.items():
            if value not in VALUES:
                raise FactError(f"fact {name}: {value!r} is not a value: it is yes or no")
        return {name: facts[name] for name in self.facts if name in facts and name not in open_facts}

    def _closed(self, given: Facts) -> dict[str, Value]:
        broken = self.logic.broken(given)
        if broken:
            stated = " and ".join(f"{name}={given[name]}" for name in broken[0])
            raise FactError(f"facts cannot stand together: {stated}: take one of them back")
        return self.logic.closure(given)

    def _assumed(self, closed: Facts, open_facts: Collection[str]) -> dict[str, Value]:
        return {
            name: fact.default
            for name, fact in self.facts.items()
            if fact.default and name not in closed and name not in open_facts
        }


def _own(kept: Evaluation) -> Evaluation:
    """What is kept is for every caller: what one of them does to its mappings must not reach it."""
    return Evaluation(
        facts=dict(kept.facts),
        implied=dict(kept.implied),
        assumed=dict(kept.assumed),
        verdicts={name: _own_verdict(verdict) for name, verdict in kept.verdicts.items()},
        reasons={name: _own_reason(reason) for name, reason in kept.reasons.items()},
        cautions=kept.cautions,
    )


def _own_verdict(verdict: Verdict) -> Verdict:
    if not verdict.leads_to:
        return verdict
    return verdict.model_copy(update={"leads_to": {fact: dict(to) for fact, to in verdict.leads_to.items()}})


def _own_reason(reason: Reason) -> Reason:
    return Reason(reason.rule, reason.rules, dict(reason.facts_used), reason.quotes, reason.text)
