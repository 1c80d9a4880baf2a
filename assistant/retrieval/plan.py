"""What an index is built from, and where it goes: an index made from anything else is not used."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assistant.retrieval import bank as known_questions
from assistant.retrieval import files
from assistant.retrieval.bank import Known, bank_sha256, load_bank
from assistant.retrieval.chunks import Chunk, chunks
from assistant.retrieval.embedder import Identity, identify
from assistant.settings import Settings
from assistant.source import Source

PACKAGES = ("bm25s", "chromadb", "sentence-transformers")
# What these files do shapes the index, so a change in one of them makes a new index.
SHAPING = ("bank.py", "chunks.py", "expansion.py", "glossary.toml", "lexical.py", "store.py", "votes.py")


@dataclass(frozen=True)
class Plan:
    """What to build, from what, and where."""

    source: Source
    settings: Settings
    bank: tuple[Known, ...]
    identity: Identity

    @property
    def folder(self) -> Path:
        return self.settings.home / "index"

    @property
    def embedder_folder(self) -> Path:
        return self.settings.home / "embedder"

    @property
    def collection(self) -> str:
        """A name that another make of index does not have: a server may hold several."""
        return "licences-" + files.sha256(repr(sorted(self.made_from().items())).encode())[:24]

    def made_from(self) -> dict[str, Any]:
        """Hashes and versions that an index must agree with to be used."""
        return {
            "corpus": self.source.metadata.sha256,
            "embedder": self.identity.name,
            "weights": self.identity.sha256,
            "bank": bank_sha256(self.bank),
            "chunking": sha256_of_code(*SHAPING),
            **{f"package {name}": version(name) for name in PACKAGES},
        }

    def entries(self) -> list[Chunk]:
        return chunks(self.source, self.bank)


def plan(source: Source, settings: Settings, bank: Sequence[Known] | None = None) -> Plan:
    """`bank`: in place of the shipped one.

    Raises:
        ModelError: the embedder is not on this machine.
    """
    given = load_bank() if bank is None else bank
    return Plan(source, settings, known_questions.indexed(given, source), identify(settings.embedder))


@cache
def sha256_of_code(*names: str) -> str:
    """The hash of files of this folder."""
    here = Path(__file__).parent
    return files.sha256(b"".join((here / name).read_bytes() for name in names))
