"""The conversations of one owner."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, delete, func, or_, select, tuple_
from sqlalchemy.orm import Session, selectinload

from assistant.answer import Answer
from assistant.errors import AbsentError, StaleError
from assistant.store import rows
from assistant.store.database import Database
from assistant.store.records import Change, Conversation, Facts, Found, Heading, Turn
from assistant.store.tables import ConversationRow, FeedbackRow, TurnRow
from assistant.store.text import as_id, folded, keepable, name_of, searched, title_of

__all__ = ["Conversations"]


class Conversations:
    """Kept conversations. Every call is one transaction, and on the disk when it returns.

    Those that take an id raise AbsentError where this owner has no such conversation; all raise StoreError where
    the database fails.

    Example:
        >>> talk = mine.conversations.start()  # doctest: +SKIP
        >>> answer = assistant.ask("Do we need an ATS?", before=talk.answers, facts=talk.given)  # doctest: +SKIP
        >>> mine.conversations.add(talk.id, answer, after=len(talk.turns))  # doctest: +SKIP
        >>> mine.conversations.read(talk.id).answers == (answer,)  # doctest: +SKIP
        True
    """

    def __init__(self, database: Database, owner: str) -> None:
        self._database, self._owner = database, owner

    def start(self, *, given: Facts | None = None, title: str = "") -> Conversation:
        """A new one. Without a title it gets its first question's words; an empty one is in no list."""
        row = self._begun(rows.new_id(), given or {}, name_of(title, "title") if title else "")
        with self._database.writing() as session:
            session.add(row)
        return rows.conversation(row)

    def read(self, conversation: str) -> Conversation:
        with self._database.reading() as session:
            return rows.conversation(self._row(session, conversation))

    def heading(self, conversation: str) -> Heading:
        """What a list shows of it: enough to see whether it was changed elsewhere."""
        asked = self._headings(empty=True).where(ConversationRow.id == as_id(conversation))
        with self._database.reading() as session:
            for row, turns in session.execute(asked):
                return rows.heading(row, turns)
        raise _absent(conversation)

    def recent(self, *, limit: int = 50, before: Heading | None = None) -> tuple[Heading, ...]:
        """Those with a turn, the last changed first; `before` = the last one seen, for the next page of them."""
        asked = self._headings().limit(limit)
        if before is not None:
            last = round(before.changed_at.timestamp() * 1_000_000)
            asked = asked.where(tuple_(ConversationRow.changed_at, ConversationRow.id) < (last, before.id))
        with self._database.reading() as session:
            return tuple(rows.heading(row, turns) for row, turns in session.execute(asked))

    def search(self, words: str, *, limit: int = 50) -> tuple[Found, ...]:
        """Those whose title or questions have `words` as they stand (letter case aside), the last changed first."""
        wanted = searched(words)
        in_question = TurnRow.question_folded.contains(wanted, autoescape=True)
        in_title = ConversationRow.title_folded.contains(wanted, autoescape=True)
        # The first question that has the words, taken by its position.
        place = (
            select(func.min(TurnRow.position))
            .where(TurnRow.conversation_id == ConversationRow.id, in_question)
            .correlate(ConversationRow)
            .scalar_subquery()
        )
        asked = self._headings().add_columns(place).where(or_(in_title, place.is_not(None))).limit(limit)
        with self._database.reading() as session:
            found = [(rows.heading(row, turns), position) for row, turns, position in session.execute(asked)]
            return tuple(Found(heading=one, question=_question(session, one.id, at)) for one, at in found)

    def rename(self, conversation: str, title: str) -> None:
        """Raises StoreError where the title is empty or longer than 200 characters."""
        named = name_of(title, "title")
        with self._database.writing() as session:
            row = self._row(session, conversation)
            row.title, row.title_folded = named, folded(named)

    def delete(self, conversation: str) -> None:
        """With its turns and the feedback on them."""
        with self._database.writing() as session:
            session.delete(self._row(session, conversation))

    def delete_all(self) -> int:
        """Everything that this owner said, with its feedback; returns how many conversations there were."""
        with self._database.writing() as session:
            gone = session.execute(delete(ConversationRow).where(ConversationRow.owner == self._owner))
            return int(getattr(gone, "rowcount", 0))

    def settle(
        self,
        conversation: str,
        *,
        given: Facts | None = None,
        skipped: Collection[str] | None = None,
        held: Facts | None = None,
        let_go: bool = False,
        variant: Change | None = None,
    ) -> None:
        """Keep what belongs to the conversation and to no turn of it; None leaves a thing as it is.

        `let_go` forgets what was held.
        """
        with self._database.writing() as session:
            row = self._row(session, conversation, turns=False)
            row.given = row.given if given is None else rows.packed(dict(given))
            row.skipped = row.skipped if skipped is None else rows.packed(sorted(skipped))
            row.held = row.held if held is None else rows.packed(dict(held))
            row.held = None if let_go else row.held
            row.variant = row.variant if variant is None else rows.packed(dict(variant))
            row.changed_at = rows.now()

    def take_in(
        self, conversation: str, position: int, answer: Answer, *, after: int, new: bool, given: Facts
    ) -> Conversation:
        """`start`, then `add` or `ask_again`, and what was held let go: in one transaction, with what then is kept.

        Args:
            position: of the answer's turn; one that is there already is replaced, with those after it.
            new: whether there is no such conversation yet; it is started with `given` then.

        Raises:
            AbsentError, StaleError: as for `ask_again`.
        """
        with self._database.writing() as session:
            row = self._begun(conversation, given) if new else self._row(session, conversation)
            session.add(row)
            _unchanged(row, after)
            if position <= after:
                self._cut(session, row, position)
            self._added(row, answer)
            row.held = None
            session.flush()
            return rows.conversation(row)

    def add(self, conversation: str, answer: Answer, *, after: int) -> Turn:
        """A turn at the end. `after` is how many turns the answer was made from (`len(conversation.turns)`).

        Raises:
            StaleError: another tab added or removed turns meanwhile: read the conversation and ask again.
        """
        with self._database.writing() as session:
            row = self._row(session, conversation)
            _unchanged(row, after)
            return rows.turn(self._added(row, answer))

    def ask_again(self, conversation: str, position: int, answer: Answer, *, after: int) -> Turn:
        """The turn at `position` (from 1) replaced, for an edited question or to regenerate; later turns go.

        `answer` is made from the turns before it: `before=conversation.answers[: position - 1]`. `after` is how many
        turns the conversation had when it was read. The new turn has no feedback; that on the old answer is kept.

        Raises:
            AbsentError: there is no such turn.
            StaleError: as for `add`.
        """
        with self._database.writing() as session:
            row = self._row(session, conversation)
            _unchanged(row, after)
            self._cut(session, row, position)
            return rows.turn(self._added(row, answer))

    def correct(
        self, conversation: str, position: int, answer: Answer, change: Change, *, after: int
    ) -> Turn:
        """Facts set by hand: the turn at `position` gets `answer` (`Assistant.with_facts`) and remembers `change`.

        Later turns were made from the old answer, so they go.

        Raises:
            AbsentError: there is no such turn.
            StaleError: as for `add`.
        """
        with self._database.writing() as session:
            row = self._row(session, conversation)
            _unchanged(row, after)
            turn = _turn_at(row, position)
            turn.answer = rows.answer_packed(answer)
            turn.changes = rows.packed([*rows.unpacked(turn.changes), dict(change)])
            del row.turns[position:]
            row.changed_at = rows.now()
            _remember(session, turn.id, answer)
            return rows.turn(turn)

    def _begun(self, conversation: str, given: Facts, title: str = "") -> ConversationRow:
        if not as_id(conversation):
            raise _absent(conversation)
        moment = rows.now()
        return ConversationRow(
            id=conversation, owner=self._owner, title=title, title_folded=folded(title),
            given=rows.packed(dict(given)), skipped="[]", held=None, variant="{}",
            made_at=moment, changed_at=moment, turns=[],
        )  # fmt: skip

    def _cut(self, session: Session, row: ConversationRow, position: int) -> None:
        """Takes the turn at `position` out, and those after it, before a new one takes its place."""
        _turn_at(row, position)
        del row.turns[position - 1 :]
        session.flush()

    def _added(self, row: ConversationRow, answer: Answer) -> TurnRow:
        moment = rows.now()
        turn = TurnRow(
            id=rows.new_id(), owner=self._owner, position=len(row.turns) + 1,
            question=keepable(answer.question, "question"),
            question_folded=folded(" ".join(answer.question.split())), answer=rows.answer_packed(answer),
            changes="[]", asked_at=moment,
        )  # fmt: skip
        row.turns.append(turn)
        row.changed_at = moment
        if not row.title:
            row.title = title_of(answer.question)
            row.title_folded = folded(row.title)
        return turn

    def _row(self, session: Session, conversation: str, *, turns: bool = True) -> ConversationRow:
        """Locked, in a transaction that writes, until its end; `turns` loads those too, with their answers."""
        asked = select(ConversationRow).where(
            ConversationRow.id == as_id(conversation), ConversationRow.owner == self._owner
        )
        if turns:
            asked = asked.options(selectinload(ConversationRow.turns))
        row = session.scalar(asked.with_for_update())
        if row is None:
            raise _absent(conversation)
        return row

    def _headings(self, *, empty: bool = False) -> Select[ConversationRow, int]:
        """`empty`: those without a turn too."""
        turns = (
            select(func.count(TurnRow.id))
            .where(TurnRow.conversation_id == ConversationRow.id)
            .correlate(ConversationRow)
            .scalar_subquery()
        )
        return (
            select(ConversationRow, turns)
            .where(ConversationRow.owner == self._owner, turns >= (0 if empty else 1))
            .order_by(ConversationRow.changed_at.desc(), ConversationRow.id.desc())
        )


def _absent(conversation: str) -> AbsentError:
    return AbsentError(f"there is no conversation {conversation[:40]!r}: it may have been deleted")


def _question(session: Session, conversation: str, position: int | None) -> str:
    wanted = (TurnRow.conversation_id == conversation, TurnRow.position == position)
    return session.scalar(select(TurnRow.question).where(*wanted)) or ""


def _unchanged(row: ConversationRow, after: int) -> None:
    if len(row.turns) != after:
        raise StaleError(
            f"conversation {row.title!r} has {len(row.turns)} turns and not {after}: "
            "it was changed elsewhere; read it again"
        )


def _turn_at(row: ConversationRow, position: int) -> TurnRow:
    turns: Sequence[TurnRow] = row.turns
    if not 1 <= position <= len(turns):
        raise AbsentError(f"conversation {row.title!r} has no turn {position}: it has {len(turns)}")
    return turns[position - 1]


def _remember(session: Session, turn: str, answer: Answer) -> None:
    """What is right, by a person who had marked the answer: feedback learns of it."""
    judged = session.scalar(select(FeedbackRow).where(FeedbackRow.turn_id == turn))
    if judged is not None:
        judged.corrected = rows.packed(answer.facts)
