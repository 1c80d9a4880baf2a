"""A process that writes turns, and says each number once it is on the disk: `writer.py TURNS CONVERSATION`."""

import sys

from plain_answers import answer_to

from assistant.errors import StaleError
from assistant.settings import load_settings
from assistant.store import open_store


def main(turns: int, conversation: str) -> None:
    mine = open_store(load_settings()).of("me")
    written = 0
    while written < turns:
        try:
            after = len(mine.conversations.read(conversation).turns)
            mine.conversations.add(conversation, answer_to(f"question {written}"), after=after)
        except StaleError:
            continue  # the other process was first
        written += 1
        sys.stdout.write(f"{written}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
