"""One command from material to shipped weights: `python -m assistant.reading.training` (make train).

Trains one network for each seed, exports them, and calibrates on what was kept apart. About 20 minutes a network on
two cores.
"""

import argparse
import json
from pathlib import Path

from assistant.reading.training.calibrate import calibrate
from assistant.reading.training.export import MODEL, main
from assistant.reading.training.train import train

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--work", type=Path, default=Path("runs/training"), help="Folder for the unexported weights."
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--composed", type=int, default=2500)
    parser.add_argument("--rate", type=float, default=1e-4)
    given = parser.parse_args()
    folders = [given.work / f"seed-{seed}" for seed in given.seeds]
    for seed, folder in zip(given.seeds, folders, strict=True):
        train(folder, seed, given.epochs, given.composed, given.rate)
    main(folders, MODEL)
    result = calibrate(MODEL)
    (MODEL / "calibration.json").write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))
