"""The reader with its shipped network: what plain words say, in their places, the same every time."""

import shutil
from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.reading import Context, Reader
from assistant.reading.labels import LICENCES
from assistant.reading.network import FOLDER


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def facts(reader: Reader, text: str, context: Context | None = None) -> dict[str, str]:
    return {fact: read.value for fact, read in reader.read(text, context).facts.items()}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Our engine matches the buy and sell orders of our users with each other.",
            {"matches_orders": "yes"},
        ),
        (
            "Every trade is between us and the user; no order ever meets another user's.",
            {"matches_orders": "no"},
        ),
        ("We have customers in Texas and Ohio.", {"serves_us_users": "yes"}),
        ("None of our users is in the United States.", {"serves_us_users": "no"}),
        ("Users send dollars by wire to our own bank account.", {"handles_fiat": "yes"}),
        ("The shares are kept by a licensed broker, not by us.", {"custodies_shares": "no"}),
        ("We pass the dividends on to token holders.", {"distributes_dividends": "yes"}),
        (
            "We offer perpetual contracts with 20x leverage on the stock tokens.",
            {"offers_derivatives": "yes"},
        ),
        ("Our rival matches orders of its users.", {}),
        ("我们撮合用户之间的买卖订单。", {"matches_orders": "yes"}),
        ("我们不向美国用户提供服务。", {"serves_us_users": "no"}),
    ],
)
def test_plain_statements_are_read(reader: Reader, text: str, said: dict[str, str]) -> None:
    assert facts(reader, text) == said


def test_what_is_supposed_holds_against_what_is_said_of_today(reader: Reader) -> None:
    today = "Our platform matches customers' buy and sell orders with each other."
    variant = "Suppose we never matched an order and were the only counterparty instead."
    reading = reader.read(f"{today} {variant} ATS?")
    assert reading.facts["matches_orders"].value == "no"
    assert reading.facts["matches_orders"].words in variant
    assert reading.conflicts == ()


def test_a_what_if_that_leans_on_what_was_said_holds_with_its_own_words(reader: Reader) -> None:
    today = "We have US users, no deal with any transfer agent, and pay dividends to token holders."
    text = f"{today} Assume we stopped paying them. Would transfer agent registration still be compulsory?"
    read = reader.read(text).facts["distributes_dividends"]
    assert (read.value, read.words) == ("no", "Assume we stopped paying them.")
    assert text[read.start : read.end] == read.words


def test_words_are_slices_of_the_text_and_those_that_bear_the_fact(reader: Reader) -> None:
    text = "We are based in Lisbon. Users send dollars by wire to our own bank account. Do we need an MSB?"
    read = reader.read(text).facts["handles_fiat"]
    assert text[read.start : read.end] == read.words
    assert read.words == "Users send dollars by wire to our own bank account."


def test_a_bare_answer_is_read_by_what_was_asked(reader: Reader) -> None:
    context = Context(before="Do we need an ATS licence?", focus=("ats",), asked="matches_orders")
    assert facts(reader, "No, we never do that.", context) == {"matches_orders": "no"}
    assert facts(reader, "Yes, we do.", context) == {"matches_orders": "yes"}
    assert facts(reader, "No, we never do that.") == {}


def test_a_turn_without_a_subject_keeps_the_one_before(reader: Reader) -> None:
    context = Context(before="Do we need an ATS licence?", focus=("ats",), asked=None)
    assert reader.read("why?", context).focus == ("ats",)
    assert reader.read("and FINRA?", context).focus == ("finra",)
    assert reader.read("Which licences do we need in all?", context).focus == LICENCES


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Does our platform need to register with FinCEN?", "licences"),
        ("What does the article say FINRA is responsible for?", "passage"),
        ("What is the weather in Paris?", "abstained"),
        ("How much does it cost to register as a broker-dealer?", "abstained"),
        ("???", "abstained"),
        ("文章里说的订单流模式是什么？", "passage"),
    ],
)
def test_kinds_are_told_apart(reader: Reader, text: str, kind: str) -> None:
    assert reader.read(text).kind == kind


def test_texts_read_together_are_read_as_alone(reader: Reader) -> None:
    texts = ["We match orders.", "no US users, " * 60, "ATS?", "我们有美国用户，需要FINRA吗？"]
    together = reader.read_many([(text, Context()) for text in texts])
    for text, reading in zip(texts, together, strict=True):
        alone = reader.read(text)
        assert (alone.kind, alone.focus, alone.facts.keys()) == (
            reading.kind,
            reading.focus,
            reading.facts.keys(),
        )


def test_a_fact_deep_in_a_long_text_is_read_in_its_place(reader: Reader) -> None:
    padding = "The office is bright and the coffee is good. " * 60
    text = padding + "Our engine matches the orders of our users with each other. " + padding
    read = reader.read(text).facts["matches_orders"]
    assert "matches the orders" in text[read.start : read.end]


def test_twenty_thousand_characters_are_read(reader: Reader) -> None:
    assert reader.read("x y " * 5_000).facts == {}


@pytest.mark.parametrize("name", ["calibration.json", "tokenizer.json", "reader-1.onnx", "reader-zh-1.onnx"])
def test_a_missing_or_damaged_part_of_the_model_is_named(tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "model"))
    (folder / name).write_bytes(b"not a model")
    with pytest.raises(ModelError, match=name):
        Reader(folder).read_many([("We match orders.", Context()), ("我们撮合订单。", Context())])


def test_no_weights_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="weights are missing"):
        Reader(tmp_path)


@pytest.mark.parametrize(
    "text", ["FINRA是政府机构吗？", "FinCEN属于哪个部门？", "过户代理归谁管？", "拿到牌照就完全合规了吗？"]
)
def test_a_short_question_on_a_body_is_one_on_the_article(reader: Reader, text: str) -> None:
    assert reader.read(text).kind == "passage"
