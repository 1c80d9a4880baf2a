"""Folders built whole: made beside their place, renamed into it, and checked file by file when read."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.errors import VectorIndexError

MANIFEST = "manifest.json"
UNFINISHED = ".unfinished-"
PATIENCE = 900.0  # seconds to wait for another process that builds


class DamagedError(Exception):
    """What was built here is missing, incomplete, altered or of another make. The message says which."""


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """One process at a time. The system drops the lock of a killed process.

    Raises:
        VectorIndexError: `home` cannot be written to, or another process holds the lock for very long.
    """
    from filelock import FileLock, Timeout

    try:
        home.mkdir(parents=True, exist_ok=True)
        with FileLock(home / "lock", timeout=PATIENCE):
            _clear(home)
            yield
    except Timeout as error:
        lock = home / "lock"
        raise VectorIndexError(
            f"{lock}: another process has held it for {PATIENCE:.0f} s: end that one"
        ) from error
    except OSError as error:
        reason = error.strerror or error
        raise VectorIndexError(
            f"{home}: cannot be written to ({reason}): set ASSISTANT_HOME to another folder"
        ) from error


@contextmanager
def built_whole(folder: Path) -> Iterator[Path]:
    """A new folder to fill, which takes the place of `folder` when the block ends well. Hold the lock."""
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder.parent))
    try:
        yield unfinished
        if folder.exists():
            folder.rename(Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder.parent)) / folder.name)
        unfinished.rename(folder)
    finally:
        _clear(folder.parent)


def seal(folder: Path, facts: dict[str, Any]) -> None:
    """Write the manifest: `facts`, and the sha256 of every file."""
    sums = {str(path.relative_to(folder)): sha256(path.read_bytes()) for path in _files(folder)}
    text = json.dumps({**facts, "files": sums}, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", "utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Raises DamagedError where there is none that can be read."""
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
    except FileNotFoundError as error:
        raise DamagedError("not built yet") from error
    except (OSError, ValueError) as error:
        raise DamagedError(f"{MANIFEST} cannot be read ({error})") from error
    if not isinstance(found, dict) or not isinstance(found.get("files"), dict):
        raise DamagedError(f"{MANIFEST} is not a manifest")
    return found


def read_checked(folder: Path, manifest: dict[str, Any], name: str) -> bytes:
    """The bytes of a file. Raises DamagedError where they are not those that the manifest names."""
    try:
        found = (folder / name).read_bytes()
    except OSError as error:
        raise DamagedError(f"{name} cannot be read ({error.strerror})") from error
    if sha256(found) != manifest["files"].get(name):
        raise DamagedError(f"{name} is damaged")
    return found


def check_all(folder: Path, manifest: dict[str, Any]) -> None:
    """Raises DamagedError where any file is missing or altered."""
    for name in manifest["files"]:
        read_checked(folder, manifest, name)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)


def _clear(home: Path) -> None:
    """Remove what killed builds and replaced folders left. Hold the lock: then nobody builds."""
    for entry in os.scandir(home):
        if entry.name.startswith(UNFINISHED):
            shutil.rmtree(entry.path, ignore_errors=True)
