"""The console script: each command parses, calls and prints; errors become one line and an exit code here."""

import gc
import os
import sys
from importlib import import_module
from typing import Annotated

import typer

from assistant import __version__
from assistant.errors import AssistantError

_USAGE, _INTERRUPTED = 2, 130
_OBJECTS = 100_000  # made before the collector looks: more than a short command or an answer makes

app = typer.Typer(
    name="assistant",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Which US registrations does a platform for tokenised US stocks need? Every claim cited.",
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"assistant {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None: ...


# A command's module is imported only for itself: `rules` must not pay for what `chat` needs. `--help` and a mistyped
# command need them all.
_COMMANDS = {
    "ask": "ask",
    "read": "read",
    "chat": "chat",
    "rules": "rules",
    "index": "index",
    "doctor": "doctor",
    "eval": "evaluate",
    "batch": "batch",
    "memo": "memo",
    "audit": "audit",
    "mcp": "mcp",
    "feedback": "feedback",
}
_TEXTS = {
    "rules": "Show the rulebook, draw it, and prove it.",
    "index": "Build the vector index; keep further documents beside the article.\n\nExample: assistant index --verify",
    "audit": "The log of answers given: list it, verify it, answer an entry again.",
    "feedback": "What people thought of answers, as eval cases.",
}


def _register(names: list[str]) -> None:
    for name in names:
        module = import_module(f"assistant.commands.{_COMMANDS[name]}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name, help=_TEXTS[name])
        else:
            app.command(name)(getattr(module, _COMMANDS[name]))


def _collect_less() -> None:
    """What is imported by now stays until the end: no collection, and the last one least of all, need look at it."""
    gc.freeze()
    gc.set_threshold(_OBJECTS)
    gc.enable()


def main() -> None:
    """Run the command line. Exit codes: 0, 1 fell short, 2 wrong usage or bad input, 3 (eval), 130 interrupted."""
    # Looking for plugins takes a while, and one that is installed may send what is checked elsewhere.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    first = next((word for word in sys.argv[1:] if not word.startswith("-")), None)
    _register([first] if first in _COMMANDS else list(_COMMANDS))
    _collect_less()
    try:
        app()
    except AssistantError as error:
        typer.echo(f"assistant: {error}", err=True)
        sys.exit(_USAGE)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
