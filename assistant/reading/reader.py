"""A person's words to a reading: kind, focus, facts with the words each was read from, conflicts."""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Conflict, Kind, Value
from assistant.errors import ModelError
from assistant.reading.asks import focus_of, kind_of
from assistant.reading.clauses import Clause, clauses
from assistant.reading.labels import FACTS, STATEMENTS
from assistant.reading.language import language_of
from assistant.reading.network import FOLDER, Network, Said, Signals
from assistant.reading.records import Context, FactRead, Heard, Reading
from assistant.reading.retraction import retracted
from assistant.reading.simplified import simplified
from assistant.reading.supposition import supposed, turning
from assistant.reading.terms import terms
from assistant.reading.windows import joined, windows
from assistant.traces import stage

_PLAINLY = 0.9  # so sure that no other evidence is asked for
_NOWHERE = Clause("", 0, 0)


class Reader:
    """Reads texts. Deterministic; loads its network at the first text.

    Raises ModelError where the weights or their calibration cannot be read.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self.network = Network(folder)
        self._folder = folder

    @property
    def name(self) -> str:
        return f"reader {self.network.sha256[:12]}"

    @cached_property
    def thresholds(self) -> Mapping[str, float]:
        path = self._folder / "calibration.json"
        try:
            return dict(json.loads(path.read_text("utf-8"))["thresholds"])
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"{path}: cannot be read: install the package again") from error

    def read(self, text: str, context: Context | None = None) -> Reading:
        return self.read_many([(text, context or Context())])[0]

    @stage(
        "reading",
        found=lambda readings: {
            "kinds": [reading.kind for reading in readings],
            "facts": sum(len(reading.facts) for reading in readings),
            "unsure": sum(len(reading.unsure) for reading in readings),
        },
        content=lambda readings: {
            "facts_read": [
                f"{fact}={read.value}: {read.words}"
                for reading in readings
                for fact, read in reading.facts.items()
            ]
        },
    )
    def read_many(self, texts: Sequence[tuple[str, Context]]) -> list[Reading]:
        """Readings of many texts, in order; the network sees them in batches."""
        signals = self._signals(texts)
        supposed_in = self._what_ifs(texts, signals)
        return [
            self._reading(text, context, signals[at], supposed_in.get(at, {}))
            for at, (text, context) in enumerate(texts)
        ]

    def _signals(self, texts: Sequence[tuple[str, Context]]) -> list[Signals]:
        pieces = [windows(text) for text, _ in texts]
        said = [
            Said(piece.text, context.before, context.asked)
            for (_, context), own in zip(texts, pieces, strict=True)
            for piece in own
        ]
        signals = iter(self.network.run(said))
        return [joined(own, [next(signals) for _ in own]) for own in pieces]

    def _what_ifs(
        self, texts: Sequence[tuple[str, Context]], signals: Sequence[Signals]
    ) -> dict[int, dict[str, Heard]]:
        """By a text's place, what its what-if states, read as a turn that follows what comes before it.

        Only for texts of which some fact is heard both ways, however faintly: "we pay dividends; suppose we stopped".
        """
        starts = {
            at: start
            for at, (text, _) in enumerate(texts)
            if self._both_ways(signals[at]) and (start := turning(simplified(text)))
        }
        turns = [_next_turn(*texts[at], start) for at, start in starts.items()]
        return {
            at: _stated(text, turn, start, self.thresholds[language_of(text)])
            for (at, start), (text, _), turn in zip(starts.items(), turns, self._signals(turns), strict=True)
        }

    def _both_ways(self, signals: Signals) -> bool:
        return bool((signals.states.reshape(-1, 2).min(1) >= self.thresholds["unsure"]).any())

    def _reading(
        self, text: str, context: Context, signals: Signals, what_if: Mapping[str, Heard]
    ) -> Reading:
        parts, plain = clauses(text), simplified(text)
        heard = _heard(plain, signals, parts)
        language = language_of(text)
        facts, conflicts, perhaps = self._settled(heard, self.thresholds[language], plain, what_if)
        kind = kind_of(plain, signals, context)
        return Reading(
            language=language,
            kind=kind,
            focus=focus_of(plain, signals, context) if kind == "licences" else (),
            facts=facts,
            conflicts=conflicts,
            retracted=tuple(fact for fact in retracted(plain) if fact not in facts) if context.before else (),
            unsure=tuple(dict.fromkeys(fact for fact, _ in perhaps)),
            perhaps=perhaps,
            heard=tuple(h for h in heard if h.sure >= 0.05),
            clauses=parts,
            kinds=tuple(signals.kinds.tolist()),
            sentences=tuple(signals.sentences.tolist()),
        )

    def _settled(
        self, heard: Sequence[Heard], level: float, text: str, what_if: Mapping[str, Heard]
    ) -> tuple[dict[str, FactRead], tuple[Conflict, ...], tuple[tuple[str, Value], ...]]:
        """Facts, conflicts, and what was heard of the others, not surely enough to go by."""
        facts: dict[str, FactRead] = {}
        conflicts: list[Conflict] = []
        perhaps: list[tuple[str, Value]] = []
        for place, fact in enumerate(FACTS):
            yes, no = heard[2 * place], heard[2 * place + 1]  # in the order of STATEMENTS
            stronger = max(yes, no, key=lambda h: h.sure)
            heard_at_all = [(fact, h.value) for h in (yes, no) if h.sure >= self.thresholds["unsure"]]
            both = min(yes.sure, no.sure) >= self.thresholds["conflict"]
            if both and (variant := _the_supposed(yes, no, text)):
                facts[fact] = _read(variant)
            elif len(heard_at_all) == 2 and fact in what_if:
                facts[fact] = _read(what_if[fact])
            elif both:
                # Both, but in the same words: more likely misheard than contradictory, so it is asked about.
                if yes.start != no.start or min(yes.sure, no.sure) >= _PLAINLY:
                    conflicts.append(Conflict(facts=(fact,), words=(yes.words, no.words)))
                else:
                    perhaps += heard_at_all
            elif stronger.sure >= level:
                facts[fact] = _read(stronger)
            else:
                perhaps += heard_at_all
        return facts, tuple(conflicts), tuple(perhaps)


def _heard(text: str, signals: Signals, parts: Sequence[Clause]) -> list[Heard]:
    """How surely each of STATEMENTS was made, and where."""
    by_term = {(term.fact, term.value): term for term in terms(text)}
    silent = {part.start for part in parts if not part.says_something}
    found = []
    for statement, signal, drawn in zip(
        STATEMENTS, signals.states.tolist(), bearing(signals, parts), strict=True
    ):
        clause, sure = drawn, signal
        if term := by_term.get(statement):
            clause = next((part for part in parts if part.start <= term.start < part.end), None)
            sure = max(_PLAINLY, signal)
        if clause is not None and clause.start in silent:
            sure = 0.0
        place = clause or _NOWHERE
        found.append(Heard(*statement, round(sure, 4), place.text, place.start, place.end))
    return found


def _next_turn(text: str, context: Context, start: int) -> tuple[str, Context]:
    """The text from `start`, said after the rest."""
    return text[start:], Context(before=f"{context.before} {text[:start]}".strip(), asked=context.asked)


def _stated(text: str, signals: Signals, start: int, level: float) -> dict[str, Heard]:
    """By fact, what a text that stands at `start` of another states one way only."""
    sure = [h for h in _heard(simplified(text), signals, clauses(text)) if h.sure >= level]
    return {
        h.fact: h._replace(start=h.start + start, end=h.end + start)
        for h in sure
        if sum(other.fact == h.fact for other in sure) == 1
    }


def _read(heard: Heard) -> FactRead:
    return FactRead(value=heard.value, words=heard.words, start=heard.start, end=heard.end, sure=heard.sure)


def _the_supposed(yes: Heard, no: Heard, text: str) -> Heard | None:
    """Of two statements of one fact, the one that is supposed where the other is said of today."""
    what_ifs = supposed(text)
    within = [h for h in (yes, no) if any(start <= h.start < end for start, end in what_ifs)]
    return within[0] if len(within) == 1 else None


def bearing(signals: Signals, parts: Sequence[Clause]) -> list[Clause | None]:
    """For each statement the clause that draws most of its attention; the first of equals."""
    if not parts:
        return [None] * len(signals.weights)
    places = _places(signals, parts)
    inside = places >= 0
    statements, count = len(signals.weights), len(parts)
    bins = places[inside] + count * np.arange(statements)[:, None]  # one for each statement and clause
    sums = np.bincount(bins.ravel(), signals.weights[:, inside].ravel(), statements * count)
    return [parts[place] for place in sums.reshape(statements, count).argmax(1).tolist()]


def _places(signals: Signals, parts: Sequence[Clause]) -> NDArray[np.int64]:
    """Which of the clauses, which do not overlap, each token stands in; -1 where in none."""
    tokens = np.array(signals.offsets, np.int64).reshape(-1, 2)
    begin, end = tokens[:, 0], tokens[:, 1]
    places = np.searchsorted([part.start for part in parts], begin, side="right") - 1
    ends = np.array([part.end for part in parts], np.int64)
    within = (end > begin) & (places >= 0) & (begin < ends[places])
    return np.where(within, places, -1)


__all__ = ["Context", "Kind", "Reader", "Reading", "Value"]
