"""The kept conversations in the sidebar: opened, searched, renamed, deleted."""

from dataclasses import asdict

from assistant.answer import Language
from assistant.page import kept, state
from assistant.page.components.base import component, sent, some
from assistant.page.shelf import Shelf
from assistant.page.words import load_words

_SHELF = component("shelf")
_WORDS = (
    "label", "search", "none", "empty", "rename", "delete", "delete_sure", "keep", "name", "save", "more",
)  # fmt: skip


def shelf(found: Shelf, search: str, current: str, language: Language) -> None:
    """`current` is the id of the open conversation, or ""."""
    key, words = "shelf", load_words(language)
    data = {
        "groups": [asdict(group) for group in found.groups],
        "more": found.more,
        "search": search,
        "current": current,
        "words": some(words, "shelf", *_WORDS),
    }

    def opened() -> None:
        kept.open_kept(state.text_of(sent(key, "go"), "id"))

    def renamed() -> None:
        message = sent(key, "rename")
        kept.rename(state.text_of(message, "id"), state.text_of(message, "title"))

    def deleted() -> None:
        kept.delete(state.text_of(sent(key, "delete"), "id"))

    def searched() -> None:
        kept.search(state.text_of(sent(key, "search"), "words"))

    _SHELF(
        key=key, data=data, on_go_change=opened, on_rename_change=renamed, on_delete_change=deleted,
        on_search_change=searched, on_more_change=kept.show_more,
    )  # fmt: skip
