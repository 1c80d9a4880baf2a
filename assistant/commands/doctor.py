"""`assistant doctor`: what is installed and in use, what is wrong, and how to mend it."""

import os
import platform
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant import __version__, settings
from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.source import load_source

FELL_SHORT = 1
DISTRIBUTION = "stock-token-licence-assistant"


@dataclass(frozen=True)
class Finding:
    """`mend` is "" where nothing is wrong."""

    part: str
    found: str
    mend: str = ""


Check = Callable[[Settings], Finding]
CHECKS: dict[str, Check] = {}


def check(part: str) -> Callable[[Check], Check]:
    """Registers a check. An AssistantError that it raises is its finding."""

    def register(function: Check) -> Check:
        CHECKS[part] = function
        return function

    return register


def doctor() -> None:
    """Show what is installed, the model and the source in use with their hashes, what is wrong, and the mend.

    Builds nothing. Exit code 1 where something is wrong.

    Example: assistant doctor
    """
    findings = [Finding("assistant", f"{__version__}, Python {platform.python_version()}"), *_findings()]
    table = Table("", "found", "mend", show_lines=False)
    for finding in findings:
        style = "red" if finding.mend else ""
        table.add_row(
            finding.part, Text(finding.found, style, overflow="fold"), Text(finding.mend, overflow="fold")
        )
    Console().print(table)
    if any(finding.mend for finding in findings):
        raise typer.Exit(FELL_SHORT)


def _findings() -> Iterator[Finding]:
    chosen = settings.current()
    for part, function in CHECKS.items():
        try:
            yield function(chosen)
        except AssistantError as error:
            found, _, mend = str(error).rpartition(": ")
            yield Finding(part, found or str(error), mend)


@check("packages")
def packages(_: Settings) -> Finding:
    names = sorted(
        {re.split(r"[^\w.-]", line)[0] for line in requires(DISTRIBUTION) or [] if "extra ==" not in line}
    )
    found = {name: _version(name) for name in names}
    missing = [name for name, installed in found.items() if installed is None]
    shown = ", ".join(f"{name} {installed or 'MISSING'}" for name, installed in found.items())
    return Finding("packages", shown, f"pip install {' '.join(missing)}" if missing else "")


@check("settings")
def used_settings(chosen: Settings) -> Finding:
    given = chosen.model_dump(exclude_defaults=True)
    shown = (
        ", ".join(f"{name}={value}" for name, value in given.items() if name != "home") or "all as by default"
    )
    return Finding("settings", shown)


@check("home")
def home(chosen: Settings) -> Finding:
    nearest = next(path for path in (chosen.home, *chosen.home.absolute().parents) if path.exists())
    if not (nearest.is_dir() and os.access(nearest, os.W_OK)):
        return Finding(
            "home", f"{chosen.home}: cannot be written to", "set ASSISTANT_HOME to a folder of yours"
        )
    return Finding("home", str(chosen.home))


@check("source")
def source(chosen: Settings) -> Finding:
    found = load_source(chosen.corpus)
    return Finding(
        "source", f"{found.id}, {len(found.sentences)} sentences, sha256 {found.metadata.sha256[:16]}"
    )


@check("rulebook")
def rulebook(chosen: Settings) -> Finding:
    from assistant.rulebook import load_rulebook

    found = load_rulebook(load_source(chosen.corpus), chosen.rulebook)
    return Finding(
        "rulebook", f"{len(found.licences)} licences, {len(found.facts)} facts, sha256 {found.sha256[:16]}"
    )


@check("reader")
def reader(_: Settings) -> Finding:
    from assistant.reading.network import Network

    network = Network()
    return Finding("reader", f"{len(network.paths)} network(s), sha256 {network.sha256[:16]}")


@check("embedder")
def embedder(chosen: Settings) -> Finding:
    from assistant.retrieval.embedder import identify
    from assistant.weights import weights_folder

    identity = identify(chosen.embedder)
    if identity.shipped:
        weights_folder()
    return Finding("embedder", f"{identity.name}, weights sha256 {identity.sha256[:16]}, {chosen.precision}")


@check("reranker")
def reranker(chosen: Settings) -> Finding:
    from assistant.retrieval.reranker import Reranker

    return Finding("reranker", Reranker(chosen.reranker).name if chosen.reranker else "off")


@check("chroma")
def chroma(chosen: Settings) -> Finding:
    if chosen.chroma_url is None:
        return Finding("chroma", "in the index's folder")
    from assistant.retrieval.store import on_server

    with on_server(chosen.chroma_url, "doctor") as store:
        store.count()
    return Finding("chroma", f"server at {chosen.chroma_url} answers")


@check("llm")
def llm(chosen: Settings) -> Finding:
    from assistant.llm import Llm
    from assistant.llm.choice import find_key

    found = Llm.of(chosen)
    if found is None:
        return Finding("llm", "off")
    needs = found.choice.provider != "ollama" and not found.choice.url
    key = "with a key" if find_key(found.choice.provider) else "without a key"
    mend = "set ASSISTANT_LLM_KEY, or keep the key in keyring" if needs and key == "without a key" else ""
    return Finding("llm", f"{found.name}, {key}", mend)


@check("index")
def index(chosen: Settings) -> Finding:
    from assistant.retrieval.index import state
    from assistant.retrieval.plan import plan

    found = state(plan(load_source(chosen.corpus), chosen))
    return Finding("index", found.detail, "" if found.status == "ready" else "assistant index")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
