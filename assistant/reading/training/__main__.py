"""One command from material to shipped weights: `python -m assistant.reading.training` (make train).

Trains a network for each seed; lets them judge together texts that nobody labelled; trains one network more, on
from the last of them, on the material and on what they judged; exports and calibrates that one. It reads about as well
as they do together and costs a fraction of it. An epoch takes about 10 minutes on two cores that compute in bfloat16,
40 on others.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from assistant.reading.training.calibrate import calibrate
from assistant.reading.training.export import MODEL, main
from assistant.reading.training.mixing import judge_mixtures
from assistant.reading.training.train import train


def shipped(work: Path, seeds: Sequence[int], epochs: int, composed: int, rate: float) -> None:
    """Train all of it in the folder `work`, and write what ships to `assistant/reading/model`."""
    folders = [work / f"seed-{seed}" for seed in seeds]
    for seed, folder in zip(seeds, folders, strict=True):
        train(folder, seed, epochs, composed, rate)
    teachers, mixed, one = work / "teachers", work / "mixed.jsonl", work / "one"
    main(folders, teachers)
    judge_mixtures(mixed, teachers, 3000 * epochs, seeds[0], processes=2)
    last = teachers / f"reader-{len(seeds)}.onnx"
    train(one, seeds[0], epochs, composed, rate, start=last, mixed=mixed)
    main([one], MODEL)
    result = calibrate(MODEL)
    (MODEL / "calibration.json").write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--work", type=Path, default=Path("runs/training"), help="Folder for the unexported weights."
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--composed", type=int, default=1200)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    shipped(**vars(parser.parse_args()))
