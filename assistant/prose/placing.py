"""Where a built-in claim stands in a rewording that does not say it: where it tried to, or after the claim before."""

from collections.abc import Iterator, Sequence

from assistant.answer import Answer
from assistant.prose.leaning import Unit, points_back
from assistant.prose.words import tokens
from assistant.writing import Draft

__all__ = ["Piece", "placed"]

_LIKE = 0.4  # share of a claim's words that a failed sentence has where it tried to say the claim

_SAME_MARKS = 0.5  # what just the claim's marks count for

Piece = Unit | int  # a sentence of the rewording, or the number of a built-in claim


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
    words, marks = _words(claim.text), set(claim.citations)
    best, place = _LIKE, None
    for row, pieces in enumerate(rows):
        for column, piece in enumerate(pieces):
            if isinstance(piece, int) or piece.held:
                continue
            theirs = set(piece.sentences[-1].marks)
            share = len(words & _words(piece.text)) / max(1, len(words)) if marks & theirs else 0
            share += _SAME_MARKS if marks == theirs else 0
            if share > best:
                best, place = share, (row, column)
    return place


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
