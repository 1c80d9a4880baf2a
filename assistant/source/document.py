"""The source article as read from `corpus/`: text, metadata, sentences under their headings."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml.error import YAMLError

from assistant.data import data_folder
from assistant.errors import SourceError
from assistant.source.anchor import Quote, anchor
from assistant.source.sentences import sentence_spans
from assistant.yaml_text import load_yaml

ARTICLE = "odaily_us_stock_token_licences"

Part = Literal["byline", "heading", "body", "key_point"]


class Metadata(BaseModel):
    """What is known of a source; see the YAML file beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: str
    file: str
    sha256: str
    title: str
    title_is: str
    author: str
    publisher: str
    language: list[Literal["en", "zh"]]
    dated: str
    latest: str = ""  # the latest date that the text names, as 2025-07-09; "" where it names none
    disclaimer: str
    headings: list[int]
    bylines: list[int]
    key_points: list[int]


class Sentence(NamedTuple):
    """A sentence and its place: `text == source.text[start:end]` in code points, `line` from 1.

    `id` is "line.position", for example "14.2". `heading` is the text of the heading it stands under, "" before
    the first one.
    """

    id: str
    text: str
    start: int
    end: int
    line: int
    part: Part
    heading: str
    language: Literal["en", "zh"]


@dataclass(frozen=True)
class Source:
    """One document. `text` is the file decoded, nothing changed in it."""

    text: str
    metadata: Metadata

    @property
    def id(self) -> str:
        return self.metadata.id

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(self._cut())

    @cached_property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.text.splitlines())

    def quote(self, words: str) -> Quote:
        """Anchor `words` to the text.

        Raises:
            AnchorError: they are not found exactly once.
        """
        return anchor(self.text, words, name=self.id)

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds code point `offset`, or the last one before it."""
        return max(
            (s for s in self.sentences if s.start <= offset), key=lambda s: s.start, default=self.sentences[0]
        )

    def _cut(self) -> Iterator[Sentence]:
        offset, heading = 0, ""
        for number, line in enumerate(self.text.splitlines(keepends=True), 1):
            part = self._part(number)
            heading = line.strip() if part == "heading" else heading
            under = "" if part in ("heading", "key_point", "byline") else heading
            spans = sentence_spans(line) if part == "body" else _whole(line)
            for position, (start, end) in enumerate(spans, 1):
                text = line[start:end]
                yield Sentence(
                    f"{number}.{position}",
                    text,
                    offset + start,
                    offset + end,
                    number,
                    part,
                    under,
                    _language(text),
                )
            offset += len(line)

    def _part(self, number: int) -> Part:
        if number in self.metadata.headings:
            return "heading"
        if number in self.metadata.key_points:
            return "key_point"
        return "byline" if number in self.metadata.bylines else "body"


def _whole(line: str) -> Iterator[tuple[int, int]]:
    if line.strip():
        yield len(line) - len(line.lstrip()), len(line.rstrip())


def _language(text: str) -> Literal["en", "zh"]:
    return "zh" if any("\u4e00" <= letter <= "\u9fff" for letter in text) else "en"


def load_source(folder: Path | None = None, name: str = ARTICLE) -> Source:
    """Read a source and check it against its own metadata.

    Raises:
        SourceError: the text or its metadata is missing, unreadable, or not the one that the hash names.
    """
    folder = folder or data_folder("corpus")
    metadata = _read_metadata(folder / f"{name}.yaml")
    path = folder / metadata.file
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{path}: cannot be read ({error.strerror}): put the source back or set ASSISTANT_CORPUS"
        ) from error
    found = hashlib.sha256(raw).hexdigest()
    if found != metadata.sha256:
        raise SourceError(
            f"{path}: sha256 is {found[:12]}…, {name}.yaml says {metadata.sha256[:12]}…: restore the file"
        )
    return Source(raw.decode("utf-8"), metadata)


def _read_metadata(path: Path) -> Metadata:
    try:
        return Metadata.model_validate(load_yaml(path.read_text("utf-8")))
    except OSError as error:
        raise SourceError(
            f"{path}: cannot be read ({error.strerror}): put it back or set ASSISTANT_CORPUS"
        ) from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: is not valid YAML: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise SourceError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
