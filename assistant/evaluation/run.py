"""Runs cases on every core, and writes each result as it comes."""

import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import TYPE_CHECKING

from assistant.evaluation.cases import Case, Suite
from assistant.evaluation.folder import Run
from assistant.evaluation.records import CaseResult
from assistant.evaluation.running import Engine, run_case

if TYPE_CHECKING:
    from assistant.evaluation.judge import LlmJudge

__all__ = ["Job", "execute", "jobs_of"]

# Cases sent to a process at a time: enough to hide the sending, few enough to lose little when killed.
CHUNK = 4
_WARM = Case(id="warm", question="What is FINRA?", kind="passage", evidence=(("FINRA",),))


@dataclass(frozen=True)
class Job:
    """A case to run: which of which suite, at which line, for the how-manieth time (from 0).

    `judged`: an LLM is asked what it thinks of the answers.
    """

    suite: str
    case: Case
    line: int
    repeat: int = 0
    judged: bool = False

    @property
    def key(self) -> tuple[str, str, int]:
        return self.suite, self.case.id, self.repeat


def jobs_of(
    suites: Iterable[Suite],
    *,
    ids: Sequence[str] = (),
    tags: Sequence[str] = (),
    repeat: int = 1,
    judged: bool = False,
) -> tuple[Job, ...]:
    """The cases chosen by id ("ID" or "suite/ID") and by tag, any of several; all where neither is given."""
    chosen = [
        Job(suite.name, case, suite.lines[case.id], judged=judged)
        for suite in suites
        for case in suite.cases
        if (not ids or case.id in ids or f"{suite.name}/{case.id}" in ids)
        and (not tags or set(tags) & set(case.labels))
    ]
    return tuple(replace(job, repeat=time) for time in range(repeat) for job in chosen)


def execute(
    jobs: Sequence[Job],
    run: Run,
    make: Callable[[], Engine],
    *,
    processes: int = 1,
    progress: Callable[[CaseResult], None] = lambda result: None,
) -> tuple[CaseResult, ...]:
    """Run what `run` does not hold yet, append each result, and return all, in the order of `jobs`.

    Args:
        make: makes the assistant, once in each process; a function at the top of a module.
        processes: 1 runs in this process.
        progress: called with every new result.
    """
    done = run.done()
    left = [job for job in jobs if job.key not in done]
    chunks = [left[begin : begin + CHUNK] for begin in range(0, len(left), CHUNK)]
    few = min(processes, len(chunks))
    for results in _in_processes(chunks, make, few) if few > 1 else _here(chunks, make):
        run.append(results)
        for result in results:
            done[result.key] = result
            progress(result)
    return tuple(done[job.key] for job in jobs)


def _here(chunks: Sequence[Sequence[Job]], make: Callable[[], Engine]) -> Iterator[list[CaseResult]]:
    if not chunks:
        return
    engine = _ready(make())
    for chunk in chunks:
        for job in chunk:
            yield [_run(engine, job)]


def _in_processes(
    chunks: Sequence[Sequence[Job]], make: Callable[[], Engine], processes: int
) -> Iterator[list[CaseResult]]:
    pool = ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(make,)
    )
    try:
        waiting: set[Future[list[CaseResult]]] = {pool.submit(_run_chunk, chunk) for chunk in chunks}
        while waiting:
            finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in finished:
                yield future.result()
    finally:
        # What a process has begun it finishes; what waits is dropped, so that an interrupt ends it at once.
        pool.shutdown(wait=True, cancel_futures=True)


_engine: Engine | None = None


def _begin(make: Callable[[], Engine]) -> None:
    """In each process: make the assistant. An interrupt is for the parent, which keeps what is finished."""
    global _engine
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _engine = _ready(make())


def _ready(engine: Engine) -> Engine:
    """Everything loaded, so that the first questions are not timed with it. What goes wrong, the cases show."""
    with suppress(Exception):
        run_case(engine, "", _WARM)
    return engine


def _run_chunk(jobs: Sequence[Job]) -> list[CaseResult]:
    assert _engine is not None
    return [_run(_engine, job) for job in jobs]


def _run(engine: Engine, job: Job) -> CaseResult:
    return run_case(
        engine,
        job.suite,
        job.case,
        line=job.line,
        repeat=job.repeat,
        judge=_judge(engine) if job.judged else None,
    )


def _judge(engine: Engine) -> "LlmJudge":
    from assistant.evaluation.judge import LlmJudge

    return LlmJudge.of(engine.llm)
