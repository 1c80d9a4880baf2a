"""The source article: its sentences with their places, and quotes anchored to its exact words."""

from assistant.source.anchor import Quote, anchor
from assistant.source.document import Metadata, Sentence, Source, load_source

__all__ = ["Metadata", "Quote", "Sentence", "Source", "anchor", "load_source"]
