"""Rows through a team and back into their order: repeats once, turns of a conversation one after the other."""

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import Event

from assistant.batch.asking import Turn, Unit
from assistant.batch.conversations import Conversations
from assistant.batch.journal import Done
from assistant.batch.records import Asked, Outcome
from assistant.batch.team import Team
from assistant.errors import BatchStopped

__all__ = ["Known", "in_order", "key_of", "mark_of"]

WINDOW = 1024  # rows that are under way at a time, at least
LEAST, MOST = 16, 64  # rows sent together
SORTED = 256  # rows sent by their length, so that those sent together are about as long as each other
_PATIENCE = 0.2  # seconds between looks at whether to stop


class Known:
    """Where the outcome of a question lies in the journal: of the latest questions, as many as memory allows."""

    LIMIT = 200_000

    def __init__(self) -> None:
        self._offsets: OrderedDict[bytes, int] = OrderedDict()

    def get(self, key: bytes) -> int | None:
        offset = self._offsets.get(key)
        if offset is not None:
            self._offsets.move_to_end(key)
        return offset

    def add(self, key: bytes, offset: int) -> None:
        self._offsets[key] = offset
        if len(self._offsets) > self.LIMIT:
            self._offsets.popitem(last=False)


@dataclass(eq=False, slots=True)
class _Slot:
    """A row under way. `same`: the slot whose outcome is this one's too, or where that lies in the journal."""

    asked: Asked
    outcome: Outcome | None = None
    same: "_Slot | int | None" = None

    @property
    def ready(self) -> bool:
        return (
            self.outcome is not None
            or isinstance(self.same, int)
            or (self.same is not None and self.same.ready)
        )


@dataclass(eq=False, slots=True)
class _Talk:
    """A conversation with turns under way: those that wait, and whether some are out."""

    waiting: deque[_Slot] = field(default_factory=deque)
    out: bool = False


class _Window:
    def __init__(self, team: Team, known: Known, past: Conversations) -> None:
        self._team, self._known, self._past = team, known, past
        self.rows: deque[_Slot] = deque()
        self._alone: deque[_Slot] = deque()
        self._by_length: deque[_Slot] = deque()
        self._talks: OrderedDict[str, _Talk] = OrderedDict()
        self._first: dict[bytes, _Slot] = {}
        self._out: dict[int, list[list[_Slot]]] = {}
        self._number = 0

    def take(self, asked: Asked) -> None:
        slot = _Slot(asked)
        self.rows.append(slot)
        if asked.fault:
            slot.outcome = Outcome("", (), "", asked.fault, 0.0)
        elif asked.conversation is not None:
            self._talks.setdefault(asked.conversation, _Talk()).waiting.append(slot)
        else:
            self._place(slot)

    def _place(self, slot: _Slot) -> None:
        key = key_of(slot.asked)
        slot.same = self._known.get(key)
        if slot.same is None:
            slot.same = self._first.get(key)
        if slot.same is None:
            self._first[key] = slot
            self._alone.append(slot)

    def send(self) -> None:
        while self._team.free > 0 and (units := self._units()):
            self._number += 1
            self._out[self._number] = units
            self._team.send(self._number, [self._unit(slots) for slots in units])

    def _units(self) -> list[list[_Slot]]:
        units: list[list[_Slot]] = []
        left = len(self._alone) + len(self._by_length)
        size = max(LEAST, min(MOST, left // self._team.free))  # nobody is to go without
        for talk in self._talks.values():
            if talk.waiting and not talk.out and sum(map(len, units)) < LEAST:
                units.append(list(talk.waiting))
                talk.waiting.clear()
                talk.out = True
        while left and sum(map(len, units)) < size:
            units.append([self._next()])
            left -= 1
        return units

    def _next(self) -> _Slot:
        if not self._by_length:
            some = [self._alone.popleft() for _ in range(min(SORTED, len(self._alone)))]
            self._by_length.extend(sorted(some, key=lambda slot: len(slot.asked.question)))
        return self._by_length.popleft()

    def _unit(self, slots: list[_Slot]) -> Unit:
        turns = tuple(Turn(slot.asked.question, slot.asked.facts) for slot in slots)
        name = slots[0].asked.conversation
        return Unit(turns) if name is None else Unit(turns, self._past[name], talk=True)

    def receive(self) -> None:
        done = self._team.receive(_PATIENCE)
        if done is None:
            return
        number, outcomes = done
        for slots, found in zip(self._out.pop(number), outcomes, strict=True):
            for slot, outcome in zip(slots, found, strict=True):
                slot.outcome = outcome
            self._heard(slots)

    def _heard(self, slots: list[_Slot]) -> None:
        name = slots[0].asked.conversation
        if name is None:
            return
        past = next((slot.outcome.past for slot in reversed(slots) if slot.outcome and slot.outcome.past), "")
        if past:
            self._past[name] = past
        self._talks[name].out = False
        if not self._talks[name].waiting:
            del self._talks[name]

    def finished(self) -> list[_Slot]:
        """The rows at the head that are done."""
        found = []
        while self.rows and self.rows[0].ready:
            found.append(self.rows.popleft())
        return found

    def written(self, slots: list[_Slot], offsets: list[int]) -> None:
        """Remember where the outcomes lie; a row that waits for one of these is told."""
        for slot, offset in zip(slots, offsets, strict=True):
            if slot.asked.conversation is None and not slot.asked.fault and not isinstance(slot.same, int):
                key = key_of(slot.asked)
                self._known.add(key, offset)
                self._first.pop(key, None)
            slot.same = offset


def in_order(
    rows: Iterable[Asked], team: Team, known: Known, past: Conversations, stop: Event | None = None
) -> Iterator[tuple[list[Done], "_Written"]]:
    """Finished rows in their order, some at a time, as the journal takes them.

    The caller says where it has written them with the second item.

    Raises:
        BatchStopped: `stop` was set.
    """
    window, left, more = _Window(team, known, past), iter(rows), True
    # Of a large team nobody is to wait for rows.
    most = max(WINDOW, 4 * MOST * team.free)
    while more or window.rows:
        if stop is not None and stop.is_set():
            raise BatchStopped("stopped; what is finished is kept: the same again goes on from there")
        while more and len(window.rows) < most:
            asked = next(left, None)
            more = asked is not None
            if asked is not None:
                window.take(asked)
        window.send()
        done = window.finished()
        if done:
            yield from _told(window, done)
        elif window.rows:
            window.receive()


_Written = list[int]


def _told(window: _Window, done: list[_Slot]) -> Iterator[tuple[list[Done], _Written]]:
    """First those that have an outcome of their own, up to one that repeats a row which is only now written."""
    begin = 0
    while begin < len(done):
        end = begin + 1
        while end < len(done) and not isinstance(done[end].same, _Slot):
            end += 1
        part = done[begin:end]
        offsets: _Written = []
        yield [(slot.asked.row, mark_of(slot.asked), _what(slot)) for slot in part], offsets
        window.written(part, offsets)
        begin = end


def _what(slot: _Slot) -> Outcome | int:
    if slot.outcome is not None:
        return slot.outcome
    same = slot.same.same if isinstance(slot.same, _Slot) else slot.same
    assert isinstance(same, int)
    return same


def key_of(asked: Asked) -> bytes:
    """Two rows with the same key have the same answer."""
    whole = "\x1f".join(
        [asked.question, *(f"{fact}\x1e{value}" for fact, value in sorted(asked.facts.items()))]
    )
    return blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def mark_of(asked: Asked) -> str:
    """Marks all that an outcome rests on in the row itself: 16 hexadecimal digits."""
    rest = f"{asked.conversation}\x1f{asked.fault}".encode("utf-8", "surrogatepass")
    return blake2b(key_of(asked) + rest, digest_size=8).hexdigest()
