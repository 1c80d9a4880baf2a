"""What one owner thought of answers."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.errors import AbsentError
from assistant.store import rows
from assistant.store.database import Database
from assistant.store.records import Feedback, Thumb, Turn
from assistant.store.tables import ConversationRow, FeedbackRow, TurnRow
from assistant.store.text import as_id, remark_of

__all__ = ["FeedbackBox"]


class FeedbackBox:
    """Thumbs and remarks, one a turn. A judgement is of the answer as it was: it is kept with it.

    Example:
        >>> mine.feedback.give(turn.id, "down", "We do not match orders.")  # doctest: +SKIP
        >>> mine.feedback.of(talk.id)[turn.id].thumb  # doctest: +SKIP
        'down'
    """

    def __init__(self, database: Database, owner: str) -> None:
        self._database, self._owner = database, owner

    def give(self, turn: str, thumb: Thumb, remark: str = "") -> Feedback:
        """Judge a turn's answer, or judge it anew.

        Raises:
            AbsentError: this owner has no such turn.
            StoreError: the remark is longer than 4,000 characters.
        """
        said = remark_of(remark)
        with self._database.writing() as session:
            talk = self._conversation(session, turn)
            row = session.scalar(select(FeedbackRow).where(FeedbackRow.turn_id == turn))
            if row is None:
                row = _judged(talk, turn, self._owner)
                session.add(row)
            row.thumb, row.remark, row.changed_at = thumb, said, rows.now()
            return rows.feedback(row)

    def take_back(self, turn: str) -> None:
        """Nothing happens where there is none."""
        with self._database.writing() as session:
            row = session.scalar(
                select(FeedbackRow).where(
                    FeedbackRow.turn_id == as_id(turn), FeedbackRow.owner == self._owner
                )
            )
            if row is not None:
                session.delete(row)

    def of(self, conversation: str) -> dict[str, Feedback]:
        """By the id of the turn; judgements of turns that were replaced are left out."""
        asked = select(FeedbackRow).where(
            FeedbackRow.owner == self._owner,
            FeedbackRow.conversation_id == as_id(conversation),
            FeedbackRow.turn_id.is_not(None),
        )
        with self._database.reading() as session:
            return {str(row.turn_id): rows.feedback(row) for row in session.scalars(asked)}

    def all(self, thumb: Thumb | None = None) -> tuple[Feedback, ...]:
        """Oldest first; those of replaced turns too."""
        asked = select(FeedbackRow).where(FeedbackRow.owner == self._owner)
        if thumb is not None:
            asked = asked.where(FeedbackRow.thumb == thumb)
        with self._database.reading() as session:
            found = session.scalars(asked.order_by(FeedbackRow.changed_at, FeedbackRow.id))
            return tuple(map(rows.feedback, found))

    def _conversation(self, session: Session, turn: str) -> ConversationRow:
        row = session.scalar(
            select(ConversationRow)
            .join(TurnRow, TurnRow.conversation_id == ConversationRow.id)
            .where(TurnRow.id == as_id(turn), ConversationRow.owner == self._owner)
            .with_for_update(of=ConversationRow)
        )
        if row is None:
            raise AbsentError(f"there is no turn {turn[:40]!r}: it may have been edited or deleted")
        return row


def _judged(talk: ConversationRow, turn: str, owner: str) -> FeedbackRow:
    turns = [rows.turn(one) for one in talk.turns]
    place = next(number for number, one in enumerate(turns) if one.id == turn)
    earlier, judged = turns[:place], turns[place]
    return FeedbackRow(
        id=rows.new_id(),
        owner=owner,
        conversation_id=talk.id,
        turn_id=turn,
        answer=judged.answer.model_dump_json(),
        context=rows.packed(_context(earlier, rows.unpacked(talk.given))),
        corrected=rows.packed(judged.answer.facts) if judged.changes else None,
    )


def _context(earlier: Sequence[Turn], given: dict[str, str]) -> dict[str, object]:
    return {
        "questions": [one.answer.question for one in earlier],
        "given": given,
        "before": dict(earlier[-1].answer.facts) if earlier else given,
        "plain": not any(one.changes for one in earlier),
    }
