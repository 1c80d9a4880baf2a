"""Rows to records and back."""

import json
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from assistant.answer import Answer
from assistant.errors import StoreError
from assistant.store.records import Conversation, Feedback, Heading, Profile, Turn
from assistant.store.tables import ConversationRow, FeedbackRow, ProfileRow, TurnRow
from assistant.store.text import keepable

__all__ = [
    "answer_packed",
    "conversation",
    "feedback",
    "heading",
    "new_id",
    "now",
    "packed",
    "profile",
    "turn",
    "unpacked",
]


def new_id() -> str:
    return uuid.uuid4().hex


def now() -> int:
    """Microseconds since 1970."""
    return time.time_ns() // 1000


def packed(value: Any) -> str:
    """Raises StoreError where no database could keep it."""
    return keepable(json.dumps(value, ensure_ascii=False, separators=(",", ":")), "facts")


def answer_packed(answer: Answer) -> str:
    """Raises StoreError where no database could keep it."""
    try:
        return answer.model_dump_json()
    except PydanticSerializationError as error:  # half of a UTF-16 pair
        reason = " ".join(str(error).split())[:120]
        raise StoreError(f"answer: has a sign that cannot be kept ({reason})") from error


def unpacked(text: str) -> Any:
    return json.loads(text)


def heading(row: ConversationRow, turns: int) -> Heading:
    return Heading(
        id=row.id, title=row.title, turns=turns, made_at=_time(row.made_at), changed_at=_time(row.changed_at)
    )


def conversation(row: ConversationRow) -> Conversation:
    return Conversation(
        id=row.id,
        title=row.title,
        given=unpacked(row.given),
        skipped=unpacked(row.skipped),
        held=None if row.held is None else unpacked(row.held),
        variant=unpacked(row.variant),
        turns=tuple(turn(one) for one in row.turns),
        made_at=_time(row.made_at),
        changed_at=_time(row.changed_at),
    )


def turn(row: TurnRow) -> Turn:
    return Turn(
        id=row.id,
        position=row.position,
        answer=_answer(row.answer, f"turn {row.id}"),
        changes=unpacked(row.changes),
        asked_at=_time(row.asked_at),
    )


def profile(row: ProfileRow) -> Profile:
    return Profile(
        id=row.id,
        name=row.name,
        facts=unpacked(row.facts),
        remark=row.remark,
        made_at=_time(row.made_at),
        changed_at=_time(row.changed_at),
    )


def feedback(row: FeedbackRow) -> Feedback:
    return Feedback(
        id=row.id,
        conversation=row.conversation_id,
        turn=row.turn_id,
        thumb="up" if row.thumb == "up" else "down",
        remark=row.remark,
        answer=_answer(row.answer, f"feedback {row.id}"),
        corrected=None if row.corrected is None else unpacked(row.corrected),
        changed_at=_time(row.changed_at),
        **unpacked(row.context),
    )


def _answer(text: str, where: str) -> Answer:
    try:
        return Answer.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        raise StoreError(
            f"{where}: its answer cannot be read ({'.'.join(map(str, first['loc']))}: {first['msg']}): "
            "a newer version of this program wrote it"
        ) from error


def _time(microseconds: int) -> datetime:
    return datetime.fromtimestamp(microseconds / 1_000_000, UTC)
