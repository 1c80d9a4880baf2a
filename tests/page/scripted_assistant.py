"""An assistant whose reader is scripted, and everything else real: the rulebook, the words, the gate, the article."""

from collections.abc import Sequence
from types import SimpleNamespace

from assistant.answer import Conflict
from assistant.assistant import Assistant
from assistant.reading import Context, FactRead, Reading
from assistant.rulebook import load_rulebook
from assistant.source import load_source

SOURCE = load_source()
BOOK = load_rulebook(SOURCE)
ALL = tuple(BOOK.licences)

TEXAS = "We run an order-flow platform for Texas & settle in USDC, *no leverage*, $5 <b>fees</b>. What do we need?"
ATS = "Do we need an ATS?"
CLASH = "We match orders. We never match orders. Do we need an ATS?"
WHAT = "What is an ATS?"
ZHONG = "我们的平台向美国用户提供服务，需要哪些牌照？"
WEATHER = "Will it rain?"

_TEXAS = {
    "serves_us_users": ("yes", "for Texas"),
    "matches_orders": ("no", "order-flow"),
    "handles_stablecoins": ("yes", "settle in USDC"),
    "offers_derivatives": ("no", "no leverage"),
}
_READINGS = {
    TEXAS: ("licences", ALL, _TEXAS),
    ATS: ("licences", ("ats",), {}),
    CLASH: ("licences", ("ats",), {}),
    WHAT: ("passage", (), {}),
    ZHONG: ("licences", ALL, {"serves_us_users": ("yes", "向美国用户提供服务")}),
    WEATHER: ("abstained", (), {}),
}


class ScriptedReader:
    name = "scripted"

    def read_many(self, texts: Sequence[tuple[str, Context]]) -> list[Reading]:
        return [self._read(text) for text, _ in texts]

    def _read(self, text: str) -> Reading:
        kind, focus, said = _READINGS.get(text, ("licences", ALL, {}))
        facts = {
            fact: FactRead(value=value, words=words, start=0, end=1, sure=1.0)
            for fact, (value, words) in said.items()
        }
        both = Conflict(facts=("matches_orders",), words=("We match orders", "We never match orders"))
        language = "zh" if text == ZHONG else "en"
        conflicts = (both,) if text == CLASH else ()
        return Reading(language=language, kind=kind, focus=focus, facts=facts, conflicts=conflicts)


class ScriptedRetriever:
    embedder_name = "scripted"
    reranker_name = None

    def find_many(
        self, questions: Sequence[str], k: int, priors: Sequence[Sequence[float]]
    ) -> list[SimpleNamespace]:
        hits = [SimpleNamespace(sentence=one, score=1.0) for one in SOURCE.sentences if one.id == "12.1"]
        return [SimpleNamespace(hits=hits, vector=None) for _ in questions]


def scripted() -> Assistant:
    made = Assistant()
    made.source, made.rulebook = SOURCE, BOOK
    made.reader, made.retriever = ScriptedReader(), ScriptedRetriever()
    return made
