"""Lines of a terminal, styled and wrapped, for the commands that must start at once.

Importing rich takes as long as reading the rulebook does, so `rules` prints without it.
"""

import re
import shutil
import textwrap
from unicodedata import east_asian_width

import typer

__all__ = ["say", "wrapped"]

_BEHIND = "\0"  # stands behind a letter that takes two columns, while the width of lines is counted
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def say(text: str = "", indent: int = 0, **style: bool) -> None:
    """Print `text` in lines no wider than the terminal; `style` is as `typer.style` takes it."""
    for line in wrapped(text, shutil.get_terminal_size().columns, indent) or [""]:
        typer.echo(" " * indent + typer.style(line, **style) if line else "")


def wrapped(text: str, columns: int, indent: int = 0) -> list[str]:
    """`text` in lines of at most `columns` with their indent; a Chinese letter takes two columns."""
    wide = _NOT_ASCII.sub(lambda letter: letter[0] + _BEHIND * (east_asian_width(letter[0]) in "WF"), text)
    lines = textwrap.wrap(wide, max(columns - indent, 10), break_on_hyphens=False)
    return [line.replace(_BEHIND, "") for line in lines]
