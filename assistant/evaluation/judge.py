"""What a language model thinks of an answer: an opinion, held to its form, and never a number where it failed."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answer import Answer, Verdict
from assistant.errors import LlmError, SettingsError
from assistant.evaluation.records import Score
from assistant.llm import Llm
from assistant.llm.prompts import Prompt, load_prompt

__all__ = ["LlmJudge"]

FAITHFULNESS, RELEVANCE = "judge_faithfulness", "judge_relevance"
_TOOL: Final[Mapping[str, Any]] = {
    "title": "judgement",
    "description": "Report what you think of the text.",
    "type": "object",
    "properties": {
        "value": {"type": "number", "minimum": 0, "maximum": 1},
        "words": {"type": "array", "items": {"type": "string"}},
        "reason": {"type": "string"},
    },
    "required": ["value", "words", "reason"],
}


class Judgement(BaseModel):
    """`value` from 0 to 1; `words` of the text that speak against it, to the letter."""

    model_config = ConfigDict(extra="ignore", strict=True)
    value: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
    words: list[str]
    reason: str


class LlmJudge:
    """The LLM that is switched on, asked what it thinks of answers within the LLM's limits, cache and budget."""

    def __init__(self, llm: Llm) -> None:
        self._llm = llm
        self._prompts = {name: load_prompt(name) for name in (FAITHFULNESS, RELEVANCE)}

    @classmethod
    def of(cls, llm: Llm | None) -> "LlmJudge":
        """Raises SettingsError where no LLM is switched on."""
        if llm is None:
            raise SettingsError("--judge needs a language model: set ASSISTANT_LLM, see docs/llm.md")
        return cls(llm)

    @property
    def name(self) -> str:
        """For a run's header: the model, and the hash of each prompt."""
        hashes = ", ".join(f"{prompt.name} {prompt.sha256[:12]}" for prompt in self._prompts.values())
        return f"{self._llm.choice.name} ({hashes})"

    def faithfulness(self, answer: Answer) -> Score:
        """The share of what the text states that its quotes and verdicts bear; None, with the reason, for a failure."""
        values = {
            "question": answer.question,
            "facts": ", ".join(f"{fact}: {value}" for fact, value in answer.facts.items()),
            "text": answer.text,
            "quotes": "\n".join(f"[{citation.n}] {citation.quote}" for citation in answer.citations),
            "verdicts": "; ".join(f"{name}: {_said(verdict)}" for name, verdict in answer.verdicts.items()),
        }
        return self._score(FAITHFULNESS, values, "nothing beyond its quotes and verdicts")

    def relevance(self, answer: Answer, before: Sequence[str] = ()) -> Score:
        """How far the text answers the question, which followed the questions `before`; None for a failure."""
        values = {"before": "\n".join(before), "question": answer.question, "text": answer.text}
        return self._score(RELEVANCE, values, "the question answered")

    def _score(self, name: str, values: Mapping[str, str], expected: str) -> Score:
        try:
            found = self._judged(self._prompts[name], values)
            _believable(found, values["text"], named=name == FAITHFULNESS)
        except (LlmError, SettingsError) as error:
            return Score(value=None, expected=expected, got=str(error))
        against = f" Words: {' | '.join(found.words)}" if found.words else ""
        return Score(value=found.value, expected=expected, got=found.reason + against)

    def _judged(self, prompt: Prompt, values: Mapping[str, str]) -> Judgement:
        turn = self._llm.turn()
        messages = [("system", prompt.system), ("human", prompt.filled(**values))]
        return _decoded(self._llm.model.reply(messages, turn.until, turn.usage, _TOOL, check=_decoded))


def _decoded(reply: str) -> Judgement:
    try:
        return Judgement.model_validate_json(reply)
    except ValidationError as error:
        raise LlmError("its judgement was not of the form asked for") from error


def _believable(found: Judgement, text: str, *, named: bool) -> None:
    """Raises LlmError where the words it holds against the text are not the text's, or contradict its value.

    `named`: a value below 1 has to name words, and 1 none.
    """
    flat = " ".join(text.split())
    if any(not words.strip() or " ".join(words.split()) not in flat for words in found.words):
        raise LlmError("its judgement named words that are not in the text")
    if named and (found.value < 1) != bool(found.words):
        raise LlmError("its judgement named words that do not fit its value")


def _said(verdict: Verdict) -> str:
    depends = f" on {', '.join(verdict.depends_on)}" if verdict.depends_on else ""
    return verdict.verdict + depends + (", which the article leaves ambiguous" if verdict.ambiguous else "")
