"""An assistant whose reading is scripted and whose search is plain: everything between and after is the real one.

A question is read as it says itself: "licences ats,finra | matches_orders=yes serves_us_users=yes | any words".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace

from assistant.assistant import Assistant
from assistant.reading import Context, Reading
from assistant.source import Sentence, Source


@dataclass(frozen=True)
class Hit:
    sentence: Sentence
    score: float


class Reader:
    name = "scripted"

    def read(self, text: str) -> Reading:
        return self.read_many([(text, Context())])[0]

    def read_many(self, texts: Sequence[tuple[str, Context]]) -> list[Reading]:
        return [self._reading(text) for text, _ in texts]

    def _reading(self, text: str) -> Reading:
        if text.startswith("boom"):
            raise ZeroDivisionError("the reader broke")
        head, facts, _ = (part.strip() for part in (text + " | | ").split("|")[:3])
        kind, _, focus = head.partition(" ")
        if kind not in ("licences", "passage"):
            kind = "abstained"
        said = [pair.split("=") for pair in facts.split()]
        read = {f: {"value": v, "words": f, "start": 0, "end": 1, "sure": 0.9} for f, v in said}
        heard = [{"fact": f, "value": v, "sure": 0.9, "words": f, "start": 0, "end": 1} for f, v in said]
        focused = focus.split(",") if kind == "licences" else ()
        return Reading.model_validate(
            {"language": "en", "kind": kind, "focus": focused, "facts": read, "heard": heard}
        )


class Retriever:
    embedder_name = "words in common"
    reranker_name = None

    def __init__(self, source: Source) -> None:
        self._source = source

    def search(self, question: str, k: int = 5, prior: Sequence[float] = ()) -> list[Hit]:
        words = set(question.lower().split())
        scored = [(len(words & set(s.text.lower().split())), s) for s in self._source.sentences]
        ordered = sorted(scored, key=lambda pair: -pair[0])
        return [Hit(sentence, float(score)) for score, sentence in ordered[:k] if score]

    def find_many(
        self, questions: Sequence[str], k: int, priors: Sequence[Sequence[float]]
    ) -> list[SimpleNamespace]:
        return [SimpleNamespace(hits=self.search(question, k), vector=None) for question in questions]


class Scripted(Assistant):
    @cached_property
    def reader(self) -> Reader:  # type: ignore[override]
        return Reader()

    @cached_property
    def retriever(self) -> Retriever:  # type: ignore[override]
        return Retriever(self.source)


GOOD = """\
suite: small
cases:
  - id: ats
    tags: [us]
    question: licences ats | matches_orders=yes serves_us_users=yes |
    kind: licences
    facts: {matches_orders: yes, serves_us_users: yes}
    focus: [ats]
    verdicts: {ats: required}
  - id: who
    question: passage | | who runs BrokerCheck, a tool for checking
    kind: passage
    evidence: [["operating BrokerCheck"]]
    answer_has: [[FINRA]]
  - id: weather
    question: hello
    kind: abstained
  - id: talk
    turns:
      - question: licences finra | serves_us_users=yes |
        kind: licences
        facts: {serves_us_users: yes}
        focus: [finra]
      - question: licences finra | matches_orders=no |
        kind: licences
        facts: {serves_us_users: yes, matches_orders: no}
        focus: [finra]
"""
