"""What has to be done, and of what something is a kind: neither becomes what it was a condition of."""

import re
from collections.abc import Iterator, Sequence

from assistant.prose.grounds import Ground
from assistant.prose.statements import OF_LICENCES
from assistant.prose.words import AUTHORITIES, plain, tokens

__all__ = ["duties", "kinds"]

_DUTY = re.compile(
    r"\b(?:must|(?:needs?|has|have|is required|are required|is obliged|are obliged) to)"
    r"(?: (?:also|first|still|then|currently))*(?: «\w+»)* (?P<do>[a-z]+)"
)


def duties(text: str, grounds: Sequence[str]) -> Iterator[str]:
    """ "A platform that does x must do y" never becomes "a platform that does y must do x"."""
    own = _done(text)
    if not own:
        return
    due = {verb for ground in grounds for verb in _done(ground)}
    before = {key for ground in grounds for key in _before_duty(ground)}
    for verb in sorted(own - due):
        if verb in before - AUTHORITIES - OF_LICENCES:
            yield f"“{verb}” is no duty in its claims"


def _done(text: str) -> set[str]:
    """What has to be done: the first word after each "must" and the like."""
    return {token.key for match in _DUTY.finditer(plain(text)) for token in tokens(match["do"])}


def _before_duty(text: str) -> set[str]:
    """The words that count before the first "must" or the like; none where there is none."""
    duty = _DUTY.search(plain(text))
    return (
        {token.key for token in tokens(plain(text)[: duty.start()]) if token.role == "content"}
        if duty
        else set()
    )


def kinds(text: str, held: Sequence[Ground]) -> Iterator[str]:
    """ "Of which these are kinds" is said of all the claims or of none."""
    says = [any(token.key == "kind" for token in tokens(part)) for part in (text, *(g.text for g in held))]
    if says[0] and not all(says):
        yield "not all of its claims speak of a kind of a registration"
