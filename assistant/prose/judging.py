"""One reworded sentence against the claims it may be a rewording of. Each law is a function, each fault a reason."""

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.prose.duties import duties, kinds
from assistant.prose.grounds import Ground
from assistant.prose.keeping import (
    causes,
    characters,
    joined,
    kept,
    negations,
    quotations,
    vanished,
    vocabulary,
    whole,
)
from assistant.prose.leaning import elsewhere
from assistant.prose.order import exchanged, governed, order, steps
from assistant.prose.statements import items, statements
from assistant.prose.voice import acting, agents, bounded, obliged, platform, speaking, turned
from assistant.prose.words import tokens

__all__ = ["judge"]

_LEAD = re.compile(r"^(yes|no)\s*[:,.;–—]\s*", re.I)


def judge(text: str, held: Sequence[Ground], quotes: Sequence[str], truth: Mapping[str, str]) -> list[str]:
    """Why `text` is no rewording of all the claims `held` together; [] where it is one.

    Args:
        quotes: what the marks of the sentence point to.
        truth: licence id to verdict.
    """
    if len(held) == 1 and text.strip() == held[0].text:
        return []
    if lead := _lead(text, held, truth):
        return [lead]
    led = _LEAD.match(text) is not None
    text = _LEAD.sub("", text)
    claims = [_LEAD.sub("", ground.text) for ground in held]
    return [
        *(() if led else _direct(text, held)),
        *characters(text),
        *quotations(text, claims, quotes),
        *vocabulary(text, claims, quotes, held),
        *elsewhere(text, held),
        *vanished(text, claims),
        *negations(text, claims, quotes),
        *_verdicts(text, held, truth),
        *order(text, claims, quotes),
        *exchanged(text, claims, quotes),
        *governed(text, claims, quotes),
        *steps(text, claims),
        *causes(text, held, quotes),
        *joined(text, claims),
        *whole(text, claims),
        *turned(text, claims),
        *speaking(text, claims, quotes),
        *platform(text, [*claims, *quotes]),
        *bounded(text, [*claims, *quotes]),
        *obliged(text, [*claims, *quotes]),
        *duties(text, [*claims, *quotes]),
        *kinds(text, held),
        *acting(text, [*claims, *quotes]),
        *agents(text, [*claims, *quotes]),
        *kept(text, claims),
    ]


def _lead(text: str, held: Sequence[Ground], truth: Mapping[str, str]) -> str:
    """A "Yes" or "No" at the head has to fit what is said of each licence of its claims."""
    match = _LEAD.match(text)
    if match is None:
        return ""
    fitting = ("required",) if match[1].lower() == "yes" else ("not_required",)
    about = {licence for ground in held for licence in ground.about}
    leads = {lead[1].lower() for ground in held if (lead := _LEAD.match(ground.text))}
    fits = leads == {match[1].lower()} or (about and all(truth.get(licence) in fitting for licence in about))
    return "" if fits else f"“{match[1]}” does not fit its claim"


def _direct(text: str, held: Sequence[Ground]) -> Iterator[str]:
    """What the article says of platforms is not said of this one by that: both are said, or "Yes" or "No" is."""
    of_article = [ground for ground in held if _sourced(ground.text)]
    if len(of_article) == len(held) or not of_article or not _sourced(text):
        return
    if not _verdict_words(text) > max(_verdict_words(ground.text) for ground in of_article) and any(
        _verdict_words(ground.text) for ground in held if not _sourced(ground.text)
    ):
        yield "it does not say the verdict itself"


def _sourced(text: str) -> bool:
    return any(token.key == "source" for token in tokens(text))


def _verdict_words(text: str) -> int:
    return sum(token.role == "verdict" for token in tokens(text))


def _verdicts(text: str, held: Sequence[Ground], truth: Mapping[str, str]) -> Iterator[str]:
    about = tuple(dict.fromkeys(licence for ground in held for licence in ground.about))
    theirs = {pair for ground in held for way in statements(ground.text, ground.about) for pair in way}
    ways = statements(text, about)
    if not ways and not _same_items(text, held):
        yield "it does not say plainly which verdict goes to which licence"
    for way in ways:
        for licence, verdict in sorted(way):
            if truth.get(licence) != verdict and (licence, verdict) not in theirs:
                said, right = (word.replace("_", " ") for word in (verdict, truth.get(licence, "nothing")))
                yield f"it says “{said}” of {licence}, and the rulebook “{right}”"


def _same_items(text: str, held: Sequence[Ground]) -> bool:
    own = items(text)
    orders = (held, tuple(reversed(held)))
    return any(own == sum((items(ground.text) for ground in one), ()) for one in orders)
