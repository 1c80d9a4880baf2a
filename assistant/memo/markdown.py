"""A memo as Markdown (CommonMark with tables)."""

import re
from collections.abc import Iterable

from assistant.memo.blocks import Block, Heading, Items, Paragraph, Quoted, Table
from assistant.memo.text import plain

__all__ = ["escaped", "markdown"]

# What starts markup, LaTeX, HTML, an entity, or a link that some readers make of a bare address.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|$~&^@]|(?<=\w):(?=//)|(?<=www)\.)", re.IGNORECASE)
_START = re.compile(r"^([-+=]|\d{1,9}(?=[.)]))")


def markdown(blocks: Iterable[Block]) -> str:
    return "\n\n".join(map(_drawn, blocks)) + "\n"


def escaped(text: str) -> str:
    """`text` on one line, every sign as itself.

    Example:
        >>> print(escaped("*no* <b> costs $5"))
        \\*no\\* \\<b\\> costs \\$5
    """
    signs = _SIGNS.sub(r"\\\1", plain(text))
    return _START.sub(lambda start: f"\\{start[0]}" if not start[0].isdigit() else f"{start[0]}\\", signs)


def _drawn(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {escaped(block.text)}"
        case Paragraph():
            return escaped(block.text)
        case Quoted():
            return f"> {escaped(block.text)}"
        case Items():
            return "\n".join(f"- {escaped(f'{label} {text}')}" for label, text in block.labelled)
        case Table():
            return "\n".join(map(_row, (block.header, ("---",) * len(block.header), *block.rows)))


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell if cell == '---' else escaped(cell) for cell in cells)} |"
