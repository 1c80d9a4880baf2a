"""The shipped model in its place: with the real reader and index."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from assistant.assistant import Assistant
from assistant.conversation import State
from assistant.errors import ModelError
from assistant.reading.training.material import FOLDER as MATERIAL
from assistant.reading.training.material import Example, read_file
from assistant.refusing import features
from assistant.refusing.chinese import in_english
from assistant.refusing.features import Evidence
from assistant.refusing.judge import FOLDER, Judge
from assistant.refusing.training.export import write
from assistant.refusing.training.material import Material, gathered
from assistant.refusing.training.stages import evidence, fitted, train
from assistant.retrieval import Retriever
from assistant.settings import current
from assistant.source import load_source

NEAR = MATERIAL / "asks-near.jsonl"
TOOL = "Which tool of FINRA's lets me look up a broker?"


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant()


@pytest.mark.parametrize(
    "question",
    [
        "Which FINRA exam must the head of compliance of such a platform pass?",
        "What does BrokerCheck charge for a background report?",
        "How many transfer agents are registered with the SEC at the moment?",
        "FINRA多久检查一次会员公司？",
    ],
)
def test_what_is_near_the_article_and_not_in_it_is_refused(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).kind == "abstained"


@pytest.mark.parametrize(
    "question",
    [
        "Which tool checks the background of a broker?",
        "Who updates the records of shareholders?",
        "What did the FinCEN interpretation of 2019 define?",
        "Dinari用什么形式派发股息？",
    ],
)
def test_what_the_article_says_is_answered(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).kind == "passage"


def test_an_unsure_refusal_of_the_reader_is_judged_and_a_sure_one_stands(assistant: Assistant) -> None:
    doubted = assistant.reader.read(TOOL)
    doubted = doubted.model_copy(update={"kind": "abstained", "kinds": (0.0, 0.45, 0.55)})
    assert assistant._passage(TOOL, doubted, State()).answer.kind == "passage"
    sure = doubted.model_copy(update={"kinds": (0.0, 0.02, 0.98)})
    assert assistant._passage(TOOL, sure, State()).answer.kind == "abstained"


def test_the_model_was_made_with_the_shipped_embedder_and_for_these_columns(assistant: Assistant) -> None:
    model = json.loads((FOLDER / "model.json").read_text("utf-8"))
    assert Judge().fits(assistant.retriever.embedder_sha256)
    assert not Judge().fits("another")
    assert len(model["evidence"]["weights"]) == len(features.COLUMNS)
    assert model["card"]["held_out"]["answered_but_refused"] <= 0.035
    # The pairs were made to be mistaken for each other; each lot is harder than those before it.
    assert model["card"]["near_measured"]["answered_but_refused"] <= 0.065


def test_without_its_files_it_says_what_to_do(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "model")
    (tmp_path / "model" / "model.json").write_text("{")
    with pytest.raises(ModelError, match=r"model\.json: cannot be read .* install the package again"):
        Judge(tmp_path / "model").fits("any")


def test_training_and_use_say_the_same_of_a_question(tmp_path: Path, assistant: Assistant) -> None:
    """Trained on a small part, written, and asked again by the judge."""
    retriever = Retriever(load_source(), current())
    near = [example for example in read_file(NEAR) if example.kind in ("passage", "abstained")][::5]
    asked = gathered([(example, False) for example in near], retriever)
    stage, held_out = train(asked)
    write(tmp_path, stage, frozenset(), (np.zeros(len(features.COLUMNS)), 0.0, 0.5), "x", {})
    for new in ("How many days does FINRA need for an application?", "FINRA的会费是多少?"):
        vector = retriever.vectors([in_english(new)])[0]
        example = Example(new, "elsewhere", kind="abstained")
        one = Material([example], np.array([1]), vector[None], np.array([0]), np.array([True]))
        assert Judge(tmp_path).asking(new, vector) == pytest.approx(float(stage.asking(one)[0]), abs=0.01)
        assert evidence(one, stage.asking(one), retriever, frozenset()).shape == (1, len(features.COLUMNS))
    assert held_out.shape == asked.refused.shape


def test_what_is_said_of_a_held_out_group_is_what_training_without_it_says(assistant: Assistant) -> None:
    near = [example for example in read_file(NEAR) if example.kind in ("passage", "abstained")][::6]
    asked = gathered([(example, False) for example in near], assistant.retriever)
    own = np.array([example.key == near[0].key for example in near])
    stage, held_out = train(asked)
    terms, rarity = stage.terms, stage.rarity
    less = fitted(asked.at(~own), terms, rarity, asked.refused.mean())[0]
    assert less.asking(asked.at(own)) == pytest.approx(held_out[own], abs=0.01)


def test_names_and_numbers_that_the_article_lacks_are_counted() -> None:
    known = features.names("In 2019 it was Dinari.")
    row = dict(
        zip(features.COLUMNS, _row("Does Dinari, or Kraken, pay 0.15 since 2019?", known), strict=True)
    )
    assert (row["names"], row["numbers"]) == (1.0, 1.0)


def _row(question: str, known: set[str]) -> list[float]:
    nothing = np.zeros(3)
    found = Evidence(question, [], (0.1, 0.6, 0.3), nothing, nothing, None)
    return features.evidence(found, 0.0, frozenset(known)).tolist()
