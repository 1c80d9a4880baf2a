from collections import Counter
from pathlib import Path

import pytest

from assistant.errors import VectorIndexError
from assistant.retrieval import Known, is_held_out, load_bank
from assistant.retrieval.bank import bank_sha256, indexed, share
from assistant.retrieval.chunks import as_document, chunks


def test_every_known_question_is_about_sentences_of_the_article(source):
    texts = {sentence.text for sentence in source.sentences}
    assert [known for known in load_bank() if not {known.sentence, *known.also} <= texts] == []


def test_no_question_stands_in_the_bank_twice():
    counts = Counter(" ".join(known.question.casefold().split()).rstrip("?？.。! ") for known in load_bank())
    assert [question for question, count in counts.items() if count > 1] == []


def test_a_question_is_held_out_by_its_text_alone():
    # The sha256 of nothing begins with e3b0c442.
    assert share("") == pytest.approx(0xE3B0C442 / 2**32)
    assert not is_held_out("")


def test_a_tenth_is_held_out_and_never_indexed(source):
    bank = load_bank()
    held = {known.question for known in bank if is_held_out(known.question)}
    assert 0.08 < len(held) / len(bank) < 0.12
    assert held.isdisjoint(chunk.text for chunk in chunks(source, indexed(bank, source)))


def test_questions_about_other_sources_are_left_out(source):
    assert indexed([Known("hello", "Not a sentence of the article.")], source) == ()


def test_the_hash_depends_on_every_part_of_a_question():
    one = Known("a", "b", ("c",))
    others = [Known("x", "b", ("c",)), Known("a", "x", ("c",)), Known("a", "b", ("x",)), Known("a", "b")]
    assert len({bank_sha256([known]) for known in (one, *others)}) == 5


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"question": "a"}', "null"])
def test_a_bad_line_is_named(tmp_path: Path, line):
    path = tmp_path / "bank.jsonl"
    path.write_text('{"question": "a", "sentence": "b"}\n' + line + "\n")
    with pytest.raises(VectorIndexError, match=r"bank\.jsonl:2: not a question"):
        load_bank(path)


def test_a_missing_bank_is_one_line(tmp_path: Path):
    with pytest.raises(VectorIndexError, match="cannot be read"):
        load_bank(tmp_path / "bank.jsonl")


def test_entries_have_ids_of_their_own_and_keep_their_place(source, bank):
    entries = chunks(source, indexed(bank, source))
    assert len({entry.id for entry in entries}) == len(entries)
    for document in map(as_document, entries):
        sentence = source.text[document.metadata["start"] : document.metadata["end"]]
        assert document.metadata["kind"] == "question" or sentence in document.page_content


def test_a_passage_has_heading_and_neighbours_of_its_own_paragraph_only(source):
    passages = {entry.id: entry.text for entry in chunks(source, ()) if entry.kind == "passage"}
    third = next(sentence for sentence in source.sentences if sentence.id == "17.3")
    assert passages["p-17.3"].startswith(
        "Become a FINRA/SIPC member (recommended) FINRA is responsible for daily"
    )
    assert passages["p-17.3"].endswith(third.text)
