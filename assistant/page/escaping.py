"""Text that others wrote, made safe for Streamlit's Markdown; our own components set text and need none of it."""

import re

# Markdown's own signs, `$` (LaTeX) and what starts HTML.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$:~&^=])")
# Streamlit looks for icons, colours and emoji (`:material/home:`, `:red[…]`) after the backslashes are gone: a
# word joiner, which takes no room, keeps the colon from starting one.
_DIRECTIVE = re.compile(r":(?=\w)")


def escaped(text: str) -> str:
    """`text` as Markdown that shows exactly these characters, on one line.

    Example:
        >>> print(escaped("costs $5 <b>"))
        costs \\$5 \\<b\\>
    """
    return _DIRECTIVE.sub(":\u2060", _SPECIAL.sub(r"\\\1", " ".join(text.split())))
