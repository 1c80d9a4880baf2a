from pathlib import Path

import pytest

from assistant.retrieval import lexical
from assistant.retrieval.bank import Known


@pytest.fixture(scope="module")
def index(source, tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("bm25")
    asked = Known("zyzzyva?", next(s.text for s in source.sentences if s.id == "26.1"))
    lexical.build(source, [asked], folder)
    return lexical.load(folder)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Licences, licenses", ["licens", "licens"]),
        ("the registered registration", ["register", "registr"]),
        ("$6.2 Million", ["6.2", "million"]),
        ("核心观点", ["核心", "心观", "观点"]),
        ("币", ["币"]),
        ("", []),
        ("🦄 ?!", []),
    ],
)
def test_tokens(text, expected):
    assert lexical.tokens(text) == expected


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Section 17A(c)", "5.4"),
        ("Arbitrum One", "23.3"),
        ("National Futures Association", "27.1"),
        ("市场影响", "38.1"),
        ("世界警察", "31.2"),
        ("zyzzyva", "26.1"),
    ],
)
def test_keywords_find_their_sentence(index, source, question, sentence):
    assert source.sentences[lexical.scores(index, [question])[0].argmax()].id == sentence


@pytest.mark.parametrize("question", ["", "🦄", "xylophone", "the"])
def test_unknown_words_find_nothing(index, source, question):
    assert lexical.scores(index, [question]).tolist() == [[0.0] * len(source.sentences)]
