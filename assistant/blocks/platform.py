"""What the rulebook says of a platform that is given by its facts, without a question to read."""

from collections.abc import Mapping, Sequence

from assistant.answer import Language, Record, Value, VerdictName
from assistant.assistant import Assistant
from assistant.blocks.quoting import Quoted, quoted
from assistant.rulebook import Evaluation

__all__ = ["Decision", "Platform", "Said", "evaluate"]


class Decision(Record):
    """One licence: its verdict, the reason with its quotes, and what the verdict would hang on.

    `rule` is the rule that holds, None where several still may; `reason` is "" there.
    """

    licence: str
    name: str
    verdict: VerdictName
    ambiguous: bool
    rule: str | None
    reason: str
    quotes: tuple[Quoted, ...]
    depends_on: tuple[str, ...]
    leads_to: dict[str, dict[Value, VerdictName]]


class Said(Record):
    """What has to be said beside the decisions."""

    text: str
    quotes: tuple[Quoted, ...]


class Platform(Record):
    """`facts` as given, `implied` by them, `assumed` where nothing was given; `ask_next` settles
    most of what is open."""

    facts: dict[str, Value]
    implied: dict[str, Value]
    assumed: dict[str, Value]
    decisions: tuple[Decision, ...]
    cautions: tuple[Said, ...]
    ask_next: str | None
    question: str | None
    rulebook: str


def evaluate(
    assistant: Assistant,
    facts: Mapping[str, Value],
    licences: Sequence[str] = (),
    language: Language = "en",
) -> Platform:
    """The decisions for `licences`, every one where none is named, in the rulebook's order.

    Raises:
        FactError: an unknown fact, value or licence, or facts that contradict each other.
    """
    book = assistant.rulebook
    for licence in licences:
        book.table(licence)
    wanted = tuple(name for name in book.licences if name in licences or not licences)
    known = assistant.checked_facts(facts)
    evaluation = book.evaluate(known)
    asked = book.ask_next(known, wanted)
    source = assistant.source.id
    return Platform(
        facts=evaluation.facts,
        implied=evaluation.implied,
        assumed=evaluation.assumed,
        decisions=tuple(_decision(assistant, evaluation, name, language) for name in wanted),
        cautions=tuple(
            Said(text=caution.text[language], quotes=quoted(caution.quotes, source))
            for caution in evaluation.cautions
            if not caution.licences or set(caution.licences) & set(wanted)
        ),
        ask_next=asked,
        question=book.facts[asked].question[language] if asked else None,
        rulebook=book.sha256,
    )


def _decision(assistant: Assistant, evaluation: Evaluation, licence: str, language: Language) -> Decision:
    verdict, reason = evaluation.verdicts[licence], evaluation.reasons[licence]
    return Decision(
        licence=licence,
        name=assistant.rulebook.licences[licence].name[language],
        verdict=verdict.verdict,
        ambiguous=verdict.ambiguous,
        rule=reason.rule,
        reason=reason.text[language] if reason.rule else "",
        quotes=quoted(reason.quotes, assistant.source.id),
        depends_on=verdict.depends_on,
        leads_to=verdict.leads_to,
    )
