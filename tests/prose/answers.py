"""Real answers, made from the shipped rulebook and source without the reader: `answers.yaml` names them."""

from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from assistant.answer import Answer, Conflict, Provenance
from assistant.rulebook import load_rulebook
from assistant.source import load_source
from assistant.writing import Asked, Draft, numbered, plainly_asks_if_needed, write_licences, write_passage

FOLDER = Path(__file__).parent
SOURCE = load_source()
BOOK = load_rulebook(SOURCE)


@cache
def load(name: str) -> Any:
    return YAML(typ="safe", pure=True).load((FOLDER / name).read_text("utf-8"))


@cache
def made(name: str) -> tuple[Answer, Draft]:
    """The answer called `name` in answers.yaml, and its draft."""
    return made_of(load("answers.yaml")[name])


def made_of(entry: dict[str, Any]) -> tuple[Answer, Draft]:
    """The answer to an entry's question, from its sentences, or from its focus and facts."""
    question, language = entry["question"], entry.get("language", "en")
    more: dict[str, Any] = {"kind": "passage"}
    if "sentences" in entry:
        found = {sentence.id: sentence for sentence in SOURCE.sentences}
        draft = write_passage([found[number] for number in entry["sentences"]], language)
    else:
        focus = tuple(BOOK.licences) if entry["focus"] == "all" else tuple(entry["focus"])
        facts = {fact: "yes" if value else "no" for fact, value in entry["facts"].items()}
        evaluation = BOOK.evaluate(facts)
        ask_next = BOOK.ask_next(facts, focus)
        plainly = len(focus) == 1 and plainly_asks_if_needed(question)
        conflicts = tuple(Conflict(**conflict) for conflict in entry.get("conflicts", ()))
        draft = write_licences(
            Asked(plainly, language, focus, conflicts, tuple(entry.get("unsure", ())), ask_next),
            evaluation,
            BOOK,
        )
        more = {"kind": "licences", "focus": focus, "facts": facts, "verdicts": evaluation.verdicts}
    shown = numbered(draft, SOURCE.id)
    provenance = Provenance(rulebook="r", corpus="c", embedder="e", reader="n", version="0")
    answer = Answer(
        question=question,
        language=language,
        text=shown.text,
        claims=shown.claims,
        citations=shown.citations,
        provenance=provenance,
        **more,
    )
    return answer, draft


def edited(text: str, entry: dict[str, Any]) -> str:
    """The text with the entry's edits made, or the entry's own. An edit whose old words are not there is an error."""
    if "text" in entry:
        return str(entry["text"])
    for old, new in entry["edits"]:
        assert old in text, f"{old!r} does not stand in the built-in text:\n{text}"
        text = text.replace(old, new, 1)
    return text
