"""A finished output to its name, a path or a URL, and what stands there already."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from assistant.batch.source import is_url, sha256_of
from assistant.errors import BatchError

__all__ = ["deliver", "not_the_input", "sha256_there", "workplace"]


def workplace(name: str, home: Path) -> Path:
    """Where the output is made before it goes to its name: beside it, or in `home` where that is a URL."""
    if not is_url(name):
        return Path(name)
    mark = hashlib.sha256(name.encode()).hexdigest()[:16]
    return home / "batch" / f"{mark}-{Path(name).name}"


def not_the_input(given: str, name: str) -> None:
    """Raises BatchError where the output would replace what is read."""
    if given == name or (
        not is_url(given) and not is_url(name) and Path(given).resolve() == Path(name).resolve()
    ):
        raise BatchError(f"{name}: is the input too: name another output")


def sha256_there(name: str) -> str | None:
    """Of what stands at the name; None where nothing does.

    Raises:
        BatchError: the place cannot be reached or read.
    """
    with _reaching(name):
        if not is_url(name):
            if not Path(name).exists():
                return None
            with Path(name).open("rb") as file:
                return sha256_of(file)
        system, path = _system(name)
        if not system.exists(path):
            return None
        with system.open(path, "rb") as remote:
            return sha256_of(remote)


def deliver(made: Path, name: str) -> None:
    """Renamed to its place, or sent there.

    Raises:
        BatchError: it cannot be written there.
    """
    with _reaching(name):
        if not is_url(name):
            made.replace(name)
            return
        system, path = _system(name)
        with made.open("rb") as file, system.open(path, "wb") as there:
            _copy(file, there)


def _copy(file: IO[bytes], there: IO[bytes]) -> None:
    while block := file.read(1 << 20):
        there.write(block)


def _system(url: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    system, path = url_to_fs(url)
    return system, path


@contextmanager
def _reaching(name: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, ImportError, NotImplementedError) as error:
        reason = " ".join(str(error).split())[:160]
        raise BatchError(
            f"{name}: cannot be used as the output ({reason}); finished rows are kept"
        ) from error
