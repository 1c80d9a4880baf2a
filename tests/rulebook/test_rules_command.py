import subprocess
import sys

import pytest
from typer.testing import CliRunner

from assistant import settings
from assistant.commands.rules import app
from assistant.errors import FactError, RulebookError


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def invoke(*words, rulebook=None):
        if rulebook:
            monkeypatch.setenv("ASSISTANT_RULEBOOK", str(rulebook))
        settings.current.cache_clear()
        return CliRunner().invoke(app, words)

    yield invoke
    settings.current.cache_clear()


def test_check_prints_what_was_proved(run):
    result = run("check")
    assert result.exit_code == 0
    assert "1,594,323 states of 13 facts" in result.output
    assert "proved: exactly one rule of each licence holds for every platform" in result.output


@pytest.mark.parametrize(
    ("old", "new", "after", "said"),
    [
        (
            "verdict: recommended",
            "verdict: required",
            "  sipc:",
            "failed: expected.yaml: us_only_stated: sipc is to be",
        ),
        (
            "they still involve",
            "they stil involve",
            "  broker_dealer:",
            "broker_dealer.rules.required_us.quotes.0: ",
        ),
    ],
)
def test_check_of_a_broken_rulebook_exits_1(run, edit, old, new, after, said):
    result = run("check", rulebook=edit(old, new, after=after))
    assert result.exit_code == 1
    assert said in result.output
    assert "the rulebook does not hold: " in result.output


def test_a_rulebook_that_cannot_be_read_is_left_to_the_console_script(run, edit):
    result = run("check", rulebook=edit("  matches_orders:", "  matches_orders: ["))
    assert isinstance(result.exception, RulebookError)


def test_show_gives_conditions_reasons_quotes_with_lines_cautions_and_notes_apart(run):
    output = " ".join(run("show", "ats").output.split())
    article, _, notes = output.partition("Outside the article")
    assert "required: US exposure and it matches the orders of several parties [required_matching]" in article
    assert "line 14: “However, the US SEC's requirement" in article
    assert "The article calls this ambiguous: line 11: “ATS" in article
    assert "[order_flow_needs_broker_dealer]" in article
    assert "Needs first: Membership of FINRA" in article
    assert "[sipc_by_choice]" not in output
    assert "[ats-form]" in notes
    assert "17 CFR 242.304" in notes
    assert "ats-form" not in article


def test_show_speaks_chinese(run):
    output = run("show", "sipc", "--language", "zh").output
    assert "建议: 涉及美国用户" in output
    assert "文章之外" in output


def test_show_without_a_licence_shows_all(run, book):
    output = run("show").output
    assert all(f"({licence})" in output for licence in book.licences)


def test_graph_draws_mermaid_or_text(run):
    assert run("graph", "ats").output.startswith("flowchart TD\n")
    assert run("graph", "ats", "--text").output.startswith("Alternative Trading System")


def test_graph_marks_the_path_of_a_platform(run):
    facts = ("--fact", "serves_us_users=yes", "--fact", "matches_orders=no")
    assert "no (taken) → not required" in run("graph", "ats", "--text", *facts).output
    assert " taken" in run("graph", "ats", *facts).output
    assert " taken" not in run("graph", "ats").output
    assert isinstance(run("graph", "ats", "--fact", "flies=yes").exception, FactError)
    assert isinstance(run("graph", "ats", "--fact", "matches_orders=perhaps").exception, FactError)


@pytest.mark.parametrize("command", ["show", "graph"])
def test_an_unknown_licence_is_an_error_in_one_line(run, command):
    assert isinstance(run(command, "bitlicense").exception, FactError)


@pytest.mark.parametrize("command", ["check", "show", "graph"])
def test_help_has_an_example(run, command):
    assert f"Example: assistant rules {command}" in run(command, "--help").output


IMPORTED = """
import gc, sys
sys.argv = ["assistant", "rules", "show", "ats"]
from assistant.__main__ import main
try:
    main()
finally:
    for name, module in sys.modules.items():
        if "site-packages" in (getattr(module, "__file__", None) or "") or name.startswith("assistant"):
            print(name, file=sys.stderr)
    print("collects", gc.isenabled(), file=sys.stderr)
"""
TAKES_LONG_ENOUGH = {
    *(
        "annotated_doc",
        "annotated_types",
        "platformdirs",
        "pydantic",
        "pydantic_core",
        "ruamel",
        "_ruamel_yaml",
    ),
    *("shellingham", "typer", "typing_extensions", "typing_inspection"),
}
TO_DECIDE = {
    "assistant.answer",
    "assistant.traces",
    *(f"assistant.rulebook.{name}" for name in ("book", "evaluation", "expected", "explain", "implications")),
}


def test_the_rulebook_is_shown_without_anything_heavy():
    """Each package more makes it slower, and so does what only an answer needs: many models and dataclasses."""
    done = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=True)
    *modules, collects = done.stderr.splitlines()
    packages = {name.partition(".")[0] for name in modules} - {"assistant", "_distutils_hack", "__main__"}
    assert packages <= TAKES_LONG_ENOUGH
    assert not TO_DECIDE & set(modules)
    assert collects == "collects True"
