"""Where an input comes from: a file, standard input or a URL, as a file that can be read again from its start."""

import hashlib
import io
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO

from assistant.errors import BatchError

__all__ = ["Source", "is_url", "opened", "same_as"]

STDIN = "-"


class Source:
    """An input held open, so that one that is removed while it is read can be read to its end."""

    def __init__(self, name: str, suffix: str, file: BinaryIO) -> None:
        self.name = name
        self.suffix = suffix
        self._file = file

    def open(self) -> BinaryIO:
        """The file from its start. One reader at a time: they share a position.

        Raises:
            BatchError: it cannot be read any more.
        """
        if isinstance(self._file, io.BytesIO):
            return io.BytesIO(self._file.getvalue())
        with reading(self.name):
            self._file.seek(0)
            return os.fdopen(os.dup(self._file.fileno()), "rb")

    def sha256(self) -> str:
        with self.open() as file, reading(self.name):
            return sha256_of(file)


@contextmanager
def reading(name: str) -> Iterator[None]:
    """What the system says when a file cannot be read, as one line."""
    try:
        yield
    except OSError as error:
        raise BatchError(f"{name}: cannot be read ({error.strerror or error})") from error


@contextmanager
def opened(given: Path | str | bytes, spool: Path | None = None) -> Iterator[Source]:
    """Open an input: a path, a URL, "-" for standard input, or the bytes themselves.

    Args:
        spool: a folder for a nameless copy of what cannot be read twice; without it, that is held in memory.

    Raises:
        BatchError: there is nothing there, or it cannot be read.
    """
    if isinstance(given, bytes):
        yield Source("the input", "", io.BytesIO(given))
        return
    name = str(given)
    with reading(name), _file(name, spool) as file:
        suffix = Path(name.partition("?")[0]).suffix.lower() if name != STDIN else ""
        yield Source("standard input" if name == STDIN else name, suffix, file)


@contextmanager
def _file(name: str, spool: Path | None) -> Iterator[BinaryIO]:
    if name == STDIN:
        with _copied(sys.stdin.buffer, spool) as file:
            yield file
    elif is_url(name):
        with _remote(name) as remote, _copied(remote, spool) as file:
            yield file
    else:
        with Path(name).open("rb") as file:
            yield file


@contextmanager
def _copied(stream: IO[bytes], spool: Path | None) -> Iterator[BinaryIO]:
    if spool is None:
        yield io.BytesIO(stream.read())
        return
    with TemporaryFile(dir=spool) as file:
        shutil.copyfileobj(stream, file, 1 << 20)
        file.flush()
        yield file


@contextmanager
def _remote(url: str) -> Iterator[IO[bytes]]:
    import fsspec

    try:
        with fsspec.open(url, "rb") as file:
            yield file
    except BatchError:
        raise
    except ImportError as error:
        raise BatchError(f"{url}: {error}") from error
    except (ValueError, OSError) as error:
        raise BatchError(f"{url}: cannot be opened ({' '.join(str(error).split())[:160]})") from error


def is_url(name: str) -> bool:
    return "://" in name


def same_as(source: Source, sha256: str) -> None:
    """Raises BatchError where the input is not what it was when the run began."""
    if source.sha256() != sha256:
        raise BatchError(
            f"{source.name}: has changed while it was read; the checkpoint is of what it was: "
            "put that back and run the command again, or start anew with --overwrite"
        )


def sha256_of(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()
