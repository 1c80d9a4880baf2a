"""The LLM's reading of a question, held against the question's own words, and laid beside the built-in one."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answer import Kind, Value
from assistant.errors import LlmError
from assistant.reading import Context, FactRead, Reader, Reading
from assistant.rulebook import Rulebook

_BEARS = 0.1  # the least that the built-in reader has to hear in the words for them to bear the fact


class Fact(BaseModel):
    """A fact with the words of the question that say it, copied to the letter."""

    model_config = ConfigDict(extra="ignore")
    fact: str
    value: Value
    words: str


class Found(BaseModel):
    """Report what the question says and asks."""

    model_config = ConfigDict(extra="ignore")
    kind: Kind
    focus: list[str]
    facts: list[Fact]


def tool(book: Rulebook) -> dict[str, Any]:
    """The schema of the reply."""
    facts = {
        "type": "object",
        "properties": {
            "fact": {"type": "string", "enum": list(book.facts)},
            "value": {"type": "string", "enum": ["yes", "no"]},
            "words": {"type": "string"},
        },
        "required": ["fact", "value", "words"],
    }
    return {
        "title": "reading",
        "description": "Report what the question says and asks.",
        "type": "object",
        "properties": {
            "kind": {"type": "string", "enum": ["licences", "passage", "abstained"]},
            "focus": {"type": "array", "items": {"type": "string", "enum": list(book.licences)}},
            "facts": {"type": "array", "items": facts},
        },
        "required": ["kind", "focus", "facts"],
    }


def parsed(reply: str) -> Found:
    """Raises LlmError where the reply is not of the form asked for."""
    try:
        return Found.model_validate(json.loads(reply))
    except (ValidationError, ValueError) as error:
        raise LlmError("its reading was not of the form asked for") from error


def borne(found: Found, question: str, book: Rulebook, reader: Reader) -> dict[str, FactRead]:
    """The facts that stand: known ids, said once, in words that are in the question and say something of the fact."""
    kept: dict[str, FactRead] = {}
    values: dict[str, set[str]] = {}
    for item in found.facts:
        values.setdefault(item.fact, set()).add(item.value)
    for item in found.facts:
        place = _place(item.words, question)
        if item.fact in book.facts and place and len(values[item.fact]) == 1:
            words = question[place[0] : place[1]]
            if (sure := _heard(item, words, reader)) >= _BEARS:
                kept[item.fact] = FactRead(
                    value=item.value, words=words, start=place[0], end=place[1], sure=sure
                )
    return kept


def _place(words: str, question: str) -> tuple[int, int] | None:
    parts = words.split()
    if not parts or not re.search(r"\w{2}|[\u3400-\u9fff]", words):
        return None
    match = re.search(r"\s+".join(map(re.escape, parts)), question)
    return match.span() if match else None


def _heard(item: Fact, words: str, reader: Reader) -> float:
    """How sure the built-in reader is of the fact in these words alone; 0 where it hears the contrary louder."""
    heard = reader.read(words).heard
    sure = {h.value: h.sure for h in heard if h.fact == item.fact}
    own = sure.pop(item.value, 0.0)
    return own if own >= max(sure.values(), default=0.0) else 0.0


def merged(built_in: Reading, found: Found, facts: Mapping[str, FactRead], trust: str) -> Reading:
    """Both readings as one. Where they differ on a fact it is `disputed`: unknown, unsure, and asked about.

    With `trust` "built-in" or "llm", in place of "ask", that one is believed where they differ. Conflicts and what is
    taken back stay as the built-in reader found them.
    """
    if trust == "built-in":
        return built_in
    settled = {fact for conflict in built_in.conflicts for fact in conflict.facts} | set(built_in.retracted)
    theirs = {fact: read for fact, read in facts.items() if fact not in settled}
    if trust == "llm":
        return _believing(built_in, found, {**built_in.facts, **theirs})
    both = dict.fromkeys((*built_in.facts, *theirs))
    disputed = tuple(fact for fact in both if _value(built_in.facts, fact) != _value(theirs, fact))
    return built_in.model_copy(
        update={
            "facts": {fact: read for fact, read in built_in.facts.items() if fact not in disputed},
            "unsure": tuple(dict.fromkeys((*built_in.unsure, *disputed))),
            "disputed": disputed,
        }
    )


def _believing(built_in: Reading, found: Found, facts: Mapping[str, FactRead]) -> Reading:
    focus = built_in.focus
    if found.kind == "licences":
        focus = tuple(found.focus) or built_in.focus
    unsure = tuple(fact for fact in built_in.unsure if fact not in facts)
    kind = built_in.kind if found.kind == "licences" and not focus else found.kind
    update = {
        "kind": kind,
        "focus": focus if kind == "licences" else (),
        "facts": dict(facts),
        "unsure": unsure,
    }
    return built_in.model_copy(update=update)


def known_focus(found: Found, book: Rulebook) -> Found:
    """Without licences that there are not, in the rulebook's order."""
    return found.model_copy(update={"focus": [name for name in book.licences if name in found.focus]})


def _value(facts: Mapping[str, FactRead], fact: str) -> Value | None:
    return facts[fact].value if fact in facts else None


def inputs(question: str, context: Context, book: Rulebook) -> dict[str, str]:
    return {
        "facts": _listed({fact.id: fact.question["en"] for fact in book.facts.values()}),
        "licences": _listed({licence.id: licence.name["en"] for licence in book.licences.values()}),
        "before": context.before,
        "asked": context.asked or "",
        "question": question,
    }


def _listed(table: Mapping[str, str]) -> str:
    return "; ".join(f"{name}: {text}" for name, text in table.items())


__all__: Sequence[str] = ["Found", "borne", "inputs", "known_focus", "merged", "parsed", "tool"]
