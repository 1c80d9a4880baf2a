"""One line of the log: the entry as JSON, sealed at its end with the sha256 of what stands before the seal."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["GENESIS", "Link", "about_torn", "linked", "sealed"]

GENESIS = "0" * 64  # what the first entry has as the sha256 of the one before
_SEAL = re.compile(rb',"sha256":"([0-9a-f]{64})"\}\n')
_SEAL_BYTES = len(',"sha256":""}\n') + 64


@dataclass(frozen=True)
class Link:
    """A line that is an entry. `whole` says whether its bytes are those that it was sealed with."""

    n: int
    previous: str
    sha256: str
    whole: bool
    fields: dict[str, Any]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def about_torn(left: bytes) -> dict[str, Any]:
    """What an entry says of bytes before it that are no entry."""
    return {"bytes": len(left), "sha256": _digest(left)}


def sealed(fields: Mapping[str, Any]) -> tuple[bytes, str]:
    """The line, with its end, and its sha256: that of the line's JSON without the `sha256` at its end.

    In ASCII, so that no sign of a question can end a line.

    Example:
        >>> line, sha256 = sealed({"n": 1})
        >>> line == b'{"n":1,"sha256":"' + hashlib.sha256(b'{"n":1}').hexdigest().encode() + b'"}\\n'
        True
    """
    body = json.dumps(fields, separators=(",", ":")).encode()
    sha256 = _digest(body)
    return body[:-1] + f',"sha256":"{sha256}"}}\n'.encode(), sha256


def linked(line: bytes) -> Link | None:
    """None where the line is no entry at all, altered or not: a line without its end is none."""
    if not line.endswith(b"\n"):
        return None
    try:
        fields = json.loads(line)
        n, previous, stated = fields["n"], fields["previous"], fields["sha256"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if type(n) is not int or not isinstance(previous, str) or not isinstance(stated, str):
        return None
    seal = _SEAL.fullmatch(line[-_SEAL_BYTES:])
    body = line[:-_SEAL_BYTES] + b"}"
    return Link(n, previous, stated, seal is not None and _digest(body) == stated, fields)
