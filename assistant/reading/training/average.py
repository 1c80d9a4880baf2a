"""Weights between a run's and those it went on from: `python -m … RUN --start ONNX --share 0.7 --out FOLDER`.

What a run learns of its own texts costs it a little on everybody else's. Weights in between keep most of both, at no
cost when they are used (Wortsman and others, "Robust fine-tuning of zero-shot models", 2022).
"""

import argparse
import json
import shutil
from pathlib import Path

import torch
from tokenizers import Tokenizer

from assistant.reading.training.start import going_on


def average(run: Path, start: Path, share: float, out: Path) -> None:
    """Write to `out` what `train` would: `share` of the run's weights, the rest of those of `start` (.onnx)."""
    out.mkdir(parents=True, exist_ok=True)
    vocabulary = Tokenizer.from_file(str(run / "tokenizer.json")).get_vocab_size()
    before = going_on(start, start.parent / "tokenizer.json", vocabulary).state_dict()
    after = torch.load(run / "reader.pt", weights_only=True)
    between = {
        name: torch.lerp(before[name], values, share) if values.is_floating_point() else values
        for name, values in after.items()
    }
    torch.save(between, out / "reader.pt")
    shutil.copy(run / "tokenizer.json", out)
    card = json.loads((run / "training.json").read_text("utf-8"))
    (out / "training.json").write_text(json.dumps(card | {"averaged_with_start": share}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="A folder that `train` wrote with --start.")
    parser.add_argument("--start", type=Path, required=True, help="The network that it went on from.")
    parser.add_argument("--share", type=float, default=0.7, help="Of the run's own weights.")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    average(given.run, given.start, given.share, given.out)
