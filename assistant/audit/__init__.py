"""An append-only log of every answer given, each entry chained to the one before by sha256.

Example:
    >>> from assistant.audit import open_log
    >>> log = open_log()  # doctest: +SKIP
    >>> if log:  # doctest: +SKIP
    ...     log.append(answer, owner="", given=given, before=earlier)
"""

from assistant.audit.log import AuditLog, open_log
from assistant.audit.records import (
    BatchEntry,
    BatchRun,
    Before,
    Difference,
    Entry,
    Fault,
    Replay,
    Verification,
)
from assistant.audit.replaying import replay
from assistant.audit.verifying import verify

__all__ = [
    "AuditLog",
    "BatchEntry",
    "BatchRun",
    "Before",
    "Difference",
    "Entry",
    "Fault",
    "Replay",
    "Verification",
    "open_log",
    "replay",
    "verify",
]
