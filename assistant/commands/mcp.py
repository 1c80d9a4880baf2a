"""`assistant mcp`: the assistant as a Model Context Protocol server."""

import socket
from typing import Annotated

import typer

from assistant.errors import SettingsError
from assistant.page.limits import is_loopback


def mcp(
    http: Annotated[
        bool, typer.Option("--http", help="Over HTTP in place of standard input and output.")
    ] = False,
    host: Annotated[
        str, typer.Option(help="Loopback address to listen on: there is no login.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8765,
) -> None:
    """Let a program that speaks the Model Context Protocol ask, evaluate facts, search the source and read rules.

    Example: assistant mcp --http --port 8765
    """
    from assistant.audit import open_log

    if http:
        check_loopback(host)
    try:
        from assistant.blocks.server import http_app, licence_server, serve_stdio
    except ImportError as error:
        raise SettingsError(
            f"assistant mcp: {error.name} is not installed: pip install 'stock-token-licence-assistant[mcp]'"
        ) from error
    if not http:
        serve_stdio(licence_server(log=open_log()))
        return
    import uvicorn

    app = http_app(licence_server(log=open_log()), host)
    with listening(host, port) as line:
        shown = f"[{host}]" if ":" in host else host
        typer.echo(f"http://{shown}:{port}/mcp", err=True)  # once a client that reads it can connect
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[line])


def listening(host: str, port: int) -> socket.socket:
    """Raises SettingsError where the address cannot be listened on."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise SettingsError(
            f"{host}:{port}: cannot be listened on ({error.strerror}): choose another with --port"
        ) from error


def check_loopback(host: str) -> None:
    """Raises SettingsError where others than this machine could reach the server."""
    if not is_loopback(host):
        raise SettingsError(
            f"--host {host}: only loopback, as anybody may ask there: put a server with a login in front of it"
        )
