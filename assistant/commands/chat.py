"""`assistant chat`: the chat page, on this machine only unless told otherwise."""

import os
import socket
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from assistant.errors import SettingsError
from assistant.page.limits import is_loopback

UPLOAD_MB = 20
SECRETS = Path(".streamlit") / "secrets.toml"
PAGE = Path(__file__).parents[1] / "page" / "streamlit_app.py"


def chat(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8501,
    headless: Annotated[bool, typer.Option("--headless", help="Open no browser.")] = False,
    without_sign_in: Annotated[
        bool,
        typer.Option(
            "--without-sign-in", help="Let anybody who reaches a public address in, all as one person."
        ),
    ] = False,
) -> None:
    """Open the chat page: on this machine only, or to others who sign in (docs/page.md).

    Example: assistant chat --port 8600
    """
    if not (is_loopback(host) or without_sign_in):
        check_sign_in(host)
    check_free(host, port)
    arguments = [
        sys.executable,
        "-m",
        "assistant.page.server",
        "run",
        str(PAGE),
        f"--server.address={host}",
        f"--server.port={port}",
        f"--server.headless={str(headless).lower()}",
        "--browser.gatherUsageStats=false",
        "--server.showEmailPrompt=false",  # a first start on a new machine opens the page and asks nothing
        "--server.fileWatcherType=none",
        "--client.toolbarMode=minimal",
        "--runner.magicEnabled=false",
        # Python collects garbage by itself. Streamlit would walk all that is loaded after each run of the page, while
        # everybody waits: nine tenths of the time of twenty people at once.
        "--runner.postScriptGC=false",
        f"--server.maxUploadSize={UPLOAD_MB}",
        "--global.developmentMode=false",
    ]
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    os.execv(sys.executable, arguments)  # noqa: S606  the server takes this process over: signals reach it directly


def check_free(host: str, port: int) -> None:
    """Raises SettingsError where the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingsError(
                f"{host}:{port}: cannot be listened on ({error.strerror}): choose another with --port"
            ) from error


def check_sign_in(host: str) -> None:
    """Raises SettingsError where nobody would have to sign in, or nobody could."""
    found = [auth for place in (Path.home(), Path()) if (auth := _auth(place / SECRETS))]
    if not found:
        raise SettingsError(
            f"--host {host}: others would reach it, and no sign-in is set up: give [auth] in {SECRETS} "
            "(docs/page.md), or let anybody in with --without-sign-in"
        )
    missing = [name for name in ("redirect_uri", "cookie_secret") if not found[-1].get(name)]
    if missing:
        raise SettingsError(f"{SECRETS}: [auth] has no {missing[0]}: see docs/page.md")
    if find_spec("authlib") is None:
        raise SettingsError("sign-in needs Authlib: pip install 'stock-token-licence-assistant[sign-in]'")


def _auth(file: Path) -> dict[str, object]:
    """What a file of secrets says of signing in; {} where there is none."""
    try:
        auth = tomllib.loads(file.read_text("utf-8")).get("auth")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file}: {error}") from error
    return auth if isinstance(auth, dict) else {}
