import pytest

from assistant.errors import QuestionError
from assistant.question import checked_question
from assistant.settings import MAX_QUESTION


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Do we need it?\r\nYes ", "Do we need it?\nYes"),
        ("AT\u200bS\ufeff lic\u202eence", "ATS licence"),
        ("the bell\x07 rings, and rings, and rings again", "the bell rings, and rings, and rings again"),
        ("美国用户\u3000要吗", "美国用户\u3000要吗"),
        ("x" * MAX_QUESTION, "x" * MAX_QUESTION),
    ],
)
def test_a_question_is_read_without_what_nobody_sees(text: str, kept: str) -> None:
    assert checked_question(text) == kept


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "is empty"),
        (" \n\t", "is empty"),
        ("\u200b\u200b", "is empty"),
        ("x" * (MAX_QUESTION + 1), r"20,001 characters: the limit is 20,000"),
        ("\x01\x02\x03PNG\x04\x05", "binary"),
        ("nul \x00 in a long enough text to pass otherwise", "binary"),
    ],
)
def test_what_is_no_question_is_refused_in_one_line(text: str, fault: str) -> None:
    with pytest.raises(QuestionError, match=fault) as caught:
        checked_question(text)
    assert "\n" not in str(caught.value)
