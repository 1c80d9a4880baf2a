"""`assistant chat`: the chat page, on this machine only unless told otherwise."""

import os
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.errors import SettingsError

PAGE = Path(__file__).parents[1] / "page" / "streamlit_app.py"


def chat(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8501,
    headless: Annotated[bool, typer.Option("--headless", help="Open no browser.")] = False,
) -> None:
    """Open the chat page.

    Example: assistant chat --port 8600
    """
    check_free(host, port)
    arguments = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(PAGE),
        f"--server.address={host}",
        f"--server.port={port}",
        f"--server.headless={str(headless).lower()}",
        "--browser.gatherUsageStats=false",
        "--server.fileWatcherType=none",
        "--client.toolbarMode=minimal",
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
