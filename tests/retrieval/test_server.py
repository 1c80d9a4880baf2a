import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from assistant.errors import VectorIndexError
from assistant.retrieval import Retriever
from assistant.retrieval.index import build, opened_server, state, verify
from assistant.retrieval.plan import plan
from assistant.settings import Settings

QUESTIONS = ["What is SIPC?", "谁监管过户代理人?", "", "Who handles dividends for the token holders?"]
TRIES = 2000


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Chroma server of this test's own, on a free port of the loopback."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [Path(sys.executable).parent / "chroma", "run", "--host", "127.0.0.1", "--port", str(port)]
    folder = tmp_path_factory.mktemp("server")
    server = subprocess.Popen(
        [*command, "--path", folder], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.kill()
        server.wait()


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    waiting = None
    for _ in range(TRIES):
        try:
            urlopen(f"{address}/api/v2/heartbeat", timeout=10).close()
        except URLError as error:
            waiting = error
            try:
                server.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            break
        else:
            return
    raise AssertionError(f"the server does not start: {waiting}")


@pytest.fixture
def on_server(source, bank, home, url):
    return plan(source, Settings(home=home, chroma_url=url), bank)


def search(planned) -> list:
    return Retriever(planned.source, planned.settings, planned.bank).search_many(QUESTIONS)


def test_a_server_finds_what_the_folder_finds(planned, on_server):
    expected = search(planned)
    found = search(on_server)
    assert [[hit.sentence.id for hit in hits] for hits in found] == [
        [hit.sentence.id for hit in hits] for hits in expected
    ]
    assert state(on_server).status == "ready"
    assert verify(on_server) == []
    assert not (on_server.folder / "chroma").exists()


def test_a_server_that_lost_its_entries_is_filled_again(on_server):
    expected = search(on_server)
    with opened_server(on_server) as store:
        store.fill([], None, anew=True)
    assert "holds 0 of" in state(on_server).detail
    assert search(on_server) == expected
    assert state(on_server).status == "ready"


def test_a_second_machine_uses_what_the_first_wrote(on_server, tmp_path, source, bank, url):
    expected = search(on_server)
    second = tmp_path / "second"
    second.mkdir()
    (on_server.embedder_folder).rename(second / "embedder")
    assert search(plan(source, Settings(home=second, chroma_url=url), bank)) == expected


def test_forcing_fills_the_server_anew(on_server):
    search(on_server)
    with opened_server(on_server) as store:
        before = store.count()
    assert build(on_server, force=True)
    with opened_server(on_server) as store:
        assert store.count() == before


def test_no_server_is_one_line(source, bank, home):
    with closing(socket.socket()) as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        planned = plan(source, Settings(home=home, chroma_url=address), bank)
        with pytest.raises(VectorIndexError, match=r"no usable Chroma server .*: start it") as raised:
            search(planned)
    assert "\n" not in str(raised.value)
