"""A real cross-encoder, tiny and with weights drawn at random: it knows nothing, so its order shows that it is used."""

import json
from pathlib import Path

import pytest
import torch
from sentence_transformers import CrossEncoder
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from assistant.assistant import Assistant
from assistant.errors import ModelError
from assistant.retrieval import Retriever
from assistant.retrieval.reranker import Reranker
from assistant.settings import Settings, current, load_settings

QUESTION = "Is FINRA a government agency?"


def cross_encoder(folder: Path, labels: int = 1) -> str:
    """A BERT of one layer over the article's words, saved as sentence-transformers saves one."""
    words = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        *sorted({*QUESTION.split(), "SEC", "FINRA", "SIPC", "the", "a"}),
    ]
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    )
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        num_labels=labels,
        initializer_range=1.0,
    )
    plain = folder.parent / f"{folder.name}-plain"
    BertForSequenceClassification(config).save_pretrained(plain)
    fast.save_pretrained(plain)
    CrossEncoder(str(plain), device="cpu", max_length=128, local_files_only=True).save_pretrained(str(folder))
    return str(folder)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    return cross_encoder(tmp_path_factory.mktemp("models") / "tiny")


def test_what_was_found_is_put_in_the_order_of_the_cross_encoder(source, bank, built, model):
    without = Retriever(source, Settings(home=built), bank).search(QUESTION, 10)
    hits = Retriever(source, Settings(home=built, reranker=model), bank).search(QUESTION, 10)
    theirs = CrossEncoder(model, device="cpu", local_files_only=True).predict(
        [(QUESTION, hit.sentence.text) for hit in without]
    )
    scores = {hit.sentence.id: float(score) for hit, score in zip(without, theirs, strict=True)}
    assert {hit.sentence.id: hit.score for hit in hits} == pytest.approx(scores, abs=1e-4)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert [hit.sentence.id for hit in hits] != [hit.sentence.id for hit in without]


def test_an_answer_is_written_from_its_order_names_it_and_repeats(source, built, model, tmp_path):
    chosen = Settings(home=current().home, data=tmp_path, reranker=model)
    first, second = Assistant(chosen).ask(QUESTION), Assistant(chosen).ask(QUESTION)
    assert first == second
    assert first.provenance.reranker == Reranker(model).name
    assert first.provenance.reranker.startswith(model)
    best = Retriever(source, chosen).search(QUESTION, 1)[0].sentence
    assert best.start == first.citations[0].start


def test_off_by_default_and_then_no_part_of_the_provenance(source, bank, built):
    assert load_settings().reranker is None
    assert Retriever(source, Settings(home=built), bank).reranker_name is None


def test_a_chinese_question_is_put_to_it_in_english(source, bank, built, model):
    chinese = Retriever(source, Settings(home=built, reranker=model), bank).search("FINRA是政府机构吗?", 3)
    assert len(chinese) == 3


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("absent", "reranker '{}': neither a folder nor a model that is on this machine: download it first"),
        ("empty", "{}: holds no model (config.json): set ASSISTANT_RERANKER to another"),
        ("broken", "{}: cannot be loaded ("),
        ("three", "{}: gives 3 scores for a pair: set ASSISTANT_RERANKER to a cross-encoder that gives one"),
    ],
)
def test_one_that_cannot_be_used_is_named_with_the_mend_in_one_line(
    tmp_path: Path, made: str, said: str
) -> None:
    folder = tmp_path / made
    if made in ("empty", "broken"):
        folder.mkdir()
    if made == "broken":
        (folder / "config.json").write_text(json.dumps({"model_type": "bert"}))
    if made == "three":
        cross_encoder(folder, labels=3)
    with pytest.raises(ModelError) as caught:
        Reranker(str(folder)).rank(QUESTION, ["FINRA is a self-regulatory agency."])
    assert str(caught.value).startswith(said.format(folder))
    assert "ASSISTANT_RERANKER" in str(caught.value)
    assert "\n" not in str(caught.value)
