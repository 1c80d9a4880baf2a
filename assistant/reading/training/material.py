"""Labelled material as records that the training understands: what each text says, and what is not known of it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.reading.labels import FACTS, KINDS, LICENCES, STATEMENTS
from assistant.reading.training.near import Near, load_near, of_part, share
from assistant.source import load_source

FOLDER = Path(__file__).parent / "material"
BANK = Path(__file__).parents[2] / "retrieval" / "bank.jsonl"
HELD_OUT = 0.08
BANK_HELD_OUT = 0.10  # the same questions as retrieval keeps apart to measure itself with
_NEAR = "near:"
GROUP = (
    8  # neighbouring lines are often variants of each other and have to fall on the same side of the split
)

Facts = Mapping[str, str]


@dataclass(frozen=True)
class Example:
    """A text with its targets.

    `states` has 1.0, 0.0 or None (not known: no loss) for each of STATEMENTS; `kind`, `focus` and `sentences` are
    None where the text has no such label. `spans` are code-point ranges that bear a statement. `judged` texts were
    labelled by other networks.
    """

    text: str
    key: str
    states: tuple[float | None, ...] = (0.0,) * len(STATEMENTS)
    before: str = ""
    asked: str | None = None
    kind: str | None = None
    focus: frozenset[str] | None = None
    carried: bool | None = None
    sentences: tuple[str, ...] | None = None
    spans: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)
    conflict: tuple[str, ...] = ()
    judged: bool = False

    @property
    def both_ways(self) -> tuple[float | None, ...]:
        """For each of FACTS whether the text contradicts itself about it; None where nobody knows."""
        return tuple(None if self.judged else float(fact in self.conflict) for fact in FACTS)

    @property
    def near(self) -> bool:
        """Whether it is one of `near.jsonl`, which are harder than what people ask."""
        return self.key.startswith(_NEAR)

    @property
    def held_out(self) -> bool:
        if self.near:
            return False
        return share(self.key) < (BANK_HELD_OUT if self.sentences else HELD_OUT)


def load(folder: Path = FOLDER) -> list[Example]:
    """All examples of all files, in a fixed order; then the question bank, and the reader's part of `near.jsonl`."""
    found = [example for path in (*sorted(folder.glob("*.jsonl")), BANK) for example in read_file(path)]
    return found + [as_example(near) for near in of_part(load_near(load_source()), "reader")]


def read_file(path: Path) -> Iterator[Example]:
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        yield from read_record(json.loads(line), f"{path.name}:{number // GROUP}")


def as_example(near: Near) -> Example:
    """A question near the line; its whole group has one key."""
    kind, sentences = ("abstained", None) if near.sentence is None else ("passage", (near.sentence,))
    return Example(
        near.question,
        f"{_NEAR}{near.group}",
        kind=kind,
        focus=frozenset(),
        carried=False,
        sentences=sentences,
    )


def read_record(record: Mapping[str, Any], key: str) -> Iterator[Example]:
    if "question" in record:
        yield Example(
            record["question"],
            record["question"],
            kind="passage",
            focus=frozenset(),
            carried=False,
            sentences=(record["sentence"], *record.get("also", ())),
        )
    elif "turns" in record:
        yield from _turns(record["turns"], key)
    else:
        yield _single(record, key)


def _single(record: Mapping[str, Any], key: str) -> Example:
    facts, conflict = record.get("facts", {}), tuple(record.get("conflict", ()))
    example = Example(record["text"], key, _states(facts, conflict), facts=facts, conflict=conflict)
    return _with_ask(example, record.get("ask"))


def _with_ask(example: Example, ask: Mapping[str, Any] | None, carried: bool = False) -> Example:
    if ask is None:
        return example
    return replace(example, kind=ask["kind"], focus=frozenset(ask["focus"]), carried=carried)


def _states(facts: Facts, conflict: Sequence[str] = ()) -> tuple[float | None, ...]:
    states: dict[tuple[str, str], float | None] = {
        statement: float(facts.get(statement[0]) == statement[1]) for statement in STATEMENTS
    }
    states.update(_conflict_states(set(conflict)))
    return tuple(states[statement] for statement in STATEMENTS)


def _conflict_states(conflict: set[str]) -> dict[tuple[str, str], float | None]:
    """Both values of a fact stated both ways; for a broken implication, the two sides that break it."""
    states: dict[tuple[str, str], float | None] = {}
    if {"serves_us_users", "us_access_blocked"} <= conflict:
        conflict -= {"serves_us_users", "us_access_blocked"}
        for fact in ("serves_us_users", "us_access_blocked"):
            states[fact, "yes"], states[fact, "no"] = 1.0, None
    kinds = conflict & {"collects_margin", "derivatives_involve_fx", "introduces_derivatives_clients"}
    if "offers_derivatives" in conflict and kinds:
        conflict -= {"offers_derivatives", *kinds}
        states["offers_derivatives", "no"], states["offers_derivatives", "yes"] = 1.0, None
        for fact in kinds:
            states[fact, "yes"], states[fact, "no"] = 1.0, None
    for fact in conflict:
        states[fact, "yes"] = states[fact, "no"] = 1.0
    return states


def _turns(turns: Sequence[Mapping[str, Any]], key: str) -> Iterator[Example]:
    facts: Facts = {}
    focus: frozenset[str] = frozenset()
    before = ""
    for turn in turns:
        asked = turn.get("asked")
        now = turn.get("facts", facts)
        conflict = tuple(turn.get("conflict", ()))
        states = _states(now, conflict) if not before else _new_states(facts, now, conflict)
        example = Example(turn["text"], key, states, before=before, asked=asked, facts=now, conflict=conflict)
        ask = turn.get("ask")
        if ask:
            named = frozenset(ask["focus"])
            carried = bool(before) and ask["kind"] == "licences" and named == focus
            example = _with_ask(example, ask, carried)
            focus = named or focus
        yield example
        facts, before = now, turn["text"]


def _new_states(old: Facts, new: Facts, conflict: Sequence[str]) -> tuple[float | None, ...]:
    """What a turn says: a fact that held already may have been said again or not, so it bears no loss."""
    states = list(_states(new, conflict))
    for index, (fact, value) in enumerate(STATEMENTS):
        if old.get(fact) == new.get(fact) == value:
            states[index] = None
    return tuple(states)


__all__ = ["FACTS", "KINDS", "LICENCES", "Example", "as_example", "load", "read_file", "read_record"]
