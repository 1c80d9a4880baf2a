"""Reads the rulebook's files, joins each quote to its place in the article, and refuses what does not fit."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AnchorError
from assistant.rulebook import conditions as c
from assistant.rulebook import models as m
from assistant.rulebook.files import File, Place, and_more
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
from assistant.source import Quote, Source

if TYPE_CHECKING:
    from assistant.rulebook.book import Rulebook

__all__ = ["load_parts", "load_rulebook"]

FOLDER = Path(__file__).parent
RULEBOOK, LAW_NOTES = "rulebook.yaml", "law_notes.yaml"


def load_rulebook(source: Source, folder: Path | None = None) -> "Rulebook":
    """The rulebook in `folder`, or the one shipped with the package, its quotes anchored in `source`.

    Raises:
        RulebookError, AnchorError: as `load_parts` has it.
    """
    from assistant.rulebook.book import Rulebook

    return Rulebook(**vars(load_parts(source, folder)))


def load_parts(source: Source, folder: Path | None = None) -> Parts:
    """What `load_rulebook` reads, for one who shows it: without what is needed to decide by it.

    Raises:
        RulebookError: a file is missing or not as `models` has it, or a part names one that is not there.
        AnchorError: a quote is not found in the source exactly once; the message names what rests on it.
    """
    folder = folder or FOLDER
    written, notes = File(folder / RULEBOOK), File(folder / LAW_NOTES)
    return _Builder(written, notes, source).build(folder)


class _Builder:
    """Turns the entries of the files into the records of the book, collecting quotes that are not found."""

    def __init__(self, written: File, notes: File, source: Source) -> None:
        self.written, self.notes, self.source = written, notes, source
        self.file = written.parsed(m.RulebookFile)
        self.note_file = notes.parsed(m.LawNotesFile)
        self.lost: list[tuple[Place, AnchorError]] = []
        self.found: dict[str, Quote] = {}
        self.terms: dict[str, c.Term] = {}

    def build(self, folder: Path) -> Parts:
        for name, entry in self.file.terms.items():
            self.terms[name] = c.Term(
                name, entry.label, self.condition(entry.when, ("terms", name, "when"), rule=True)
            )
        parts = Parts(
            facts={name: self.fact(name, entry) for name, entry in self.file.facts.items()},
            implication_rules=tuple(
                self.implication(name, entry) for name, entry in self.file.implications.items()
            ),
            licences={name: self.licence(name, entry) for name, entry in self.file.licences.items()},
            prerequisites=tuple(self.prerequisites()),
            cautions=tuple(self.caution(name, entry) for name, entry in self.file.cautions.items()),
            law_notes=tuple(self.law_note(name, entry) for name, entry in self.note_file.notes.items()),
            sha256=hashlib.sha256(self.written.raw + b"\0" + self.notes.raw).hexdigest(),
            folder=folder,
        )
        if self.lost:
            place, error = self.lost[0]
            raise AnchorError(
                self.written.message(place, f"{error}{and_more(len(self.lost) - 1)}")
            ) from error
        return parts

    def fact(self, name: str, entry: m.FactEntry) -> Fact:
        place, default = ("facts", name), entry.default
        if default and any(name in (i.condition.fact, i.then.fact) for i in self.file.implications.values()):
            raise self.written.error(
                place, "a fact of an implication can have no default: remove one of the two"
            )
        return Fact(
            id=name,
            question=entry.question,
            label=entry.label,
            yes=entry.yes,
            no=entry.no,
            quotes=self.quotes(entry.quotes, place),
            default=default.value if default else None,
            default_text=default.text if default else None,
            default_quotes=self.quotes(default.quotes if default else (), (*place, "default")),
        )

    def implication(self, name: str, entry: m.ImplicationEntry) -> Implication:
        place: Place = ("implications", name)
        self.known(entry.condition.fact, self.file.facts, "fact", (*place, "if"))
        self.known(entry.then.fact, self.file.facts, "fact", (*place, "then"))
        if entry.condition.fact == entry.then.fact:
            raise self.written.error(place, "a fact implies nothing of itself: name another")
        return Implication(
            id=name,
            if_fact=entry.condition.fact,
            if_value=entry.condition.value,
            then_fact=entry.then.fact,
            then_value=entry.then.value,
            quotes=self.quotes(entry.quotes, place),
        )

    def licence(self, name: str, entry: m.LicenceEntry) -> Licence:
        rules = tuple(self.rule(name, rule_id, rule) for rule_id, rule in entry.rules.items())
        used = {fact for rule in rules for fact in c.facts_of(rule.when)}
        return Licence(
            id=name,
            name=entry.name,
            short=entry.short,
            subject=entry.subject or entry.short,
            rules=rules,
            facts=tuple(fact for fact in self.file.facts if fact in used),
        )

    def rule(self, licence: str, name: str, entry: m.RuleEntry) -> Rule:
        place = ("licences", licence, "rules", name)
        return Rule(
            id=name,
            licence=licence,
            verdict=entry.verdict,
            when=self.condition(entry.when, (*place, "when"), rule=True),
            reason=entry.reason,
            quotes=self.quotes(entry.quotes, place),
            ambiguous=self.quotes(entry.ambiguous, place, "ambiguous"),
        )

    def prerequisites(self) -> Iterator[Prerequisite]:
        for position, entry in enumerate(self.file.prerequisites):
            place = ("prerequisites", position)
            self.known(entry.first, self.file.licences, "licence", (*place, "first"))
            self.known(entry.then, self.file.licences, "licence", (*place, "then"))
            yield Prerequisite(entry.first, entry.then, self.quotes(entry.quotes, place))

    def caution(self, name: str, entry: m.CautionEntry) -> Caution:
        place = ("cautions", name)
        for position, licence in enumerate(entry.licences):
            self.known(licence, self.file.licences, "licence", (*place, "licences", position))
        when = self.condition(entry.when, (*place, "when"), rule=False) if entry.when else None
        return Caution(name, entry.licences, when, entry.text, self.quotes(entry.quotes, place))

    def law_note(self, name: str, entry: m.LawNoteEntry) -> LawNote:
        licences = tuple(self.file.licences) if entry.licences == "all" else entry.licences
        for licence in licences:
            self.known(licence, self.file.licences, "licence", ("notes", name, "licences"), self.notes)
        return LawNote(
            id=name,
            licences=licences,
            status=entry.status,
            text=entry.text,
            authorities=tuple(authority.cite for authority in entry.authorities),
            links={authority.cite: authority.link for authority in entry.authorities if authority.link},
            as_of=entry.as_of,
            checked=entry.checked,
            bears_on=tuple(self.borne_on(name, entry)),
        )

    def borne_on(self, name: str, entry: m.LawNoteEntry) -> Iterator[Quote]:
        for position, words in enumerate(entry.bears_on):
            try:
                yield self.source.quote(words)
            except AnchorError as error:
                place = ("notes", name, "bears_on", position)
                raise AnchorError(self.notes.message(place, f"{error}{self.parting(words)}")) from error

    def condition(self, entry: m.ConditionEntry, place: Place, *, rule: bool) -> c.Condition:
        match entry:
            case m.FactCondition():
                self.known(entry.fact, self.file.facts, "fact", (*place, "fact"))
                return c.FactIs(entry.fact, entry.value, self.quotes(entry.quotes, place))
            case m.VerdictCondition():
                if rule:
                    raise self.written.error(
                        place, "only a caution can rest on a verdict: name the facts instead"
                    )
                self.known(entry.licence, self.file.licences, "licence", (*place, "licence"))
                return c.VerdictIs(entry.licence, entry.verdict)
            case m.TermCondition():
                self.known(entry.term, self.terms, "term", (*place, "term"))
                return self.terms[entry.term]
            case m.NotCondition():
                return c.Not(self.condition(entry.part, (*place, "not"), rule=rule))
            case m.AllCondition():
                return c.AllOf(self.parts(entry.parts, (*place, "all"), rule))
            case m.AnyCondition():
                return c.AnyOf(self.parts(entry.parts, (*place, "any"), rule))

    def parts(self, entries: Sequence[m.ConditionEntry], place: Place, rule: bool) -> tuple[c.Condition, ...]:
        return tuple(self.condition(entry, (*place, i), rule=rule) for i, entry in enumerate(entries))

    def quotes(self, words: Iterable[str], place: Place, key: str = "quotes") -> tuple[Quote, ...]:
        return tuple(self.quote(text, (*place, key, position)) for position, text in enumerate(words))

    def quote(self, words: str, place: Place) -> Quote:
        if words not in self.found:
            try:
                self.found[words] = self.source.quote(words)
            except AnchorError as error:
                self.lost.append((place, AnchorError(f"{error}{self.parting(words)}")))
                return Quote(words, 0, 0, 0)
        return self.found[words]

    def parting(self, words: str) -> str:
        """Where `words` and the article part, for one who looks for the wrong letter."""
        same = next(size for size in range(len(words), -1, -1) if words[:size] in self.source.text)
        return f" (it goes wrong after {words[max(0, same - 30) : same]!r})" if 0 < same < len(words) else ""

    def known(
        self, name: str, names: Mapping[str, Any], kind: str, place: Place, file: File | None = None
    ) -> None:
        if name not in names:
            raise (file or self.written).error(
                place, f"there is no {kind} {name!r}: it is one of {', '.join(names)}"
            )
