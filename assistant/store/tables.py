"""The tables. Answers are kept as their own JSON, so that a new field of an answer needs no new column.

Times are microseconds since 1970 in UTC: SQLite keeps no time zone, and whole numbers sort alike everywhere. What is
searched is kept a second time in folded case, as the databases fold letters outside ASCII each in its own way.
"""

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

__all__ = ["Base", "ConversationRow", "FeedbackRow", "ProfileRow", "SchemaRow", "TurnRow"]

_ID = String(32)


class Base(DeclarativeBase):
    """Every table of the store, but for `SchemaRow` all with an `owner`."""

    type_annotation_map = {str: Text, int: BigInteger}  # noqa: RUF012


class SchemaRow(Base):
    """One row: the version of the tables."""

    __tablename__ = "schema"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class ConversationRow(Base):
    __tablename__ = "conversation"
    __table_args__ = (Index("conversation_of_owner", "owner", "changed_at", "id"),)

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    owner: Mapped[str]
    title: Mapped[str]
    title_folded: Mapped[str]
    given: Mapped[str]
    skipped: Mapped[str]
    held: Mapped[str | None]
    variant: Mapped[str]
    made_at: Mapped[int]
    changed_at: Mapped[int]
    turns: Mapped[list["TurnRow"]] = relationship(
        order_by="TurnRow.position", cascade="all, delete-orphan", passive_deletes=True
    )


class TurnRow(Base):
    __tablename__ = "turn"
    __table_args__ = (UniqueConstraint("conversation_id", "position"),)

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    owner: Mapped[str]
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    position: Mapped[int]
    question: Mapped[str]
    question_folded: Mapped[str]
    answer: Mapped[str]
    changes: Mapped[str]
    asked_at: Mapped[int]


class ProfileRow(Base):
    __tablename__ = "profile"
    __table_args__ = (UniqueConstraint("owner", "name"),)

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    owner: Mapped[str]
    name: Mapped[str]
    facts: Mapped[str]
    remark: Mapped[str]
    made_at: Mapped[int]
    changed_at: Mapped[int]


class FeedbackRow(Base):
    """`turn_id` becomes null when its turn is replaced: the judgement is of the answer, which is kept here."""

    __tablename__ = "feedback"
    __table_args__ = (Index("feedback_of_owner", "owner", "changed_at"),)

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    owner: Mapped[str]
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    turn_id: Mapped[str | None] = mapped_column(ForeignKey("turn.id", ondelete="SET NULL"), unique=True)
    thumb: Mapped[str]
    remark: Mapped[str]
    answer: Mapped[str]
    context: Mapped[str]
    corrected: Mapped[str | None]
    changed_at: Mapped[int]
