"""Text of others in Streamlit's Markdown shows as it is."""

import re

import pytest

from assistant.page.escaping import escaped

PUNCTUATION = re.compile(r"(?<!\\)(?:\\\\)*[`*_{}\[\]<>#|$~]")


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 and $6", "<script>alert(1)</script>", "**bold** _it_ `code` ~~out~~", "[link](https://x.test)",
        "# heading", "![image](x)", "| a | b |", "\\$ \\\\$", "- item", "1. item", "&amp;", "> quote",
    ],
)  # fmt: skip
def test_no_sign_of_markdown_is_left_unescaped(text) -> None:
    assert not PUNCTUATION.search(escaped(text))
    assert re.sub(r"\\(.)", r"\1", escaped(text)) == text


@pytest.mark.parametrize("text", [":material/home:", ":red[warning]", ":smile:", "see:this"])
def test_a_colon_starts_no_icon_colour_or_emoji(text) -> None:
    assert not re.search(r":\w", escaped(text))
    assert re.sub(r"\\(.)", r"\1", escaped(text)).replace("\u2060", "") == text


def test_line_breaks_become_spaces() -> None:
    assert escaped("one\n\n    two") == "one two"
