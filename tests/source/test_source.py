import shutil
from pathlib import Path

import pytest

from assistant.data import data_folder
from assistant.errors import AnchorError, SourceError
from assistant.source import load_source
from assistant.source.sentences import sentence_spans

NAME = "odaily_us_stock_token_licences"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return Path(shutil.copytree(data_folder("corpus"), tmp_path / "corpus"))


def test_every_sentence_is_the_slice_at_its_offsets_and_on_its_line() -> None:
    source = load_source()
    for sentence in source.sentences:
        assert source.text[sentence.start : sentence.end] == sentence.text
        assert source.text.count("\n", 0, sentence.start) + 1 == sentence.line


def test_no_word_of_the_article_is_lost_between_sentences() -> None:
    source = load_source()
    kept = "".join("".join(sentence.text.split()) for sentence in source.sentences)
    assert kept == "".join(source.text.split())


def test_headings_and_languages_are_known_as_such() -> None:
    source = load_source()
    headings = [s.text for s in source.sentences if s.part == "heading"]
    assert len(headings) == 6
    assert headings[0] == "FinCEN MSB (Money Services Business) registration (required)"
    assert {s.line for s in source.sentences if s.language == "zh"} == set(range(33, 40))
    below = next(s for s in source.sentences if s.id == "14.5")
    assert below.heading == "ATS (Alternative Trading System) license (ambiguity exists)"


def test_ids_are_unique_and_stable() -> None:
    ids = [s.id for s in load_source().sentences]
    assert len(ids) == len(set(ids)) == 87
    assert ids[0] == "1.1"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("It is under the U.S. Treasury. Yes.", ["It is under the U.S. Treasury.", "Yes."]),
        ("One (a note. With a stop.) Two.", ["One (a note. With a stop.)", "Two."]),
        ('He said "no." Then left.', ['He said "no."', "Then left."]),
        ("美股。合规！可以？", ["美股。", "合规！", "可以？"]),
        ("  no stop  ", ["no stop"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, pieces: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == pieces


def test_a_quote_off_by_one_letter_is_an_error_that_shows_it() -> None:
    with pytest.raises(AnchorError, match=r"not found: 'It serves as an investor protection mechanizm'"):
        load_source().quote("It serves as an investor protection mechanizm")


def test_a_quote_in_two_places_is_an_error() -> None:
    with pytest.raises(AnchorError, match="more than once"):
        load_source().quote("US stock token trading platforms")


def test_an_altered_article_is_refused(corpus: Path) -> None:
    path = corpus / f"{NAME}.txt"
    path.write_text(path.read_text("utf-8").replace("required", "optional"), "utf-8")
    with pytest.raises(SourceError, match=r"sha256 is .* restore the file"):
        load_source(corpus)


@pytest.mark.parametrize("suffix", ["txt", "yaml"])
def test_a_missing_file_is_named(corpus: Path, suffix: str) -> None:
    (corpus / f"{NAME}.{suffix}").unlink()
    with pytest.raises(SourceError, match=rf"{NAME}\.{suffix}: cannot be read"):
        load_source(corpus)


def test_metadata_with_a_misspelt_key_is_named(corpus: Path) -> None:
    path = corpus / f"{NAME}.yaml"
    path.write_text(path.read_text("utf-8").replace("publisher:", "publishr:"), "utf-8")
    with pytest.raises(SourceError, match="publish"):
        load_source(corpus)
