"""`assistant memo` as it is typed."""

import json

import pytest
from scripted_assistant import TEXAS, WHAT, scripted
from typer.testing import CliRunner

from assistant.commands import _register, app
from assistant.errors import AssistantError
from assistant.store import profile_file


@pytest.fixture(autouse=True)
def _scripted(monkeypatch) -> None:
    monkeypatch.setattr("assistant.assistant.Assistant", scripted)
    _register(["memo", "ask"])


def typed(*words: object) -> str:
    done = CliRunner().invoke(app, ["memo", *map(str, words)])
    if isinstance(done.exception, AssistantError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize(
    ("ending", "start"), [("pdf", b"%PDF"), ("docx", b"PK"), ("md", b"# "), ("json", b"{")]
)
def test_the_ending_says_the_format_and_the_file_replaces_the_old_one(tmp_path, ending, start) -> None:
    output = tmp_path / f"memo.{ending.upper()}"
    output.write_text("old")
    typed(TEXAS, WHAT, "-o", output, "--date", "2026-11-24")
    assert output.read_bytes().startswith(start)
    assert [one.name for one in tmp_path.iterdir()] == [output.name]


def test_without_a_file_it_is_printed_in_the_language_asked_for() -> None:
    assert typed(TEXAS, "--language", "zh").startswith("# 平台需要办理哪些美国登记")


def test_a_platform_that_was_exported_has_a_memo(tmp_path) -> None:
    file = tmp_path / "texas.json"
    file.write_text(profile_file("Texas desk", {"matches_orders": "yes"}))
    output = tmp_path / "memo.json"
    typed("--platform", file, "--fact", "handles_fiat=no", "-o", output)
    made = json.loads(output.read_text())
    assert (made["name"], made["answers"]) == ("Texas desk", [])
    assert [one["id"] for one in made["facts"] if one["origin"] == "given"] == [
        "matches_orders",
        "handles_fiat",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "nothing to write of"),
        ((TEXAS, "-o", "memo.exe"), "memo.exe: ending 'exe' is no format: one of md, docx, pdf, json"),
        ((TEXAS, "--date", "24.11."), "--date '24.11.': is no date"),
        ((TEXAS, "--language", "fr"), "--language 'fr': one of en, zh"),
        (("--platform", "/nowhere.json"), "/nowhere.json: cannot be read: No such file"),
        ((TEXAS, "-o", "/nowhere/memo.md"), "/nowhere/memo.md: cannot be written: No such file"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(words, said) -> None:
    with pytest.raises(AssistantError) as refused:
        typed(*words)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
