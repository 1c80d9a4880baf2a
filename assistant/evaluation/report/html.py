"""Escaping, and tables of what is escaped."""

from collections.abc import Iterable, Sequence
from html import escape


def escaped(value: object) -> str:
    return escape(str(value))


def table(head: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """Cells come escaped; one that begins with `<td` stands as it is."""
    shown = "".join(f"<th>{escaped(name)}</th>" for name in head)
    body = "".join(
        "<tr>" + "".join(cell if cell.startswith("<td") else f"<td>{cell}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{shown}</tr></thead><tbody>{body}</tbody></table>"
