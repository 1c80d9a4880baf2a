"""A rewording of which some sentences fail: those that pass stay, and what the rest had to say is said as built in.

A built-in claim stands where a sentence tried to say it, or after the claim before.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.answer import Answer
from assistant.gate import marked
from assistant.prose.examining import Examined, Examiner, examine
from assistant.prose.grounds import Ground, bare, grounds
from assistant.prose.leaning import Unit, points_back
from assistant.prose.words import tokens
from assistant.writing import Draft

__all__ = ["LIKE", "likeness", "mixed", "reworded"]

_LEAST = 0.5  # share of its sentences that has to pass: of a text that mostly fails nothing is taken

Body = Sequence[Sequence[Unit]]
LIKE = 0.4  # share of a claim's words that a failed sentence has where it tried to say the claim

_SAME_MARKS = 0.5  # what just the claim's marks count for

Piece = Unit | int  # a sentence of the rewording, or the number of a built-in claim


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


def placed(
    body: Sequence[Sequence[Unit]], lost: Sequence[int], answer: Answer, built_in: Draft
) -> list[list[Piece]]:
    """The paragraphs with the claims `lost` at their places.

    Args:
        body: units that hold nothing are not shown; they only mark a place.
        lost: numbers of claims, in order.
    """
    rows: list[list[Piece]] = [list(row) for row in body]
    of_claims = list(_paragraphs(built_in))
    for number in lost:
        if tried := _tried(rows, number, answer):
            row, column = tried
            rows[row].insert(column, number)
        elif after := _after(rows, number):
            row, column, before = after
            if of_claims[before] == of_claims[number] or any(
                claim > number for piece in rows[row] for claim in _claims(piece)
            ):
                rows[row].insert(column, number)
            else:
                rows.insert(row + 1, [number])
        elif rows and any(
            of_claims[claim] == of_claims[number] for piece in rows[0] for claim in _claims(piece)
        ):
            rows[0].insert(0, number)
        else:
            rows.insert(0, [number])
    return rows


def _paragraphs(built_in: Draft) -> Iterator[int]:
    """For each claim the number of its paragraph."""
    for number, paragraph in enumerate(built_in.paragraphs):
        yield from (number for line in paragraph if line.quotes)


def _tried(rows: Sequence[Sequence[Piece]], number: int, answer: Answer) -> tuple[int, int] | None:
    """The place before the failed sentence that has most of a claim's words and one of its marks."""
    claim = answer.claims[number]
    best, place = LIKE, None
    for row, pieces in enumerate(rows):
        for column, piece in enumerate(pieces):
            if isinstance(piece, int) or piece.held:
                continue
            share = likeness(piece, claim.text, claim.citations)
            if share > best:
                best, place = share, (row, column)
    return place


def likeness(unit: Unit, claim: str, marks: Sequence[int]) -> float:
    """How much of a claim a failed sentence has: the share of its words, and something for just its marks."""
    words, theirs = _words(claim), set(unit.sentences[-1].marks)
    share = len(words & _words(unit.text)) / max(1, len(words)) if theirs & set(marks) else 0
    return share + (_SAME_MARKS if theirs == set(marks) else 0)


def _after(rows: Sequence[Sequence[Piece]], number: int) -> tuple[int, int, int] | None:
    """The place after what says the nearest of the claims before, and that claim's number."""
    places = {
        claim: (row, column)
        for row, pieces in enumerate(rows)
        for column, piece in enumerate(pieces)
        for claim in _claims(piece)
    }
    before = max((claim for claim in places if claim < number), default=None)
    if before is None:
        return None
    row, column = places[before]
    column += 1
    while column < len(rows[row]) and _leans(rows[row][column]):
        column += 1
    return row, column, before


def _claims(piece: Piece) -> list[int]:
    return [piece] if isinstance(piece, int) else [ground.number for ground in piece.held]


def _leans(piece: Piece) -> bool:
    return not isinstance(piece, int) and (not piece.held or points_back(piece.text))


def _words(text: str) -> set[str]:
    return {token.key for token in tokens(text) if token.role in ("content", "licence")}
