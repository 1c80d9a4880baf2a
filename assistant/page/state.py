"""A conversation as the page keeps it, and the moves a person makes in it: pure, on frozen records."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal, get_args

from assistant.answer import Answer, Conflict, FactSource, Value
from assistant.assistant import Assistant
from assistant.conversation import State, set_by_hand, state_after
from assistant.rulebook import Rulebook
from assistant.source import Source

Facts = dict[str, Value]
Changes = Mapping[str, Value | None]


Deed = Literal["again", "edit", "up", "down", "take_back"]


@dataclass(frozen=True)
class Act:
    """What is to be done with a turn: asked again, asked otherwise (`text`), or judged (`text` is the remark)."""

    do: Deed
    text: str = ""


@dataclass(frozen=True)
class Kept:
    """A conversation's place in the store: its id, its title, the ids of its turns, and when it was last changed.

    `changes` are the facts that were set by hand since the last answer was first given, oldest first.
    """

    id: str
    title: str
    turns: tuple[str, ...]
    changed_at: datetime
    changes: tuple[Changes, ...] = ()


@dataclass(frozen=True)
class Conversation:
    """`answers` are the turns, oldest first; `given` are the facts set by hand before the first.

    `skipped` are facts that the asker does not know. `held` is the state before the last change by hand, which
    changes are marked against. `variant` is a what-if: what is otherwise than today, None = unknown. `kept` is where
    it is kept; None while nothing is.
    """

    answers: tuple[Answer, ...] = ()
    given: Facts = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    held: Facts | None = None
    variant: dict[str, Value | None] = field(default_factory=dict)
    kept: Kept | None = None

    @property
    def last(self) -> Answer | None:
        return self.answers[-1] if self.answers else None

    @property
    def facts(self) -> Facts:
        return dict(self.last.facts) if self.last else dict(self.given)

    @property
    def sources(self) -> dict[str, FactSource]:
        if self.last:
            return dict(self.last.facts_from)
        return {fact: FactSource(turn=0, words="") for fact in self.given}

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return self.last.conflicts if self.last else ()

    @property
    def disputed(self) -> tuple[str, ...]:
        """Facts that an LLM read otherwise than the built-in reader: unknown until a person sets them."""
        return state_after(self.last).disputed if self.last else ()

    @property
    def open(self) -> frozenset[str]:
        """Facts stated both ways, or read in two ways: unknown, and never assumed."""
        return State(self.facts, self.sources, self.conflicts, (), self.disputed).open

    @property
    def by_hand(self) -> Facts:
        """The facts that were set by hand."""
        return {fact: value for fact, value in self.facts.items() if self.sources[fact].turn == 0}


@dataclass(frozen=True)
class Opened:
    """A passage that is shown in the article: offsets in code points; `count` grows with each opening."""

    start: int
    end: int
    count: int = 0


def ask(conversation: Conversation, assistant: Assistant, question: str) -> Conversation:
    """Raises AssistantError where the question cannot be answered; nothing is lost then."""
    given = {} if conversation.answers else conversation.given
    answer = assistant.ask(question, facts=given, before=conversation.answers)
    return replace(conversation, answers=(*conversation.answers, answer), held=None)


def ask_again(conversation: Conversation, assistant: Assistant, n: int, question: str) -> Conversation:
    """Turn `n` with another question, or with the same; the turns after it rested on it, and are gone.

    Raises AssistantError where the question cannot be answered; nothing is lost then.
    """
    return ask(replace(conversation, answers=conversation.answers[: n - 1]), assistant, question)


def correct(conversation: Conversation, assistant: Assistant, changes: Changes) -> Conversation:
    """The last question answered again with these facts; None makes one unknown.

    Raises:
        AssistantError: the facts contradict each other, or the answer cannot be given.
    """
    held, last = conversation.facts, conversation.last
    if last is not None:
        answer = assistant.with_facts(last, changes)
        return replace(conversation, answers=(*conversation.answers[:-1], answer), held=held)
    state = set_by_hand(
        State(facts=conversation.given, sources=conversation.sources), changes, assistant.rulebook
    )
    return replace(conversation, given=state.facts, held=held)


def skip(conversation: Conversation, fact: str) -> Conversation:
    return replace(conversation, skipped=conversation.skipped | {fact})


def vary(conversation: Conversation, book: Rulebook, changes: Changes) -> Conversation:
    """Lay changes over the what-if; what is as it is today, or cannot stand with them, drops out of it."""
    earlier, later = (
        {fact: value for fact, value in one.items() if value is not None}
        for one in (conversation.variant, changes)
    )
    stands = book.revise(earlier, later)
    held = {f: value for f, value in conversation.variant.items() if value is None or f in stands}
    facts, variant = conversation.facts, {**held, **changes}
    kept = {
        fact: value
        for fact, value in variant.items()
        if facts.get(fact) != value or fact in conversation.open
    }
    return replace(conversation, variant=kept)


def vary_to(conversation: Conversation, book: Rulebook, facts: Mapping[str, Value]) -> Conversation:
    """A what-if with exactly these facts, as a saved platform has them."""
    return vary(replace(conversation, variant={}), book, {fact: facts.get(fact) for fact in book.facts})


def adopt(conversation: Conversation, assistant: Assistant) -> Conversation:
    """Make the what-if today's platform. Raises AssistantError as `correct` does."""
    return replace(correct(conversation, assistant, conversation.variant), variant={})


def varied(conversation: Conversation, book: Rulebook) -> State:
    """The platform of the what-if."""
    today = State(
        conversation.facts, conversation.sources, conversation.conflicts, disputed=conversation.disputed
    )
    return set_by_hand(today, conversation.variant, book)


def ask_next(conversation: Conversation, assistant: Assistant) -> str | None:
    """The fact to ask for next: of the last question's licences, else of all; none that was skipped."""
    last = conversation.last
    focus = last.focus if last else ()
    known = frozenset(conversation.facts.items())
    return _ask_next(assistant.rulebook, focus, known, conversation.open, conversation.skipped)


@lru_cache(maxsize=1024)
def _ask_next(
    book: Rulebook,
    focus: tuple[str, ...],
    known: frozenset[tuple[str, Value]],
    unknown: frozenset[str],
    skipped: frozenset[str],
) -> str | None:
    for licences in (focus, tuple(book.licences)):
        fact = book.ask_next(dict(known), licences, unknown, skip=skipped) if licences else None
        if fact is not None:
            return fact
    return None


def opened(message: object, source: Source, before: Opened | None) -> Opened | None:
    """What a click asks to open, checked, as it comes from the browser; `before` where it names no place."""
    if not isinstance(message, Mapping):
        return before
    start, end = (_offset(message, name) for name in ("start", "end"))
    if start is None or end is None or not 0 <= start < end <= len(source.text):
        return before
    return Opened(start, end, before.count + 1 if before else 1)


def changes_of(message: object) -> dict[str, Value | None]:
    """What a switch asks to change, checked: `{"facts": {"matches_orders": "unknown"}}`; {} if it is no such."""
    facts = message.get("facts") if isinstance(message, Mapping) else None
    if not isinstance(facts, Mapping):
        return {}
    values: dict[object, Value | None] = {"yes": "yes", "no": "no", "unknown": None}
    return {str(fact): values[value] for fact, value in facts.items() if value in ("yes", "no", "unknown")}


def act_of(message: object) -> Act | None:
    """What is to be done with a turn, checked, as it comes from the browser; None if it is no such thing."""
    if not isinstance(message, Mapping):
        return None
    do: Deed | None = next((deed for deed in get_args(Deed) if deed == message.get("do")), None)
    return Act(do, text_of(message, "text")) if do is not None else None


def text_of(message: object, name: str) -> str:
    """A text as it comes from the browser; "" if there is none."""
    value = message.get(name) if isinstance(message, Mapping) else None
    return value if isinstance(value, str) else ""


def _offset(message: Mapping[Any, Any], name: str) -> int | None:
    value = message.get(name)
    # A browser's whole numbers may come as floats; True is an int and no offset.
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
