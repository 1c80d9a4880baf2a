"""The moves of a conversation, each on the disk before it is shown.

`state` says what follows, the log of answers notes it, and the store keeps it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import store
from assistant.assistant import Assistant
from assistant.audit import AuditLog
from assistant.page import state
from assistant.page.state import Changes, Conversation, Facts, Kept
from assistant.store import Owned


@dataclass(frozen=True)
class Keeper:
    """One person's conversations. Every move returns the conversation as it is kept then.

    All raise AssistantError, and nothing is changed then: AbsentError where the conversation was deleted elsewhere,
    StaleError where another tab added turns. `log` is None where answers are not logged.
    """

    assistant: Assistant
    mine: Owned
    log: AuditLog | None = None

    def read(self, conversation: str) -> Conversation:
        return _of(self.mine.conversations.read(conversation))

    def fresh(self, conversation: Conversation) -> Conversation:
        """As it is now, where another tab or another server changed it."""
        if conversation.kept is None:
            return conversation
        found = self.mine.conversations.heading(conversation.kept.id)
        if (found.changed_at, found.title) == (conversation.kept.changed_at, conversation.kept.title):
            return conversation
        return self.read(conversation.kept.id)

    def begin(self, facts: Facts) -> Conversation:
        """A new one of a platform that is known beforehand."""
        return _of(self.mine.conversations.start(given=self.assistant.checked_facts(facts)))

    def ask(self, conversation: Conversation, question: str, n: int) -> Conversation:
        """Ask as turn `n`; where there is one already it is replaced, and the later ones go."""
        asked = state.ask_again(conversation, self.assistant, n, question)
        kept = conversation.kept.id if conversation.kept else store.new_id()
        self._logged(asked, (), kept)
        return _of(
            self.mine.conversations.take_in(
                kept, n, asked.answers[-1], after=len(conversation.answers), new=conversation.kept is None,
                given=conversation.given,
            )
        )  # fmt: skip

    def correct(self, conversation: Conversation, changes: Changes) -> Conversation:
        after = state.correct(conversation, self.assistant, changes)
        kept = conversation.kept or self._start(conversation)
        turns = len(conversation.answers)
        if after.last is not None:
            self._logged(after, (*kept.changes, changes), kept.id)
            self.mine.conversations.correct(kept.id, turns, after.last, changes, after=turns)
        given = None if after.last else after.given
        self.mine.conversations.settle(kept.id, given=given, held=after.held, variant=after.variant)
        return self.read(kept.id)

    def skip(self, conversation: Conversation, fact: str) -> Conversation:
        return self._settled(state.skip(conversation, fact))

    def vary(self, conversation: Conversation, changes: Changes) -> Conversation:
        return self._settled(state.vary(conversation, self.assistant.rulebook, changes))

    def vary_to(self, conversation: Conversation, facts: Facts) -> Conversation:
        """A what-if with the facts of a saved platform."""
        return self._settled(state.vary_to(conversation, self.assistant.rulebook, facts))

    def drop_variant(self, conversation: Conversation) -> Conversation:
        return self._settled(replace(conversation, variant={}))

    def adopt(self, conversation: Conversation) -> Conversation:
        """Make the what-if today's platform."""
        return self.drop_variant(self.correct(conversation, conversation.variant))

    def _logged(self, conversation: Conversation, changes: Sequence[Changes], kept: str) -> None:
        """The last answer goes into the log before anybody sees it. Raises AuditError where it cannot."""
        answer, before = conversation.answers[-1], conversation.answers[:-1]
        if self.log is not None:
            self.log.append(
                answer, owner=self.mine.owner, given={} if before else conversation.given, before=before,
                changes=changes, conversation=kept,
            )  # fmt: skip

    def _settled(self, after: Conversation) -> Conversation:
        kept = after.kept or self._start(after)
        self.mine.conversations.settle(kept.id, skipped=after.skipped, variant=after.variant)
        return self.read(kept.id)

    def _start(self, conversation: Conversation) -> Kept:
        return _kept(self.mine.conversations.start(given=conversation.given))


def _of(found: store.Conversation) -> Conversation:
    return Conversation(
        answers=found.answers,
        given=found.given,
        skipped=frozenset(found.skipped),
        held=found.held,
        variant=found.variant,
        kept=_kept(found),
    )


def _kept(found: store.Conversation) -> Kept:
    changes = found.turns[-1].changes if found.turns else ()
    return Kept(found.id, found.title, tuple(turn.id for turn in found.turns), found.changed_at, changes)
