"""A rewording of which some sentences fail: those that pass stay, and what the rest had to say is said as built in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.answer import Answer
from assistant.gate import marked
from assistant.prose.examining import Examined, Examiner, examine
from assistant.prose.grounds import Ground, bare, grounds
from assistant.prose.leaning import Unit
from assistant.prose.placing import Piece, placed
from assistant.writing import Draft

__all__ = ["mixed", "reworded"]

_LEAST = 0.5  # share of its sentences that has to pass: of a text that mostly fails nothing is taken

Body = Sequence[Sequence[Unit]]


def mixed(found: Examined, answer: Answer, built_in: Draft) -> Draft | None:
    """What a rewording has that may be shown, with built-in words for the rest; None where too little is left.

    The mixture is examined as any rewording is: it says every claim, and nothing in it leans on what was left out.

    Args:
        found: the rewording, examined, of which something failed.
    """
    body: Body = found.body
    least = _LEAST * len(_units(body))
    while True:
        body, lost = _once(body, answer, built_in)
        kept = [unit for unit in _units(body) if unit.held]
        if len(kept) < least or not kept:
            return None
        again = examine(_text(placed(body, lost, answer, built_in), answer), answer, built_in)
        if again.draft is not None:
            return again.draft if reworded(again.draft, answer) else None
        failed = {text for unit in _units(again.body) if unit.fault for text in _texts(unit)}
        if not any(failed & _texts(unit) for unit in kept):
            return None
        body = _without(body, [unit for unit in kept if failed & _texts(unit)])


def reworded(draft: Draft, answer: Answer) -> tuple[int, ...]:
    """Which claims of a draft, counted from 0, are in other words than those of the built-in answer."""
    known = {bare(claim.text) for claim in answer.claims} | {ground.text for ground in grounds(answer)}
    claims = [line for paragraph in draft.paragraphs for line in paragraph if line.quotes]
    return tuple(number for number, line in enumerate(claims) if bare(line.text) not in known)


def _once(body: Body, answer: Answer, built_in: Draft) -> tuple[Body, list[int]]:
    """Without what says only what was said before, or half of a claim; and the claims that are not said then."""
    said: set[Ground] = set()
    again = []
    for unit in _units(body):
        if unit.held and said.issuperset(unit.held):
            again.append(unit)
        said.update(unit.held)
    body = _without(body, again)
    while True:
        examiner = Examiner(answer, built_in)
        examiner.covered.update(ground for unit in _units(body) for ground in unit.held)
        lost = sorted({ground.number for ground in examiner.lost()})
        half = [unit for unit in _units(body) if any(ground.number in lost for ground in unit.held)]
        if not half:
            return body, lost
        body = _without(body, half)


def _without(body: Body, units: Iterable[Unit]) -> Body:
    """With nothing held by those that are not taken; where they stood is a place for what they were to say."""
    gone = {id(unit) for unit in units}
    return [[replace(unit, held=()) if id(unit) in gone else unit for unit in row] for row in body]


def _units(body: Body) -> list[Unit]:
    return [unit for paragraph in body for unit in paragraph]


def _texts(unit: Unit) -> set[str]:
    return {sentence.text for sentence in unit.sentences}


def _text(rows: Sequence[Sequence[Piece]], answer: Answer) -> str:
    written = ("\n".join(line for piece in row for line in _lines(piece, answer)) for row in rows)
    return "\n\n".join(paragraph for paragraph in written if paragraph)


def _lines(piece: Piece, answer: Answer) -> Iterator[str]:
    if isinstance(piece, int):
        claim = answer.claims[piece]
        yield marked(claim.text, claim.citations)
    elif piece.held:
        for sentence in piece.sentences:
            yield ("- " if sentence.bullet else "") + marked(sentence.text, sentence.marks)
