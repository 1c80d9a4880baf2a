"""What is kept: conversations with their answers, named platforms, feedback. Every row has an owner.

Example:
    >>> from assistant.store import open_store
    >>> mine = open_store().of("")  # doctest: +SKIP
"""

from assistant.store.conversations import Conversations
from assistant.store.feedback import FeedbackBox
from assistant.store.profile_file import ProfileFile, profile_file, read_profile
from assistant.store.profiles import Profiles
from assistant.store.records import Conversation, Feedback, Found, Heading, Profile, Thumb, Turn
from assistant.store.rows import new_id
from assistant.store.store import Owned, Store, open_store

__all__ = [
    "Conversation",
    "Conversations",
    "Feedback",
    "FeedbackBox",
    "Found",
    "Heading",
    "Owned",
    "Profile",
    "ProfileFile",
    "Profiles",
    "Store",
    "Thumb",
    "Turn",
    "new_id",
    "open_store",
    "profile_file",
    "read_profile",
]
