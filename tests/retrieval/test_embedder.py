from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from assistant.retrieval import Retriever
from assistant.retrieval.embedder import identify, original
from assistant.retrieval.exports import open_embedder
from assistant.retrieval.plan import plan
from assistant.settings import DEFAULT_EMBEDDER, Settings
from assistant.weights import weights_folder

TEXTS = ["FINRA", "Do we need an ATS license?", "anti-money laundering " * 200, "牌照", "🦄", ""]


@pytest.fixture(scope="module")
def model():
    return original(identify(DEFAULT_EMBEDDER))


@pytest.mark.parametrize(("precision", "least"), [("fp32", 0.99999), ("int8", 0.95)])
def test_the_export_computes_what_sentence_transformers_computes(
    source, bank, built, model, precision, least
):
    exported = open_embedder(plan(source, Settings(home=built, precision=precision), bank))
    texts = TEXTS + [known.question for known in bank] + [sentence.text for sentence in source.sentences]
    cosines = (exported.embed(texts) * model.embed(texts)).sum(1)
    assert cosines.min() >= least
    assert cosines.mean() >= 0.99


def test_company_does_not_change_a_vector(source, bank, built):
    exported = open_embedder(plan(source, Settings(home=built), bank))
    together = exported.embed(TEXTS)
    assert np.array_equal(together, np.vstack([exported.embed([text]) for text in TEXTS]))


def test_threads_may_share_it(source, bank, built):
    exported = open_embedder(plan(source, Settings(home=built), bank))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: exported.embed(TEXTS), range(40)))
    assert all(np.array_equal(vectors, found[0]) for vectors in found)


def test_another_model_by_its_folder(source, bank, built, tmp_path):
    # The same weights, named by their folder: they are run as they are, and must find the same.
    by_folder = Retriever(source, Settings(home=tmp_path, embedder=str(weights_folder())), bank)
    by_name = Retriever(source, Settings(home=built, precision="fp32"), bank)
    question = "Which registration does a futures business need?"
    assert [hit.sentence.id for hit in by_folder.search(question)] == [
        hit.sentence.id for hit in by_name.search(question)
    ]
    assert by_folder.embedder_name.endswith("sentence-transformers)")
    assert by_name.embedder_name == "all-MiniLM-L6-v2 (53aa51172d14, ONNX fp32)"
