"""What a text asks: its kind, and which licences it is about."""

import re
from collections.abc import Sequence

from assistant.answer import Kind
from assistant.reading.labels import FOCUS, KINDS, LICENCES
from assistant.reading.network import Signals
from assistant.reading.records import Context

_LEVEL = 0.5


def kind_of(text: str, signals: Signals, context: Context) -> Kind:
    """The likeliest kind. A text without a word in it asks nothing, so nothing can be answered."""
    if not re.search(r"\w", text):
        return "abstained"
    kind: Kind = KINDS[int(signals.kinds.argmax())]
    return kind


def focus_of(text: str, signals: Signals, context: Context) -> tuple[str, ...]:
    """The licences asked about, in the rulebook's order; all of them where nothing narrows it."""
    chances = dict(zip(FOCUS, (float(p) for p in signals.focus), strict=True))
    if not context.focus:
        chances["carried"] = 0.0
    named = tuple(licence for licence in LICENCES if chances[licence] >= _LEVEL)
    if chances["carried"] >= max(_LEVEL, chances["all"], *(chances[n] for n in named or LICENCES)):
        return context.focus
    if chances["all"] >= max((chances[n] for n in named), default=_LEVEL):
        return LICENCES
    return named or _likeliest(chances, context)


def _likeliest(chances: dict[str, float], context: Context) -> tuple[str, ...]:
    best = max(FOCUS, key=lambda name: chances[name])
    if best == "carried":
        return context.focus
    return LICENCES if best == "all" or chances[best] < 0.2 else (best,)


__all__: Sequence[str] = ("focus_of", "kind_of")
