"""Lines wrapped for a terminal without rich."""

from assistant.commands.plain import say, wrapped


def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost() -> None:
    text = "Platforms that do not match orders but trade one-on-one with users need no Form ATS."
    lines = wrapped(text, 30, indent=4)
    assert max(map(len, lines)) <= 26
    assert " ".join(lines) == text


def test_a_chinese_letter_takes_two_columns_and_a_line_without_spaces_is_cut() -> None:
    text = "文章称，不撮合订单、与用户一对一交易的平台目前不属于ATS范畴。"
    lines = wrapped(text, 20)
    assert "".join(lines) == text
    assert {2 * len(line) for line in lines[:-2]} == {20}


def test_each_line_is_indented_and_plain_where_nobody_looks(capsys) -> None:
    say("one two three four", 2, bold=True)
    say()
    assert capsys.readouterr().out == "  one two three four\n\n"
