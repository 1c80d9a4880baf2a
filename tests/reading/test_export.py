"""The network as it is exported: what torch computes, each text alone and in company, and back to torch."""

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from tokenizers import Tokenizer

from assistant.reading import network as reading_network
from assistant.reading.network import Network, Said, Signals
from assistant.reading.training.average import average
from assistant.reading.training.export import as_onnx
from assistant.reading.training.network import Reader as Trained
from assistant.reading.training.start import going_on
from assistant.sessions import open_session, run
from assistant.source import load_source
from assistant.weights import weights_folder

WORDS = (
    "we",
    "match",
    "the",
    "orders",
    "of",
    "users",
    "in",
    "texas",
    "not",
    "broker",
    "shares",
    "usdc",
    "nobody",
)
TOKENIZER = weights_folder() / "tokenizer.json"


def trained() -> Trained:
    """A network that has learnt nothing, the same each time."""
    torch.manual_seed(1)
    vocabulary = Tokenizer.from_file(str(TOKENIZER)).get_vocab_size() + 2
    return Trained(weights_folder(), vocabulary, len(load_source().sentences)).eval()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One network, exported as `assistant.reading.training.export` does."""
    place = tmp_path_factory.mktemp("model")
    onnx.save(as_onnx(trained()), place / "reader-1.onnx")
    (place / "tokenizer.json").write_bytes(TOKENIZER.read_bytes())
    return place


def feed() -> dict[str, np.ndarray]:
    """Two texts of nine tokens, one of them after what came before it."""
    said = [101, 2057, 2674, 4449, 102, 2057, 2079, 2025, 102]
    ids = np.array([said, [101, 2057, 2674, 1996, 4449, 1997, 2149, 5198, 102]])
    own = np.array([[0, 0, 0, 0, 0, 1, 1, 1, 0], [0, 1, 1, 1, 1, 1, 1, 1, 0]])
    types = np.array([[0, 0, 0, 0, 0, 1, 1, 1, 1], [0] * 9])
    return {"ids": ids, "types": types, "own": own, "mask": np.ones_like(ids)}


@pytest.mark.parametrize(("eight_bit", "most"), [(False, 1e-4), (True, 0.1)])
def test_the_export_computes_what_torch_computes(eight_bit: bool, most: float) -> None:
    given = feed()
    tensors = [torch.tensor(given[name]) for name in ("ids", "mask", "types", "own")]
    with torch.no_grad():
        *logits, weights = trained()(*tensors)
    session = open_session(as_onnx(trained(), eight_bit=eight_bit).SerializeToString(), "a test")
    found = run(session, given)
    assert np.abs(found[0] - torch.cat(logits, -1).numpy()).max() < most
    assert np.abs(found[1] - weights.numpy()).max() < most


def texts(seed: int) -> Iterator[Said]:
    chance = random.Random(seed)
    for _ in range(150):
        text = " ".join(chance.choices(WORDS, k=chance.randint(1, 12)))
        before = " ".join(chance.choices(WORDS, k=3)) if chance.random() < 0.3 else ""
        yield Said(text, before, "matches_orders" if chance.random() < 0.2 else None)


def test_no_text_changes_a_bit_of_another(folder: Path) -> None:
    network, asked = Network(folder), list(texts(7))
    alone = [bits(network.run([said])[0]) for said in asked]
    assert [bits(signals) for signals in network.run(asked)] == alone
    backwards = network.run(asked[::-1])
    assert [bits(signals) for signals in backwards[::-1]] == alone


def bits(signals: Signals) -> bytes:
    parts = (signals.states, signals.focus, signals.kinds, signals.sentences, signals.weights)
    return b"".join(part.tobytes() for part in parts)


def test_texts_of_a_length_go_through_together(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = []
    plain = reading_network._signals
    monkeypatch.setattr(
        reading_network, "_signals", lambda nets, rows: sizes.append(len(rows)) or plain(nets, rows)
    )
    Network(folder).run([Said("we match orders")] * 3 + [Said("we match")] * 2)
    assert sizes == [2, 3]


def test_a_language_with_networks_of_its_own_is_read_by_those_alone(folder: Path, tmp_path: Path) -> None:
    both = Path(shutil.copytree(folder, tmp_path / "both"))
    other = trained()
    torch.nn.init.ones_(other.bias)
    onnx.save(as_onnx(other), both / "reader-zh-1.onnx")
    english, chinese = Said("we match orders"), Said("我们撮合订单")
    before = [bits(signals) for signals in Network(folder).run([chinese, english])]
    after = [bits(signals) for signals in Network(both).run([chinese, english])]
    assert after[0] != before[0]
    assert after[1] == before[1]


def test_training_goes_on_from_what_was_exported(folder: Path) -> None:
    was, path = trained(), folder / "reader-1.onnx"
    tokenizer = folder / "tokenizer.json"
    again = going_on(path, tokenizer, Tokenizer.from_file(str(tokenizer)).get_vocab_size())
    left = dict(again.state_dict())
    for name, values in was.state_dict().items():
        if not name.endswith(".added"):
            step = values.abs().max() / 63 if values.ndim > 1 else values.abs().max() * 1e-6
            assert (left[name] - values).abs().max() <= step, name


def test_weights_between_a_run_and_its_start(folder: Path, tmp_path: Path) -> None:
    start, tokenizer = folder / "reader-1.onnx", folder / "tokenizer.json"
    was = going_on(start, tokenizer, Tokenizer.from_file(str(tokenizer)).get_vocab_size()).state_dict()
    was = {name: values for name, values in was.items() if values.numel()}  # no tokens are added here
    learnt = {name: values + 1 for name, values in was.items()}
    (run := tmp_path / "run").mkdir()
    torch.save(learnt, run / "reader.pt")
    (run / "tokenizer.json").write_bytes(tokenizer.read_bytes())
    (run / "training.json").write_text('{"seed": 1}')
    average(run, start, 0.25, tmp_path / "out")
    between = torch.load(tmp_path / "out" / "reader.pt", weights_only=True)
    assert {name: float((values - was[name]).mean()) for name, values in between.items()} == pytest.approx(
        dict.fromkeys(was, 0.25), abs=1e-5
    )
    assert json.loads((tmp_path / "out" / "training.json").read_text()) == {
        "seed": 1,
        "averaged_with_start": 0.25,
    }
