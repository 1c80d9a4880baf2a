"""The page as a person meets it: `assistant chat` on a free port, and Debian's Chromium in front of it.

Nothing here sleeps: the server is waited for at its health address, the page for a script that has run, the rest
for what should be on the screen.
"""

import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
FIRST_ANSWER_MS = 300_000  # the index and the embedder may have to be built first
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The address of a chat page of its own, started in `folder` as a person would start it."""
    port = free_port()
    with serving(folder, port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def serving(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The same, to be killed."""
    command = [sys.executable, "-m", "assistant", "chat", "--headless", "--port", str(port)]
    env = {**os.environ, "ASSISTANT_DATA": str(folder / "data")}
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_for_health(f"http://127.0.0.1:{port}/_stcore/health", process)
            yield process
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_for_health(address: str, process: subprocess.Popen[bytes]) -> None:
    """Until the server answers. Its start takes a connection refused or two; its end is an error at once."""
    while process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                if answer.status == 200:
                    return
        except OSError:
            continue
    raise RuntimeError(f"assistant chat ended with {process.returncode} before it was up: see server.log")


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def opened(
    browser: Browser, address: str, *, width: int = 1280, height: int = 860, theme: str = "light"
) -> Iterator[Page]:
    """A fresh page with a session of its own, drawn and ready."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=theme, locale="en-GB"
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    page.locator('[data-testid="stApp"][data-test-connection-state="CONNECTED"]').wait_for()
    settled(page)
    yield page
    context.close()


def settled(page: Page) -> None:
    """Until no script of the page is running."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


def ask(page: Page, question: str, n: int) -> None:
    """Type the n-th question of the conversation, and wait for its answer."""
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")
    page.locator("article.turn").nth(n - 1).wait_for(timeout=FIRST_ANSWER_MS)
    settled(page)


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()
    expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
    settled(page)


def set_fact(page: Page, question: str | re.Pattern[str], value: str) -> None:
    """Set a fact by its switch, in the open Platform tab, and wait until the page has taken it."""
    row = page.get_by_role("listitem").filter(has=page.get_by_role("group", name=question))
    if row.get_by_role("radio", name=value, exact=True).is_checked():
        return
    row.locator(f"label.{value}").click()
    expect(row.locator(".source")).to_have_text("set by hand")
    expect(row.get_by_role("radio", name=value, exact=True)).to_be_checked()
    settled(page)
