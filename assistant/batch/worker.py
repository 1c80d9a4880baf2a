"""A worker process: units come in on standard input, outcomes go out on standard output, a line of JSON each.

Run as a program of its own and not as a child of `multiprocessing`, so that it imports nothing of whoever started it,
and ends by itself when that one is gone.
"""

import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.batch.asking import Turn, Unit, answer_units
from assistant.batch.records import Outcome
from assistant.settings import Settings

__all__ = ["decoded", "encoded", "main"]


def encoded(units: Sequence[Unit]) -> str:
    return json.dumps(units)


def decoded(line: str) -> list[list[Outcome]]:
    return [[Outcome(*fields) for fields in outcomes] for outcomes in json.loads(line)]


def _units(line: str) -> list[Unit]:
    return [Unit(tuple(Turn(*turn) for turn in turns), past, talk) for turns, past, talk in json.loads(line)]


def main() -> None:
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # an interrupt is for the parent, which keeps what is finished
    # Whatever a library prints must not get between the lines.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", newline="\n")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    told: dict[str, Any] = json.loads(sys.stdin.readline())
    assistant = Assistant(Settings.model_construct(**{**told["settings"], **_paths(told["settings"])}))
    for line in sys.stdin:
        outcomes = answer_units(assistant, _units(line), told["form"])
        try:
            out.write(json.dumps(outcomes) + "\n")
            out.flush()
        except BrokenPipeError:  # whoever asked was killed meanwhile, and nobody is there to be told
            os._exit(0)


def _paths(settings: dict[str, Any]) -> dict[str, Path]:
    return {name: Path(settings[name]) for name in ("home", "data", "corpus", "rulebook") if settings[name]}
