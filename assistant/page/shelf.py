"""The kept conversations as the sidebar lists them: by day, the last changed first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import groupby

from assistant.answer import Language
from assistant.page.words import load_words
from assistant.store import Heading, Owned

PAGE = 40  # conversations that are listed before one asks for more


@dataclass(frozen=True)
class Entry:
    """`found` is the question that a search found, where the title has not the words; `when` is said in full."""

    id: str
    title: str
    found: str
    when: str
    turns: str


@dataclass(frozen=True)
class Group:
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Shelf:
    """`more`: there are others behind the last one."""

    groups: tuple[Group, ...]
    more: bool


def shelf(
    mine: Owned, search: str, limit: int, now: datetime, zone: tzinfo | None, language: Language
) -> Shelf:
    """The conversations that have the words of `search`; all of them where it is empty."""
    listing = _Listing(now.astimezone(zone).date(), zone, language)
    if search.strip():
        hits = mine.conversations.search(search, limit=limit + 1)
        pairs = [(hit.heading, hit.question) for hit in hits]
    else:
        pairs = [(heading, "") for heading in mine.conversations.recent(limit=limit + 1)]
    return Shelf(tuple(listing.groups(pairs[:limit])), len(pairs) > limit)


class _Listing:
    def __init__(self, today: date, zone: tzinfo | None, language: Language) -> None:
        self.today, self.zone, self.words = today, zone, load_words(language)

    def groups(self, pairs: Iterable[tuple[Heading, str]]) -> Iterable[Group]:
        for title, members in groupby(pairs, key=lambda pair: self._day(pair[0])):
            yield Group(title, tuple(self._entry(heading, found) for heading, found in members))

    def _day(self, heading: Heading) -> str:
        day = heading.changed_at.astimezone(self.zone).date()
        if day >= self.today:
            return self.words("shelf.today")
        if day == self.today - timedelta(days=1):
            return self.words("shelf.yesterday")
        return self.words("shelf.week" if day > self.today - timedelta(days=7) else "shelf.earlier")

    def _entry(self, heading: Heading, found: str) -> Entry:
        moment = heading.changed_at.astimezone(self.zone)
        # A search that found the title shows its question no second time.
        other = " ".join(found.split())
        return Entry(
            heading.id,
            heading.title,
            "" if other.startswith(heading.title.removesuffix("…")) else other,
            f"{moment:%Y-%m-%d %H:%M}",
            self.words("shelf.turn" if heading.turns == 1 else "shelf.turns", count=heading.turns),
        )
