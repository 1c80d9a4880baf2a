"""Appending to the log: kills, several processes and threads, torn lines, owners, and what is refused."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from plain_answers import answer_to, within_reach

from assistant.audit import AuditLog, Verification, open_log, verify
from assistant.errors import AuditError
from assistant.settings import Settings

HERE = Path(__file__).parent


@pytest.fixture
def log(tmp_path) -> AuditLog:
    made = open_log(Settings(data=tmp_path / "data"))
    assert made is not None
    return made


def process(log: AuditLog, count: int, owner: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, HERE / "logged.py", str(count), owner],
        env=within_reach(ASSISTANT_DATA=str(log.folder.parent), ASSISTANT_AUDIT="on"),
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def sound(log: AuditLog) -> Verification:
    found = verify(log)
    assert found.faults == ()
    return found


def test_what_was_logged_is_there_with_all_that_it_was_made_from(log) -> None:
    first = answer_to("one", handles_fiat="yes")
    log.append(first, owner="ann", given={"handles_fiat": "yes"}, conversation="c")
    entry = log.append(
        answer_to("two\u2028三"), owner="ann", before=[first], changes=[{"handles_fiat": None}]
    )
    assert list(log.entries())[1] == log.entry("2") == log.entry(entry.sha256[:8]) == entry
    assert (entry.answer.question, entry.changes) == ("two\u2028三", ({"handles_fiat": None},))
    assert entry.before is not None
    assert entry.before.answers()[-1].facts == first.facts
    assert log.log.read_bytes().count(b"\n") == sound(log).entries == 2


def test_nothing_is_made_before_the_first_answer_and_nothing_at_all_where_it_is_off(tmp_path) -> None:
    assert open_log(Settings(data=tmp_path, audit=False)) is None
    open_log(Settings(data=tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_files_are_their_owners_alone(log) -> None:
    log.append(answer_to("one"))
    assert log.folder.stat().st_mode & 0o077 == 0
    assert [one.name for one in log.folder.iterdir() if one.stat().st_mode & 0o077] == []


def test_an_owner_sees_only_what_is_theirs(log) -> None:
    log.append(answer_to("Ann's"), owner="ann")
    mine = log.append(answer_to("Bob's"), owner="bob")
    assert [one.answer.question for one in log.entries(owner="bob")] == ["Bob's"]
    assert log.entry("2", owner="bob") == mine
    for owner in ("ann", "", "BOB"):
        with pytest.raises(AuditError, match="there is no entry '2'"):
            log.entry("2", owner=owner)


def test_two_processes_and_many_threads_append_to_one_chain(log) -> None:
    both = [process(log, 25, owner) for owner in ("one", "two")]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: log.append(answer_to(str(n))), range(20)))
    said = [int(line) for one in both for line in one.communicate()[0].split()]
    assert len(said) == 50
    assert [entry.n for entry in log.entries()] == list(range(1, 71))
    assert sound(log).entries == 70


def test_a_kill_at_any_moment_loses_no_entry_that_was_said(log) -> None:
    for turn in range(3):
        running = process(log, 10_000)
        assert running.stdout is not None
        said = [int(running.stdout.readline()) for _ in range(3 + turn)]
        running.send_signal(signal.SIGKILL)
        said += [int(line) for line in running.communicate()[0].split()]
        after = log.append(answer_to(f"after {turn}"))
        assert after.n > said[-1]
    assert sound(log).entries == after.n


TORN = {
    "nothing": lambda line: b"",
    "a sign": lambda line: line[:1],
    "half": lambda line: line[: len(line) // 2],
    "blocks of zeros": lambda line: b"\0" * 700,
    "a mend that was cut short too": lambda line: line[:30] + b"\n" + line[:20],
    "a line's end": lambda line: line[:30] + b"\n",
}


@pytest.mark.parametrize("torn", TORN)
def test_a_torn_line_is_mended_and_stays_in_sight(log, torn) -> None:
    log.append(answer_to("one"))
    head = log.head_file.read_bytes()
    log.append(answer_to("two"))
    first, second = log.log.read_bytes().splitlines(keepends=True)
    left = TORN[torn](second)
    log.log.write_bytes(first + left)
    log.head_file.write_bytes(head)
    assert [note.what for note in sound(log).notes] == (
        [f"a write was cut short here: {len(left)} bytes; the next append mends it"] if left else []
    )
    entry = log.append(answer_to("three"))
    assert log.log.read_bytes().startswith(first + left)
    found = sound(log)
    assert [one.answer.question for one in log.entries()] == ["one", "three"]
    assert entry.n == found.entries == (3 if left else 2)
    assert [(note.line, note.what) for note in found.notes] == (
        [(2, f"a write was cut short here: {len(left)} bytes, mended by entry 2")] if left else []
    )


def test_a_line_that_lacks_only_its_end_gets_it(log) -> None:
    log.append(answer_to("one"))
    head = log.head_file.read_bytes()
    log.append(answer_to("two"))
    log.log.write_bytes(log.log.read_bytes()[:-1])
    log.head_file.write_bytes(head)
    assert log.append(answer_to("three")).n == 3
    assert sound(log).notes == ()


@pytest.mark.parametrize("lacks", [0, 1])
def test_a_mend_that_the_head_does_not_know_yet_is_taken_in(log, lacks) -> None:
    log.append(answer_to("one"))
    head = log.head_file.read_bytes()
    log.log.write_bytes(log.log.read_bytes() + b"torn")
    log.append(answer_to("two"))
    mended = log.log.read_bytes().splitlines(keepends=True)[:3]
    log.log.write_bytes(b"".join(mended)[: -lacks or None])
    log.head_file.write_bytes(head)
    assert log.append(answer_to("three")).n == 3
    assert [note.line for note in sound(log).notes] == [2]


def test_an_entry_that_the_head_does_not_know_yet_is_taken_in(log) -> None:
    log.append(answer_to("one"))
    head = log.head_file.read_bytes()
    log.append(answer_to("two"))
    log.head_file.write_bytes(head)
    assert [note.what for note in sound(log).notes] == [
        "entry 2 is newer than head.json: the next append takes it in"
    ]
    assert log.append(answer_to("three")).n == 3
    assert sound(log).notes == ()


def cut(log: AuditLog) -> None:
    log.log.write_bytes(b"".join(log.log.read_bytes().splitlines(keepends=True)[:-1]))


def lose_head(log: AuditLog) -> None:
    log.head_file.unlink()


def lose_log(log: AuditLog) -> None:
    log.log.unlink()


def add_again(log: AuditLog) -> None:
    log.log.write_bytes(log.log.read_bytes() + log.log.read_bytes().splitlines(keepends=True)[0])


def hide_behind_a_torn_line(log: AuditLog) -> None:
    log.log.write_bytes(log.log.read_bytes() + b"torn\n" + log.log.read_bytes().splitlines(keepends=True)[0])


def newer(log: AuditLog) -> None:
    log.head_file.write_text(json.dumps(json.loads(log.head_file.read_text()) | {"version": 2}))


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (cut, "its end is missing"),
        (lose_head, "head.json is missing"),
        (lose_log, "has 0 bytes"),
        (add_again, "what stands after entry 3 does not follow it"),
        (hide_behind_a_torn_line, "what stands after entry 3 does"),
        (newer, "a newer program wrote it, or it was altered"),
    ],
)
def test_a_log_that_is_not_as_it_was_left_is_not_gone_on_with(log, harm, said) -> None:
    for question in ("one", "two", "three"):
        log.append(answer_to(question))
    harm(log)
    before = {one.name: one.read_bytes() for one in log.folder.iterdir()}
    with pytest.raises(AuditError, match=said) as refused:
        log.append(answer_to("four"))
    assert "\n" not in str(refused.value)
    assert {one.name: one.read_bytes() for one in log.folder.iterdir()} == before


def test_a_folder_that_cannot_be_written_is_one_line_with_the_way_out(tmp_path) -> None:
    (tmp_path / "audit").write_text("a file")
    with pytest.raises(AuditError, match=r"cannot be written .*ASSISTANT_AUDIT=off"):
        AuditLog(tmp_path / "audit").append(answer_to("one"))


def test_a_full_disk_is_one_line_and_is_mended_when_there_is_room_again(log) -> None:
    log.append(answer_to("one"))
    script = (
        "import resource; from plain_answers import answer_to; from assistant.audit import open_log\n"
        "from assistant.errors import AuditError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))\n"
        "try: open_log().append(answer_to('x' * 10_000))\n"
        "except AuditError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=within_reach(ASSISTANT_DATA=str(log.folder.parent)),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith(f"{log.log}: cannot be written (File too large)")
    assert log.append(answer_to("two")).n == 3
    assert "mended by entry 2" in sound(log).notes[0].what


def test_anybody_can_check_an_entry_without_this_program(log) -> None:
    log.append(answer_to("one"))
    how = (
        (HERE.parents[1] / "docs" / "audit.md").read_text().partition("    sed -n 12p ")[2].partition("\n")[0]
    )
    done = subprocess.run(
        ["sh", "-c", f"sed -n 1p {how}"], cwd=log.folder, capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[0] == log.entry("1").sha256
