"""Type for a PDF: which font a character is set in, and where a line may break, Chinese and Latin mixed.

Latin is set in Times, which every reader has; everything else in STSong, whose glyphs the reader supplies (Adobe's
GB1 collection). Neither has to be on the machine that writes the file.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

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
    shown = "".join(one if _latin(one) or _song(one) else f"[U+{ord(one):04X}]" for one in text)
    fonts = [
        SONG if not _latin(one) or (chinese and one in _WIDE and _wide(shown, place)) else latin
        for place, one in enumerate(shown)
    ]
    return tuple(
        Run("".join(one for one, _ in group), name, bold and name == SONG)
        for name, group in groupby(zip(shown, fonts, strict=True), key=lambda pair: pair[1])
    )


def lines(text: str, width: float, size: float, *, bold: bool = False, chinese: bool = False) -> list[str]:
    """`text` in lines of at most `width` points: broken at spaces and between Chinese signs, else where it must."""

    def wide(part: str) -> float:
        return _width(runs(part, bold=bold, chinese=chinese), size)

    done, line = [], ""
    for piece in _fitting(_PIECES.findall(text), width, wide):
        if line and wide((line + piece).rstrip()) > width:
            done.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*done, line.rstrip()]


def _fitting(pieces: Iterable[str], width: float, wide: Callable[[str], float]) -> Iterator[str]:
    """Pieces that are wider than a line, cut to its width."""
    for piece in pieces:
        rest = piece
        while wide(rest) > width and len(rest) > 1:
            cut = next(n for n in range(len(rest) - 1, 0, -1) if n == 1 or wide(rest[:n]) <= width)
            yield rest[:cut]
            rest = rest[cut:]
        yield rest


def _width(parts: Iterable[Run], size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(sum(stringWidth(part.text, part.font, size) for part in parts))


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
