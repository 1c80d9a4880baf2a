"""A batch from its input to its output: answer row by row into the journal, then write the output whole."""

import hashlib
import json
import os
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

from assistant.assistant import Assistant
from assistant.audit import AuditLog, BatchRun
from assistant.batch.columns import asked
from assistant.batch.conversations import Conversations
from assistant.batch.delivery import deliver, not_the_input, sha256_there, workplace
from assistant.batch.journal import Journal, writing
from assistant.batch.key import key_of_run
from assistant.batch.order import Known, in_order, key_of, mark_of
from assistant.batch.outputs import fits, writer
from assistant.batch.plan import Plan, look
from assistant.batch.records import Asked, Form, Options, Outcome, Progress, Row, Summary
from assistant.batch.source import Source, is_url, opened, same_as
from assistant.batch.tables import form_of
from assistant.batch.tally import Tally
from assistant.batch.team import LocalTeam, Team
from assistant.errors import BatchError

__all__ = ["run"]

OnProgress = Callable[[Progress], None]
_HELD = 500  # outcomes of repeated questions held while the output is written


def run(
    given: Path | str,
    output: Path | str,
    options: Options | None = None,
    *,
    assistant: Assistant | None = None,
    on_progress: OnProgress | None = None,
    cancel: Event | None = None,
    log: AuditLog | None = None,
    owner: str = "",
) -> Summary:
    """Answer every row of an input, or go on where a run was ended.

    Args:
        log: where the run is logged, as `owner`'s, before its output is given.

    Raises:
        AuditError: it cannot be logged; what is finished is kept.
        BatchError: the input or the output cannot be used; what is finished is kept beside the output.
        BatchStopped: `cancel` was set.
    """
    options, assistant = options or Options(), assistant or Assistant()
    name = str(output)
    form = form_of(name, options.output_format)
    not_the_input(str(given), name)
    place = workplace(name, assistant.settings.home)
    with opened(given, _spool(given, place)) as source:
        plan = look(source, options, assistant)
        fits(form, plan.rows, name)
        batch = _Batch(
            source,
            plan,
            name,
            place,
            form,
            options,
            assistant,
            on_progress or (lambda progress: None),
            log,
            owner,
        )
        return batch.done_before() or batch.run(cancel)


def _spool(given: Path | str, place: Path) -> Path | None:
    """A folder for a copy of what can be read but once: there is room for it where the output is made."""
    if str(given) != "-" and not is_url(str(given)):
        return None
    with writing(place.parent):
        place.parent.mkdir(parents=True, exist_ok=True)
    return place.parent


@dataclass
class _Batch:
    source: Source
    plan: Plan
    name: str
    place: Path
    form: Form
    options: Options
    assistant: Assistant
    report: OnProgress
    log: AuditLog | None
    owner: str

    def __post_init__(self) -> None:
        self.begun = monotonic()
        self.sha256 = self.source.sha256()
        self.licences = tuple(self.assistant.rulebook.licences)

    @cached_property
    def key(self) -> dict[str, Any]:
        return key_of_run(self.assistant, self.plan, self.options, self.form, self.sha256)

    @property
    def folder(self) -> Path:
        return self.place.with_name(f"{self.place.name}.checkpoint")

    @property
    def receipt(self) -> Path:
        """Says of a finished output what it was made from: the same command then has nothing to do."""
        where = hashlib.sha256(str(self.place.absolute()).encode()).hexdigest()
        return self.assistant.settings.home / "batch" / f"{where[:32]}.json"

    def done_before(self) -> Summary | None:
        """Raises BatchError where an output stands there that this run has not written."""
        if self.options.overwrite or self.folder.exists() or (there := sha256_there(self.name)) is None:
            return None
        try:
            receipt = json.loads(self.receipt.read_text("utf-8"))
        except (OSError, ValueError):
            receipt = {}
        if receipt.get("key") == self.key and receipt.get("sha256") == there:
            summary = receipt["summary"]
            rows = {
                "slowest": tuple(map(tuple, summary["slowest"])),
                "failed": tuple(map(tuple, summary["failed"])),
            }
            return Summary(**{**summary, **rows, "resumed": summary["rows"]})
        raise BatchError(
            f"{self.name}: is there already, and is not what this run would write: --overwrite starts anew"
        )

    def run(self, cancel: Event | None) -> Summary:
        with Journal(self.folder).open(self.key, anew=self.options.overwrite) as journal:
            resumed = self._answer(journal, cancel)
            same_as(self.source, self.sha256)
            summary = self._write(journal, resumed)
            journal.remove()
        return summary

    def _answer(self, journal: Journal, cancel: Event | None) -> int:
        """Into the journal, all rows; how many were there before."""
        known = Known()
        with closing(Conversations(self.folder / "conversations.sqlite")) as past:
            rows = _remember(self._asked(), journal, known, past)
            resumed = journal.rows
            if resumed < self.plan.rows:
                self._answer_rest(rows, journal, known, past, cancel)
        return resumed

    def _answer_rest(
        self, rows: Iterator[Asked], journal: Journal, known: Known, past: Conversations, cancel: Event | None
    ) -> None:
        self.assistant.retriever.search(
            "ready"
        )  # builds the index where that is due, once and not in every worker
        resumed = journal.rows
        with self._team() as team:
            for outcomes, offsets in in_order(rows, team, known, past, cancel):
                offsets += journal.append(outcomes)
                self.report(self._progress(journal.rows, resumed))

    def _asked(self) -> Iterator[Asked]:
        rows = islice(self.plan.table.rows(), self.plan.rows)
        return (asked(row, self.plan.columns) for row in rows)

    def _team(self) -> AbstractContextManager[Team]:
        if self.options.engine == "ray":
            from assistant.batch.cluster import RayTeam

            return RayTeam(self.assistant.settings, self.form, self.options.address, self.options.workers)
        return LocalTeam(self.assistant.settings, self.form, self.options.workers)

    def _progress(self, done: int, resumed: int) -> Progress:
        seconds = monotonic() - self.begun
        rate = (done - resumed) / seconds if seconds else 0.0
        return Progress(done, self.plan.rows, rate, (self.plan.rows - done) / rate if rate else None)

    def _write(self, journal: Journal, resumed: int) -> Summary:
        """The output beside its place, then in it."""
        tally = Tally(self.licences)
        unfinished = self.folder / "output"
        with writing(unfinished, journal.rows):
            with writer(unfinished, self.form, self.plan.table, self.licences) as write:
                for number, (row, outcome, first) in enumerate(self._outcomes(journal), 1):
                    write(row, outcome)
                    tally.add(row.number, outcome, first)
                    if number % 1000 == 0:
                        self.report(Progress(number, self.plan.rows, 0.0, None, "writing"))
            _synced(unfinished)
            summary = tally.summary(self.name, resumed, monotonic() - self.begun)
            sha256 = _sha256(unfinished)
            self._receipt(sha256, summary)
            self._logged(sha256, summary)
            deliver(unfinished, self.name)
        return summary

    def _outcomes(self, journal: Journal) -> Iterator[tuple[Row, Outcome, bool]]:
        """Each row with its outcome, and whether it is the first with it."""
        held: OrderedDict[int, Outcome] = OrderedDict()
        rows = islice(self.plan.table.rows(), self.plan.rows)
        for row, entry in zip(rows, journal.entries(), strict=True):
            outcome = entry.outcome or held.get(entry.offset) or journal.at(entry.offset)
            held[entry.offset] = outcome
            held.move_to_end(entry.offset)
            if len(held) > _HELD:
                held.popitem(last=False)
            yield row, outcome, entry.outcome is not None

    def _logged(self, sha256: str, summary: Summary) -> None:
        if self.log is None:
            return
        made_with = {name: value for name, value in self.key.items() if name != "input"}
        run = BatchRun(
            input=self.source.name,
            input_sha256=self.sha256,
            output=self.name,
            output_sha256=sha256,
            rows=summary.rows,
            errors=summary.errors,
            made_with=made_with,
        )
        self.log.append_batch(run, owner=self.owner)

    def _receipt(self, sha256: str, summary: Summary) -> None:
        self.receipt.parent.mkdir(parents=True, exist_ok=True)
        receipt = {"key": self.key, "sha256": sha256, "summary": asdict(summary)}
        new = self.receipt.with_suffix(f".{os.getpid()}")
        new.write_text(json.dumps(receipt) + "\n", "utf-8")
        new.replace(self.receipt)


def _remember(rows: Iterator[Asked], journal: Journal, known: Known, past: Conversations) -> Iterator[Asked]:
    """The rows that are left, once known what the finished ones established.

    A row that was read wrongly, as where the input was changed meanwhile and put back, counts as left; so do those
    after it, which may rest on it.
    """
    for entry in journal.entries():
        row = next(rows)
        if entry.mark != mark_of(row):
            journal.cut(entry)
            return chain([row], rows)
        if row.conversation is None and not row.fault:
            known.add(key_of(row), entry.offset)
        elif row.conversation is not None and entry.outcome and entry.outcome.past:
            past[row.conversation] = entry.outcome.past
    return rows


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _synced(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
