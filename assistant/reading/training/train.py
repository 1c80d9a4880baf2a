"""Trains the reader: `python -m assistant.reading.training.train --out FOLDER`. Seeded; repeats on the same machine.

bfloat16 where the processor computes in it; about 15 minutes on two such cores, four times that on others. `--start`
goes on from weights that ship instead, with all texts of the `--fresh` files and a share of the others each round.
"""

import argparse
import json
import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import torch
from tokenizers import Tokenizer

from assistant.reading.labels import FOCUS, KINDS, STATEMENTS
from assistant.reading.language import has_chinese
from assistant.reading.tokens import Encoded, encode, extended_tokenizer
from assistant.reading.training.augment import augmented
from assistant.reading.training.compose import compose
from assistant.reading.training.material import Example, load
from assistant.reading.training.mixing import read_mixed
from assistant.reading.training.network import Reader, Targets, loss
from assistant.reading.training.start import going_on
from assistant.source import load_source
from assistant.weights import weights_folder

TOKENS = 1024
LIMIT = 320
AVERAGED_EVERY = 8  # steps; oftener in a short run, so that the average is of its end
WARM_UP = 150
CHINESE = 0.4  # of the composed texts
MIXED = 3000  # of the texts that other networks judged, so many each epoch
# Elsewhere bfloat16 is emulated, twenty times slower.
HALF = "AVX512" in torch.backends.cpu.get_cpu_capability()


class Epochs:
    """The examples of each epoch: all whole ones, and composed ones that are new every time."""

    def __init__(
        self,
        examples: Sequence[Example],
        composed: int,
        dice: Random,
        fresh: Collection[str] = (),
        share: float = 1.0,
        mixed: Sequence[Example] = (),
        mixed_each: int = MIXED,
    ) -> None:
        self.mixed, self.mixed_each = mixed, mixed_each
        self.examples = [example for example in examples if not example.held_out]
        self.dice, self.composed, self.fresh, self.share = dice, composed, fresh, share
        self.pools = {}
        for language in ("en", "zh"):
            mine = [e for e in self.examples if has_chinese(e.text) == (language == "zh")]
            statements = [e for e in mine if e.kind is None and not e.before and not e.conflict]
            asks = [
                e for e in mine if e.kind == "licences" and not e.before and not e.facts and not e.conflict
            ]
            self.pools[language] = (statements, asks)

    def epoch(self) -> list[Example]:
        made = []
        for _ in range(self.composed):
            language = "zh" if self.dice.random() < CHINESE else "en"
            made.append(compose(*self.pools[language], language, self.dice))
        made += self.dice.sample(self.mixed, min(len(self.mixed), self.mixed_each))
        return [self._varied(example) for example in self.examples if self._drawn(example)] + made

    def _drawn(self, example: Example) -> bool:
        return example.key.rpartition(":")[0] in self.fresh or self.dice.random() < self.share

    def _varied(self, example: Example) -> Example:
        whole = example.kind == "licences" and example.facts
        return (
            augmented(example, self.pools["zh" if has_chinese(example.text) else "en"][0], self.dice)
            if whole
            else example
        )


def batches(
    encoded: Sequence[tuple[Example, Encoded]], dice: Random
) -> Iterator[list[tuple[Example, Encoded]]]:
    """Batches of about the same length each, TOKENS tokens at most, in random order."""
    keyed = sorted(encoded, key=lambda pair: len(pair[1].ids) + dice.random() * 8)
    groups: list[list[tuple[Example, Encoded]]] = [[]]
    for pair in keyed:
        if (groups[-1] and (len(groups[-1]) + 1) * len(pair[1].ids) > TOKENS) or len(groups[-1]) >= 24:
            groups.append([])
        groups[-1].append(pair)
    dice.shuffle(groups)
    return iter(groups)


def tensors(
    batch: Sequence[tuple[Example, Encoded]], sentences: Sequence[str]
) -> tuple[tuple[torch.Tensor, ...], Targets]:
    width = max(len(e.ids) for _, e in batch)

    def padded(rows: list[list[int]]) -> torch.Tensor:
        return torch.tensor([row + [0] * (width - len(row)) for row in rows])

    inputs = (
        padded([e.ids for _, e in batch]),
        padded([[1] * len(e.ids) for _, e in batch]),
        padded([e.types for _, e in batch]),
        padded([e.own for _, e in batch]),
    )
    nan = float("nan")
    states = torch.tensor([[nan if s is None else s for s in x.states] for x, _ in batch])
    focus = torch.tensor([_focus_target(x) for x, _ in batch])
    both_ways = torch.tensor([[nan if s is None else s for s in x.both_ways] for x, _ in batch])
    kind = torch.tensor(
        [[nan] * 3 if x.kind is None else [float(k == x.kind) for k in KINDS] for x, _ in batch]
    )
    which = torch.tensor([_sentence_target(x, sentences) for x, _ in batch])
    spans = torch.zeros(len(batch), len(STATEMENTS), width)
    for row, (x, e) in enumerate(batch):
        for index, (begin, end) in x.spans.items():
            for token, (start, stop) in enumerate(e.offsets):
                if e.own[token] and begin <= start < stop <= end:
                    spans[row, index, token] = 1.0
    return inputs, Targets(states, focus, both_ways, kind, which, spans)


def _focus_target(example: Example) -> list[float]:
    nan = float("nan")
    if example.kind != "licences" or example.focus is None:
        return [nan] * len(FOCUS)
    everything = len(example.focus) == len(FOCUS) - 2
    if example.carried:
        # Said again or carried over: only the text's own words could tell, so the names bear no loss.
        named = [nan if name in example.focus else 0.0 for name in FOCUS[:-2]]
        return [*named, nan if everything else 0.0, nan]
    named = [0.0 if everything else float(name in example.focus) for name in FOCUS[:-2]]
    return [*named, float(everything), 0.0]


def _sentence_target(example: Example, sentences: Sequence[str]) -> list[float]:
    if not example.sentences:
        return [float("nan")] * len(sentences)
    first, *also = example.sentences
    row = [0.0] * len(sentences)
    for sentence, weight in ((first, 1.0), *((s, 0.6) for s in also)):
        row[sentences.index(sentence)] = weight
    total = sum(row)
    return [value / total for value in row]


def train(
    out: Path,
    seed: int,
    epochs: int,
    composed: int,
    rate: float,
    threads: int = 2,
    start: Path | None = None,
    fresh: Collection[str] = (),
    share: float = 1.0,
    mixed: Path | None = None,
    mixed_each: int = MIXED,
) -> None:
    """Train one network and write its weights, tokenizer and settings to the folder `out`.

    Args:
        start: a network that ships (.onnx beside its tokenizer.json), to go on from.
        fresh: material files of which each epoch has every text; of the others it has `share`.
        mixed: texts that other networks judged, as `mixing` writes them, to learn from beside the material;
            each epoch draws `mixed_each` of them.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    dice = Random(seed)
    examples = load()
    sentences = [sentence.text for sentence in load_source().sentences]
    known = (start.parent if start else weights_folder()) / "tokenizer.json"
    tokenizer = extended_tokenizer(known, [e.text for e in examples])
    stock = Epochs(examples, composed, dice, fresh, share, read_mixed(mixed) if mixed else (), mixed_each)
    plan = [_encoded(stock.epoch(), tokenizer) for _ in range(epochs)]
    steps = sum(len(list(batches(epoch, Random(0)))) for epoch in plan)
    size = tokenizer.get_vocab_size()
    network = going_on(start, known, size) if start else Reader(weights_folder(), size, len(sentences))
    course = Course(network, rate, steps)
    for number, epoch in enumerate(plan):
        for batch in batches(epoch, dice):
            course.step(*tensors(batch, sentences), f"epoch {number}")
        out.mkdir(parents=True, exist_ok=True)
        torch.save(course.average.module.state_dict(), out / "reader.pt")
    tokenizer.save(str(out / "tokenizer.json"))
    used: dict[str, Any] = {
        "seed": seed,
        "epochs": epochs,
        "composed": composed,
        "rate": rate,
        "steps": steps,
    }
    if mixed:
        used |= {"mixed": len(stock.mixed), "mixed_each": mixed_each, "share": share}
    if start:
        used |= {"start": start.name, "fresh": sorted(fresh), "share": share, "before": _history(start)}
    (out / "training.json").write_text(json.dumps(used | {"examples": len(stock.examples)}))


def _history(start: Path) -> Any:
    """How the network that a run started from was trained, by the card beside it."""
    name, _, number = start.stem.rpartition("-")
    card = json.loads((start.parent / "training.json").read_text("utf-8"))
    return card[name.replace("reader", "runs").replace("-", "_")][int(number) - 1]


class Course:
    """A network on its way: AdamW, warm-up and linear fall; the running average of its weights is what ships."""

    def __init__(self, model: Reader, rate: float, steps: int) -> None:
        heads = [p for name, p in model.named_parameters() if not name.startswith("body.")]
        self.model, self.steps, self.done = model.train(), steps, 0
        self.optimizer = torch.optim.AdamW(
            [{"params": model.body.parameters(), "lr": rate}, {"params": heads, "lr": rate * 10}],
            weight_decay=0.01,
            fused=True,
        )
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda step: min((step + 1) / WARM_UP, max(0.0, 1 - step / (steps + 20)))
        )
        averaging = torch.optim.swa_utils.get_ema_multi_avg_fn(0.98)
        self.average = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=averaging)
        self.loss, self.begun = 0.0, time.time()

    def step(self, inputs: tuple[torch.Tensor, ...], targets: Targets, name: str) -> None:
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
            outputs = self.model(*inputs)
        value = loss(tuple(output.float() for output in outputs), targets)
        value.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.schedule.step()
        if self.done % max(1, min(AVERAGED_EVERY, self.steps // 500)) == 0:
            self.average.update_parameters(self.model)
        self.done += 1
        self.loss = 0.98 * self.loss + 0.02 * value.item()
        if self.done % 50 == 0:
            print(
                f"{name} step {self.done}/{self.steps} loss {self.loss:.3f} {time.time() - self.begun:.0f}s",
                flush=True,
            )


def _encoded(examples: Sequence[Example], tokenizer: Tokenizer) -> list[tuple[Example, Encoded]]:
    return [
        (example, encode(tokenizer, example.text, example.before, example.asked, LIMIT))
        for example in examples
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--composed", type=int, default=2500)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--start", type=Path, help="A shipped network to go on from.")
    parser.add_argument("--fresh", nargs="*", default=[], help="Files that every epoch has whole.")
    parser.add_argument("--share", type=float, default=1.0, help="Of the other files, this share.")
    parser.add_argument("--mixed", type=Path, help="Texts that other networks judged (by `mixing`).")
    parser.add_argument("--mixed-each", type=int, default=MIXED, help="Of those, so many each epoch.")
    train(**vars(parser.parse_args()))
