"""Questionnaires of any length: rows in, the same rows with their answers out, in order, the same bytes every time.

Example:
    >>> from assistant.batch import preview, run
    >>> preview("questions.csv").question
    'question'
    >>> run("questions.csv", "answers.csv", on_progress=print).rows
    300
"""

from assistant.batch.plan import preview
from assistant.batch.records import Options, Preview, Progress, Summary
from assistant.batch.running import run

__all__ = ["Options", "Preview", "Progress", "Summary", "preview", "run"]
