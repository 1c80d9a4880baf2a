"""Settings: one order of precedence, and a value that cannot be used stops the program in one line."""

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_arguments_come_before_variables_before_the_file_before_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (load_settings().page_rate, load_settings().precision) == (30, "int8")
    (tmp_path / "assistant.toml").write_text('page_rate = 5\nprecision = "fp32"\n')
    assert (load_settings().page_rate, load_settings().precision) == (5, "fp32")
    monkeypatch.setenv("ASSISTANT_PAGE_RATE", "7")
    assert (load_settings().page_rate, load_settings().precision) == (7, "fp32")
    assert load_settings(page_rate=9).page_rate == 9
    assert Settings(home=tmp_path).home == tmp_path


def test_a_variable_that_names_no_setting_is_somebody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    before = load_settings()
    monkeypatch.setenv("ASSISTANT_TEAM", "blue")
    assert load_settings() == before


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("precison = 'fp32'\n", "setting precison"),
        ("page_rate = 0\n", "setting page_rate: Input should be greater than 0 (got 0)"),
        ("page_rate = \n", "assistant.toml: Invalid value (at line 1, column 13)"),
        ("llm = 'sk-secret'\n", "setting llm"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, file: str, message: str) -> None:
    (tmp_path / "assistant.toml").write_text(file)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert message in str(caught.value)
    assert "sk-secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_short_command_loads_nothing_heavy() -> None:
    heavy = [
        "numpy",
        "onnxruntime",
        "chromadb",
        "streamlit",
        "torch",
        "scipy",
        "langchain_core",
        "pydantic_settings",
    ]
    code = (
        "import sys; sys.argv = ['assistant', 'rules', 'show', 'ats']\n"
        "from assistant.commands import main\n"
        "try: main()\n"
        f"finally: print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
