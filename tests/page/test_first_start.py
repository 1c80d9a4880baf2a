"""The page started for the first time on a machine, with no flag, by a person who only typed the README's command."""

import os
import subprocess
import sys

import pytest
from browser import free_port, wait_for_health

from assistant import settings

pytestmark = pytest.mark.browser


def test_it_is_up_without_asking_anything(tmp_path) -> None:
    port = free_port()
    env = {
        **os.environ,
        "HOME": str(tmp_path),  # nothing of Streamlit's is there: it would ask for an e-mail address
        "ASSISTANT_HOME": str(settings.current().home),
        "BROWSER": "true",
    }
    command = [sys.executable, "-m", "assistant", "chat", "--port", str(port)]
    with (tmp_path / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, env=env, cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        wait_for_health(f"http://127.0.0.1:{port}/_stcore/health", process)
    finally:
        process.terminate()
        process.wait(timeout=30)
    assert "mail" not in (tmp_path / "server.log").read_text()
