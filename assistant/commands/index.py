"""`assistant index`: build the vector index where it is needed, and check it against Chroma."""

from time import perf_counter
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from assistant import settings
from assistant.source import load_source

FELL_SHORT = 1


def index(
    force: Annotated[bool, typer.Option("--force", help="Build anew what is there already.")] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Ask Chroma itself whether it agrees with the index.")
    ] = False,
) -> None:
    """Build the vector index, where the source, the embedder or this program changed, and say what was done.

    Other commands build it too when they need it. Exit code 1 where --verify finds something wrong.

    Example: assistant index --verify
    """
    from assistant.retrieval.index import build, state
    from assistant.retrieval.index import verify as ask_chroma
    from assistant.retrieval.plan import plan

    chosen = settings.current()
    planned = plan(load_source(chosen.corpus), chosen)
    before = state(planned)
    begin = perf_counter()
    if not force and before.status == "ready":
        _say(f"Nothing to do: {before.detail}")
    else:
        _say(f"Building ({'forced' if before.status == 'ready' else before.detail}): about a minute …")
        build(planned, force=force)
        _say(f"Built in {perf_counter() - begin:.0f} s: {state(planned).detail}")
    if verify:
        wrong = ask_chroma(planned)
        for line in wrong or ["Chroma agrees: the same vectors, the same neighbours"]:
            _say(line)
        if wrong:
            _say("Mend: assistant index --force")
            raise typer.Exit(FELL_SHORT)


def _say(line: str) -> None:
    Console(highlight=False).print(Text(line), soft_wrap=True)
