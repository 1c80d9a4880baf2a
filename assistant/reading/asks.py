"""What a text asks: its kind, and which licences it is about."""

import re

from assistant.answer import Kind
from assistant.reading.labels import FOCUS, KINDS, LICENCES
from assistant.reading.names import asks_abroad, group_asked, named, speaks_of_licences
from assistant.reading.network import Signals
from assistant.reading.records import Context

__all__ = ["focus_of", "kind_of"]

_LEVEL = 0.5
_SURELY = 0.75  # a question that states nothing is taken for one on licences from here upwards
_FAINT = 0.2


def kind_of(text: str, signals: Signals, context: Context) -> Kind:
    """The likeliest kind. A text without a word in it asks nothing, and foreign law is not in the article."""
    if not re.search(r"\w", text):
        return "abstained"
    kind = KINDS[int(signals.kinds.argmax())]
    if kind != "licences":
        return kind
    if asks_abroad(text):
        return "abstained"
    # Kept apart, 35 of 36 such questions were about the article, or about nothing in it, which is judged then.
    doubtful = signals.kinds.max() < _SURELY and signals.states.max() < _LEVEL and not context.before
    return "passage" if doubtful else kind


def focus_of(text: str, signals: Signals, context: Context) -> tuple[str, ...]:
    """The licences asked about, in the rulebook's order; all of them where nothing narrows it.

    A later turn that speaks of no licence at all ("why?", "no, never") is about what the turn before it was about.
    """
    if context.focus and not speaks_of_licences(text):
        return context.focus
    if group := group_asked(text):
        return group
    chances = dict(zip(FOCUS, (float(p) for p in signals.focus), strict=True))
    if not context.focus:
        chances["carried"] = 0.0
    strong = tuple(licence for licence in LICENCES if chances[licence] >= _LEVEL)
    best = max((chances[licence] for licence in strong), default=_LEVEL)
    if chances["carried"] >= max(best, chances["all"]):
        return context.focus
    if chances["all"] >= best:
        return LICENCES
    return strong or _likeliest(text, chances, context)


def _likeliest(text: str, chances: dict[str, float], context: Context) -> tuple[str, ...]:
    best = max(FOCUS, key=lambda name: chances[name])
    if best == "carried":
        return context.focus
    if best == "all" or chances[best] < _FAINT:
        return named(text) or LICENCES
    return (best,)
