"""The page's words: the same names in both languages, and the colours they are shown in can be read."""

import re
import tomllib
from itertools import product
from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.page import words
from assistant.page.words import language_of_locale, load_words

PAGE = Path(words.__file__).parent
THEME = tomllib.loads((PAGE / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]


def test_both_languages_load_and_differ() -> None:
    assert load_words("en")("side.licences") == "Licences"
    assert load_words("zh")("side.licences") == "牌照"


def test_every_word_asked_for_by_the_code_exists() -> None:
    code = "".join(path.read_text("utf-8") for path in (*PAGE.glob("*.py"), *PAGE.glob("app_pages/*.py")))
    table = tomllib.loads((PAGE / "words.en.toml").read_text("utf-8"))
    asked = set(re.findall(r'words(?:\(\))?\(\s*"(\w+)\.(\w+)"', code))
    assert asked
    assert [
        f"{section}.{name}" for section, name in sorted(asked) if name not in table.get(section, {})
    ] == []


def test_a_word_in_one_language_only_is_an_error(tmp_path, monkeypatch) -> None:
    for name in ("en", "zh"):
        text = (PAGE / f"words.{name}.toml").read_text("utf-8")
        (tmp_path / f"words.{name}.toml").write_text(
            text + ('\n[odd]\none = "x"\n' if name == "en" else ""), "utf-8"
        )
    monkeypatch.setattr(words, "_FOLDER", tmp_path)
    with pytest.raises(SettingsError, match=r"odd\.one"):
        load_words.__wrapped__("en")


@pytest.mark.parametrize(
    ("locale", "language"),
    [("zh-CN", "zh"), ("zh", "zh"), ("ZH-TW", "zh"), ("en-GB", "en"), ("de", "en"), (None, "en")],
)
def test_the_browsers_language_is_followed_as_far_as_the_page_has_it(locale, language) -> None:
    assert language_of_locale(locale) == language


TEXTS = (
    "textColor",
    "linkColor",
    "redTextColor",
    "orangeTextColor",
    "blueTextColor",
    "violetTextColor",
    "grayTextColor",
)


@pytest.mark.parametrize(
    ("theme", "text", "ground"),
    list(product(("light", "dark"), TEXTS, ("backgroundColor", "secondaryBackgroundColor"))),
)
def test_every_text_colour_has_enough_contrast(theme, text, ground) -> None:
    light, dark = sorted((_luminance(THEME[theme][text]), _luminance(THEME[theme][ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("name", ["backgroundColor", "grayTextColor"])
def test_the_frames_colours_are_the_themes(name) -> None:
    css = (PAGE / "assets" / "page.css").read_text("utf-8")
    assert f"light-dark({THEME['light'][name]}, {THEME['dark'][name]})" in css


@pytest.mark.parametrize("path", sorted((PAGE / "assets").glob("*.js")), ids=lambda path: path.name)
def test_scripts_set_text_never_html(path) -> None:
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|fetch\(|import ",
        path.read_text("utf-8"),
    )


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
