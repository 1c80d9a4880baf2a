"""One case through the assistant: each turn asked, scored, and looked at beside."""

from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

from assistant.answer import Answer, Provenance
from assistant.assistant import Facts
from assistant.errors import AssistantError
from assistant.evaluation.cases import Case, Turn
from assistant.evaluation.records import CaseResult, Heard, Score, TurnResult
from assistant.evaluation.retrieval import DEPTH
from assistant.evaluation.scorers import Seen, score, tallies
from assistant.question import checked_question
from assistant.reading import Reader, Reading
from assistant.retrieval import Retriever
from assistant.rulebook import Rulebook
from assistant.source import Source

if TYPE_CHECKING:
    from assistant.evaluation.judge import LlmJudge
    from assistant.llm import Llm

__all__ = ["Engine", "run_case"]


class Engine(Protocol):
    """What a run needs of an assistant; `Assistant` is one."""

    @property
    def source(self) -> Source: ...
    @property
    def rulebook(self) -> Rulebook: ...
    @property
    def reader(self) -> Reader: ...
    @property
    def retriever(self) -> Retriever: ...
    @property
    def provenance(self) -> Provenance: ...
    @property
    def llm(self) -> "Llm | None": ...
    def ask(self, question: str, *, facts: Facts | None = None, before: Sequence[Answer] = ()) -> Answer: ...


def run_case(
    engine: Engine, suite: str, case: Case, *, line: int = 0, repeat: int = 0, judge: "LlmJudge | None" = None
) -> CaseResult:
    """Ask every turn of a case, in order. An error ends the case: later turns have nothing to follow.

    `judge`: who gives the judged scores; without one there are none.
    """
    before: list[Answer] = []
    turns: list[TurnResult] = []
    for turn in case.asked:
        if any(done.answer is None for done in turns):
            turns.append(TurnResult(question=turn.question, kind=turn.kind, skipped=True))
            continue
        turns.append(_run_turn(engine, case, turn, before, judge))
        before += [done for done in [turns[-1].answer] if done]
    return CaseResult(
        suite=suite,
        id=case.id,
        case=case.sha256,
        line=line,
        repeat=repeat,
        tags=case.labels,
        language=_language(case),
        turns=tuple(turns),
    )


def _run_turn(
    engine: Engine, case: Case, turn: Turn, before: Sequence[Answer], judge: "LlmJudge | None"
) -> TurnResult:
    begun = perf_counter()
    try:
        answer = engine.ask(turn.question, facts=case.given, before=before)
    except Exception as error:  # whatever goes wrong with one case is that case's result, not the run's end
        return _errored(turn, error, perf_counter() - begun)
    seconds = perf_counter() - begun
    if turn.error is not None:
        missing = Score(value=0.0, expected=turn.error, got=f"an answer: {answer.kind}")
        return TurnResult(question=turn.question, answer=answer, seconds=seconds, scores={"error": missing})
    reading = None if before else engine.reader.read(checked_question(turn.question))
    seen = Seen(
        turn,
        answer,
        engine.rulebook,
        engine.source,
        _retrieved(engine, turn, reading),
        tuple(earlier.question for earlier in before),
        judge,
    )
    return TurnResult(
        question=turn.question,
        kind=turn.kind,
        answer=answer,
        seconds=seconds,
        scores=score(seen),
        tallies=tallies(seen),
        heard=_heard(engine, turn, reading),
        retrieved=seen.retrieved,
        relevant=seen.relevant,
    )


def _errored(turn: Turn, error: Exception, seconds: float) -> TurnResult:
    name = type(error).__name__
    if turn.error is not None and isinstance(error, AssistantError):
        right = Score(value=float(name == turn.error), expected=turn.error, got=f"{name}: {error}")
        return TurnResult(question=turn.question, kind=turn.kind, seconds=seconds, scores={"error": right})
    return TurnResult(question=turn.question, kind=turn.kind, error=f"{name}: {error}", seconds=seconds)


def _retrieved(engine: Engine, turn: Turn, reading: Reading | None) -> tuple[tuple[str, float], ...] | None:
    """What a search for the question finds; None for a later turn, whose words alone are not searched for."""
    if turn.evidence is None or turn.kind != "passage" or reading is None:
        return None
    hits = engine.retriever.search(turn.question, k=DEPTH, prior=reading.sentences)
    return tuple((hit.sentence.id, float(hit.score)) for hit in hits)


def _heard(engine: Engine, turn: Turn, reading: Reading | None) -> tuple[Heard, ...]:
    if turn.facts is None or reading is None:
        return ()
    true = engine.rulebook.implications(turn.facts)
    return tuple(
        Heard(fact=heard.fact, value=heard.value, sure=heard.sure, true=true.get(heard.fact) == heard.value)
        for heard in reading.heard
    )


def _language(case: Case) -> str:
    """As labelled, else Chinese where a question has a Chinese character."""
    labelled = next((turn.language for turn in case.asked if turn.language), None)
    chinese = any("\u4e00" <= letter <= "\u9fff" for turn in case.asked for letter in turn.question)
    return labelled or ("zh" if chinese else "en")
