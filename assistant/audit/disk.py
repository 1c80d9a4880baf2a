"""Reading and writing so that what was written is on the disk, in files that are their owner's alone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import AuditError

__all__ = ["keep_names", "reading", "write"]


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """What the system says when a file cannot be read, as one line."""
    try:
        yield
    except OSError as error:
        raise AuditError(f"{path}: cannot be read ({error.strerror or error})") from error


def write(path: Path, data: bytes, how: int) -> None:
    """All of it, on the disk, in a file that is its owner's alone."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | how | getattr(os, "O_BINARY", 0), 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def keep_names(folder: Path) -> None:
    """A new or renamed file survives a loss of power only once its folder is written. Windows has no such call."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
