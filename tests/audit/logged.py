"""A process that logs answers, and says each number once it is on the disk: `logged.py COUNT OWNER`."""

import sys

from plain_answers import answer_to

from assistant.audit import open_log
from assistant.settings import load_settings


def main(count: int, owner: str) -> None:
    log = open_log(load_settings())
    assert log is not None
    for number in range(count):
        entry = log.append(answer_to(f"question {number} " + "x" * 2_000), owner=owner)
        sys.stdout.write(f"{entry.n}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
