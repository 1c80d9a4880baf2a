"""Several processes, a kill, a full disk, a newer program: nothing stored is lost, and errors are one line."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from plain_answers import answer_to, within_reach
from sqlalchemy import create_engine, text

from assistant.errors import StoreError
from assistant.settings import Settings, load_settings
from assistant.store import database, open_store

HERE = Path(__file__).parent


def writer(place: Settings, turns: int, conversation: str) -> subprocess.Popen[str]:
    url = place.store_url.get_secret_value() if place.store_url else ""
    return subprocess.Popen(
        [sys.executable, HERE / "writer.py", str(turns), conversation],
        env=within_reach(ASSISTANT_DATA=str(place.data), **({"ASSISTANT_STORE_URL": url} if url else {})),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_two_processes_write_to_one_conversation_and_lose_nothing(place, store) -> None:
    mine = store.of("me")
    talk = mine.conversations.start()
    both = [writer(place, 15, talk.id) for _ in range(2)]
    assert [process.communicate()[0].count("\n") for process in both] == [15, 15]
    assert [turn.position for turn in mine.conversations.read(talk.id).turns] == list(range(1, 31))


def test_many_threads_that_write_at_once_take_turns(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(database, "BUSY_MS", 0)  # whoever does not wait for the others fails at once
    store = open_store(file=tmp_path / "store.sqlite")
    mine = store.of("me").conversations

    def write(number: int) -> str:
        for at in range(5):
            talk = mine.start()
            mine.add(talk.id, answer_to(f"question {number}, {at}"), after=0)
        return talk.id

    with ThreadPoolExecutor(20) as people:
        last = list(people.map(write, range(20)))
    assert all(mine.read(one).turns for one in last)
    assert len(mine.recent(limit=200)) == 100
    store.close()


def test_two_processes_may_make_the_store_at_once(place) -> None:
    both = [writer(place, 1, "none") for _ in range(3)]
    said = [process.communicate()[1].splitlines()[-1] for process in both]
    assert all("AbsentError: there is no conversation 'none'" in line for line in said), said


def test_a_kill_in_the_middle_loses_no_stored_turn(place, store) -> None:
    mine = store.of("me")
    talk = mine.conversations.start()
    process = writer(place, 10_000, talk.id)
    assert process.stdout is not None
    said = [int(process.stdout.readline()) for _ in range(5)]
    process.send_signal(signal.SIGKILL)
    said += [int(line) for line in process.communicate()[0].split()]
    kept = mine.conversations.read(talk.id)
    assert len(kept.turns) >= said[-1]
    mine.conversations.add(talk.id, answer_to("after"), after=len(kept.turns))


def test_what_a_newer_program_wrote_is_refused(place, opening) -> None:
    opening().close()
    url = place.store_url.get_secret_value() if place.store_url else f"sqlite:///{place.data}/store.sqlite"
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(text("UPDATE schema SET version = 99"))
    engine.dispose()
    with pytest.raises(
        StoreError, match=r"version 99, this program knows up to 2: update the program"
    ) as refused:
        opening()
    assert "\n" not in str(refused.value)


def test_a_store_of_an_earlier_version_is_brought_forward_with_what_it_holds(place, opening) -> None:
    mine = opening().of("me")
    talk = mine.conversations.start(given={"handles_fiat": "no"})
    mine.conversations.add(talk.id, answer_to("one"), after=0)
    url = place.store_url.get_secret_value() if place.store_url else f"sqlite:///{place.data}/store.sqlite"
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE conversation DROP COLUMN variant"))
        connection.execute(text("UPDATE schema SET version = 1"))
    engine.dispose()
    kept = opening().of("me").conversations
    assert kept.read(talk.id).given == {"handles_fiat": "no"}
    kept.settle(talk.id, variant={"handles_fiat": None})
    assert kept.read(talk.id).variant == {"handles_fiat": None}


def test_a_file_that_is_no_store_is_refused_and_left_as_it_is(tmp_path) -> None:
    (tmp_path / "store.sqlite").write_text("my diary " * 1000)
    with pytest.raises(StoreError, match=r"store\.sqlite: file is not a database"):
        open_store(Settings(data=tmp_path))
    assert (tmp_path / "store.sqlite").read_text() == "my diary " * 1000


def test_a_database_of_another_program_is_refused(tmp_path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/store.sqlite")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE turn (id INTEGER)"))
    engine.dispose()
    with pytest.raises(StoreError, match="is not this program's"):
        open_store(Settings(data=tmp_path))


def test_a_folder_that_cannot_be_made_names_the_setting(tmp_path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="set ASSISTANT_DATA to a folder of yours"):
        open_store(Settings(data=tmp_path / "file" / "data"))


def test_the_file_is_its_owners_alone(tmp_path) -> None:
    open_store(Settings(data=tmp_path / "data")).close()
    assert (tmp_path / "data" / "store.sqlite").stat().st_mode & 0o077 == 0


def test_a_full_disk_is_one_line_and_what_was_stored_stays(tmp_path) -> None:
    script = (
        "import resource, sys; from plain_answers import answer_to; from assistant.store import open_store\n"
        "from assistant.errors import StoreError\n"
        "mine = open_store().of('me'); talk = mine.conversations.start()\n"
        "mine.conversations.add(talk.id, answer_to('one'), after=0)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "try: mine.conversations.add(talk.id, answer_to('x' * 1_000_000), after=1)\n"
        "except StoreError as error: print(talk.id, error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=within_reach(ASSISTANT_DATA=str(tmp_path)),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    talk, _, said = done.stdout.partition(" ")
    assert said.startswith(str(tmp_path / "store.sqlite"))
    assert said.count("\n") == 1
    store = open_store(Settings(data=tmp_path))
    assert [one.question for one in store.of("me").conversations.read(talk).answers] == ["one"]
    store.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "STORE_URL: is no URL"),
        ("mysql://x:secret@y/z", "mysql is not known"),
        ("postgresql://x:secret@127.0.0.1:1/z", r"postgresql\+psycopg://x:\*\*\*@127.0.0.1:1/z: "),
    ],
)
def test_a_url_that_leads_nowhere_is_one_line_without_its_password(url, said) -> None:
    with pytest.raises(StoreError, match=said) as refused:
        open_store(load_settings(store_url=url))
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)
