"""An entry answered again."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from assistant.answer import Answer, Value
from assistant.audit.records import Difference, Entry, Replay
from assistant.errors import AssistantError

__all__ = ["Answers", "replay"]

_MADE_WITH = ("provenance", "llm")


class Answers(Protocol):
    """What answers: `assistant.assistant.Assistant`."""

    def ask(
        self, question: str, *, facts: Mapping[str, Value] | None = None, before: Sequence[Answer] = ()
    ) -> Answer: ...

    def with_facts(self, answer: Answer, changes: Mapping[str, Value | None]) -> Answer: ...


def replay(entry: Entry, assistant: Answers) -> Replay:
    """Answer it again, from what was given then, and compare all that the answer says.

    What it was made with (hashes, models, version) is compared apart: it may differ and the answer be the same.
    """
    try:
        answer = _again(entry, assistant)
    except AssistantError as error:
        return Replay(entry=entry, answer=None, error=str(error))
    then, now = entry.answer.model_dump(mode="json"), answer.model_dump(mode="json")
    return Replay(
        entry=entry,
        answer=answer,
        differences=tuple(
            one
            for name in then
            if name not in _MADE_WITH
            for one in _differences(name, then[name], now[name])
        ),
        made_with=tuple(_differences("provenance", then["provenance"], now["provenance"])),
    )


def _again(entry: Entry, assistant: Answers) -> Answer:
    before = entry.before.answers() if entry.before else ()
    answer = assistant.ask(entry.answer.question, facts=entry.given, before=before)
    for change in entry.changes:
        answer = assistant.with_facts(answer, change)
    return answer


def _differences(part: str, then: Any, now: Any) -> Iterator[Difference]:
    """By key where both are objects, else the whole of it."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in [*then, *(key for key in now if key not in then)]:
            yield from _differences(f"{part}.{key}", then.get(key), now.get(key))
    elif then != now:
        yield Difference(part=part, then=_shown(then), now=_shown(now))


def _shown(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)
