"""Questionnaires that the page is answering: one a person, in a thread that outlives the page's runs."""

import hashlib
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread

from assistant.assistant import Assistant
from assistant.audit import AuditLog
from assistant.batch import Options, Progress, Summary, run
from assistant.errors import AssistantError, BatchError, BatchStopped

MAX_MB = 20  # of an upload
MEDIA = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl",
}
FORMS = tuple(MEDIA)
FOLDER = "batches"


@dataclass
class Job:
    """A questionnaire under way, stopped (`stopped`), failed (`error`), or done (`summary`)."""

    name: str
    source: Path
    output: Path
    options: Options
    progress: Progress | None = None
    summary: Summary | None = None
    error: str = ""
    stopped: bool = False
    cancel: Event = field(default_factory=Event)
    thread: Thread | None = None

    @property
    def running(self) -> bool:
        return self.thread is not None and self.thread.is_alive()

    def watch(self, progress: Progress) -> None:
        self.progress = progress


class Desk:
    """Everybody's questionnaires. What was finished when a server was killed is not asked again when the same file
    is put forward with the same columns.

    Example:
        >>> desk.start("ann", "questions.csv", data, Options(column="question"), "csv")  # doctest: +SKIP
        >>> desk.job("ann").progress.done  # doctest: +SKIP
        120
    """

    def __init__(self, assistant: Assistant, log: AuditLog | None = None) -> None:
        self.assistant, self.log = assistant, log
        self._jobs: dict[str, Job] = {}
        self._lock = Lock()

    def job(self, owner: str) -> Job | None:
        return self._jobs.get(owner)

    def start(self, owner: str, name: str, data: bytes, options: Options, form: str) -> Job:
        """Answer an upload; `name` is its file's.

        Raises:
            BatchError: this owner's last one is still under way, or the upload cannot be kept.
        """
        with self._lock:
            last = self._jobs.get(owner)
            if last is not None and last.running:
                raise BatchError(f"{last.name} is still being answered: wait for it, or cancel it")
            job = self._job(owner, name, data, options, form)
            self._jobs[owner] = job
        return self._begun(job, owner)

    def go_on(self, owner: str) -> None:
        """Go on with what was stopped."""
        job = self._jobs.get(owner)
        if job is not None and not job.running and job.summary is None:
            job.error, job.stopped, job.cancel = "", False, Event()
            self._begun(job, owner)

    def cancel(self, owner: str) -> None:
        """Stop; what is finished is kept."""
        job = self._jobs.get(owner)
        if job is not None:
            job.cancel.set()

    def drop(self, owner: str) -> None:
        """Forget a job with its files."""
        job = self._jobs.get(owner)
        if job is None:
            return
        job.cancel.set()
        if job.thread is not None:
            job.thread.join()
        shutil.rmtree(job.output.parent, ignore_errors=True)
        self._jobs.pop(owner, None)

    def _job(self, owner: str, name: str, data: bytes, options: Options, form: str) -> Job:
        made_with = self.assistant.provenance.model_dump_json()
        key = hashlib.sha256(data + repr((options, form, made_with)).encode()).hexdigest()[:32]
        folder = self.assistant.settings.data / FOLDER / hashlib.sha256(owner.encode()).hexdigest()[:32] / key
        source = folder / f"questions{Path(name).suffix.lower()}"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for other in folder.parent.iterdir():
                if other != folder:
                    shutil.rmtree(other, ignore_errors=True)
            source.write_bytes(data)
        except OSError as error:
            raise BatchError(f"{folder}: cannot be written ({error.strerror})") from error
        return Job(name, source, folder / f"answers.{form}", options)

    def _begun(self, job: Job, owner: str) -> Job:
        job.thread = Thread(target=self._run, args=(job, owner), daemon=True, name="questionnaire")
        job.thread.start()
        return job

    def _run(self, job: Job, owner: str) -> None:
        try:
            job.summary = run(
                job.source, job.output, job.options, assistant=self.assistant, on_progress=job.watch,
                cancel=job.cancel, log=self.log, owner=owner,
            )  # fmt: skip
        except BatchStopped:
            job.stopped = True
        except AssistantError as error:
            job.error = str(error).replace(str(job.source), job.name)
