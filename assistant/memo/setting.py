"""Type for a PDF: which font a character is set in, and where a line may break, Chinese and Latin mixed.

Latin is set in Times, which every reader has; everything else in STSong, whose glyphs the reader supplies (Adobe's
GB1 collection). Neither has to be on the machine that writes the file.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, groupby

__all__ = ["LATIN", "LATIN_BOLD", "SONG", "Run", "lines", "prepare", "runs"]

LATIN, LATIN_BOLD, SONG = "Times-Roman", "Times-Bold", "STSong-Light"
# In Chinese these are full-width signs, unless they stand around Latin words.
_WIDE = frozenset("“”‘’—…·")
# Signs that may not start a line, and those that may not end one.
_CLOSING = "，。、；：？！”’）》〉】」』…—·,.;:?!)]}%"
_OPENING = "“‘（《〈【「『([{"
_HAN = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_PIECES = re.compile(
    rf"\s+|[{re.escape(_OPENING)}]*(?:{_HAN}|(?:(?!{_HAN})[^\s])+?(?={_HAN}|\s|[{re.escape(_OPENING)}]|$))[{re.escape(_CLOSING)}]*"
)


@dataclass(frozen=True)
class Run:
    """Some text in one font. `heavy`: drawn with a stroke, as the font has no bold."""

    text: str
    font: str
    heavy: bool = False


@cache
def prepare() -> None:
    """Make the fonts known; once in a process."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont(SONG))


def runs(text: str, *, bold: bool = False, chinese: bool = False) -> tuple[Run, ...]:
    """`text` cut where the font changes. What no font has is written as its code point: `[U+1F600]`."""
    latin = LATIN_BOLD if bold else LATIN
    shown = "".join(map(_shown, text))
    fonts = [
        SONG if not _latin(one) or (chinese and one in _WIDE and _wide(shown, place)) else latin
        for place, one in enumerate(shown)
    ]
    return tuple(
        Run("".join(one for one, _ in group), name, bold and name == SONG)
        for name, group in groupby(zip(shown, fonts, strict=True), key=lambda pair: pair[1])
    )


def lines(text: str, width: float, size: float, *, bold: bool = False, chinese: bool = False) -> list[str]:
    """`text` in lines of at most `width` points: broken at spaces and between Chinese signs, else where it must.

    In time that grows with the text, whatever it is: a question may be one word of 20,000 letters.
    """
    reach = [0.0, *accumulate(_widths(text, size, bold, chinese))]  # up to each sign
    done: list[str] = []
    start = end = 0  # of the line, without the spaces at its end
    for first, last in _fitting(text, width, reach):
        if text[first:last].isspace():
            continue
        if end > start and reach[last] - reach[start] > width:
            done.append(text[start:end])
            start = first
        end = last
    return [*done, text[start:end]]


def _fitting(text: str, width: float, reach: Sequence[float]) -> Iterator[tuple[int, int]]:
    """Where pieces begin and end; one that is wider than a line is cut to its width."""
    for piece in _PIECES.finditer(text):
        first, last = piece.span()
        while reach[last] - reach[first] > width and last - first > 1:
            cut = max(first + 1, bisect_right(reach, reach[first] + width, first, last) - 1)
            yield first, cut
            first = cut
        yield first, last


def _widths(text: str, size: float, bold: bool, chinese: bool) -> Iterator[float]:
    """Of each sign, in points, as `runs` sets it."""
    latin = LATIN_BOLD if bold else LATIN
    for place, one in enumerate(text):
        song = _in_song(one) or (chinese and one in _WIDE and _wide(text, place))
        yield _width(_shown(one), SONG if song else latin) * size


@cache
def _width(shown: str, font: str) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(shown, font, 1))


def _shown(one: str) -> str:
    return one if _latin(one) or _song(one) else f"[U+{ord(one):04X}]"


def _in_song(one: str) -> bool:
    return not _latin(one) and _song(one)


def _wide(text: str, place: int) -> bool:
    """Whether the sign at `place` stands by Chinese: a quotation mark by what it holds, another by both sides."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    inside = {"“": after, "‘": after, "”": before, "’": before}.get(text[place], before + after)
    return any(not _latin(one) for one in inside)


def _latin(one: str) -> bool:
    return _encodes(one, "cp1252")


def _song(one: str) -> bool:
    return _encodes(one, "gbk")


@cache
def _encodes(one: str, encoding: str) -> bool:
    try:
        one.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
