"""What verify finds, what replay says, and the commands as they are typed."""

import json
import shutil
import sys
from pathlib import Path

import pytest
from plain_answers import answer_to
from typer.testing import CliRunner

from assistant.audit import AuditLog, replay, verify
from assistant.audit.chain import GENESIS, sealed
from assistant.commands import _register, app
from assistant.errors import AuditError

sys.path.insert(0, str(Path(__file__).parents[1] / "page"))
from scripted_assistant import ATS, TEXAS, WHAT, scripted


@pytest.fixture
def log(tmp_path) -> AuditLog:
    """Six entries."""
    made = AuditLog(tmp_path / "audit")
    for number in range(1, 7):
        made.append(answer_to(f"question {number}", handles_fiat="yes"), owner="ann")
    return made


def lines(log: AuditLog) -> list[bytes]:
    return log.log.read_bytes().splitlines(keepends=True)


def put(log: AuditLog, kept: list[bytes]) -> None:
    log.log.write_bytes(b"".join(kept))


def changed(line: bytes, **fields: object) -> bytes:
    """Altered by somebody who makes the entry's own sha256 anew."""
    held = json.loads(line)
    held.pop("sha256")
    return sealed({**held, **fields})[0]


def replaced(log: AuditLog, number: int, line: bytes) -> None:
    put(log, [line if at == number else one for at, one in enumerate(lines(log), 1)])


def set_head(log: AuditLog, **fields: object) -> None:
    log.head_file.write_text(json.dumps(json.loads(log.head_file.read_text()) | fields))


def rewritten(log: AuditLog) -> None:
    """The whole log and its head made anew, as somebody can who has all of it."""
    previous, kept = GENESIS, []
    for line in lines(log):
        kept.append(changed(line, owner="eve", previous=previous))
        previous = json.loads(kept[-1])["sha256"]
    put(log, kept)
    set_head(log, bytes=log.log.stat().st_size, sha256=previous)


def other_last_digit(line: bytes) -> bytes:
    """An entry whose seal ends in another digit."""
    start, last, end = line[:-4], line[-4:-3], line[-3:]
    return start + (b"1" if last == b"0" else b"0") + end


def take(*numbers: int):
    return lambda log: put(log, [lines(log)[n - 1] for n in numbers])


def edit(number: int, old: bytes, new: bytes):
    return lambda log: replaced(log, number, lines(log)[number - 1].replace(old, new))


HARMS = {
    "a word": (edit(3, b"question 3", b"question 8"), [(3, "entry 3 was altered")]),
    "a fact": (edit(1, b'"yes"', b'"no"'), [(1, "entry 1 was altered")]),
    "an owner": (edit(6, b"ann", b"bob"), [(6, "entry 6 was altered")]),
    "a time": (edit(2, b'"at":"20', b'"at":"19'), [(2, "entry 2 was altered")]),
    "a number": (edit(3, b'"n":3', b'"n":9'), [(3, "entry 9 was altered")]),
    "a space": (edit(3, b'"n":3', b'"n": 3'), [(3, "entry 3 was altered")]),
    "a seal": (
        lambda log: replaced(log, 3, other_last_digit(lines(log)[2])),
        [(3, "entry 3 was altered"), (4, "entry 4 was not written after")],
    ),
    "a key that stands twice": (edit(3, b'{"n":3', b'{"owner":"eve","n":3'), [(3, "entry 3 was altered")]),
    "sealed anew": (
        lambda log: replaced(log, 3, changed(lines(log)[2], owner="eve")),
        [(4, "entry 4 was not written after what stands before it")],
    ),
    "the last, sealed anew": (
        lambda log: replaced(log, 6, changed(lines(log)[5], owner="eve")),
        [(6, "entry 6 is not the one that head.json names")],
    ),
    "one removed": (take(1, 2, 4, 5, 6), [(3, "entry 3 is missing before entry 4")]),
    "two removed": (take(1, 4, 5, 6), [(2, "entries 2 to 3 are missing before entry 4")]),
    "the first removed": (take(2, 3, 4, 5, 6), [(1, "entry 1 is missing before entry 2")]),
    "the end cut": (take(1, 2, 3, 4), [(0, "entries 5 to 6 are missing at the end: head.json counts 6")]),
    "all removed": (take(), [(0, "entries 1 to 6 are missing at the end")]),
    "two swapped": (take(1, 3, 2, 4, 5, 6), [(3, "entry 2 stands after entry 3")]),
    "one twice": (take(1, 2, 2, 3, 4, 5, 6), [(3, "entry 2 stands here again, after line 2")]),
    "one again at the end": (take(1, 2, 3, 4, 5, 6, 3), [(7, "entry 3 stands here again")]),
    "a strange line": (
        lambda log: put(log, [*lines(log)[:2], b"hello\n", *lines(log)[2:]]), [(3, "is no entry")],
    ),
    "an empty line": (lambda log: put(log, [*lines(log)[:2], b"\n", *lines(log)[2:]]), [(3, "is no entry")]),
    "half a line": (
        lambda log: replaced(log, 6, lines(log)[5][:90]),
        [(6, "is no entry"), (0, "entry 6 is missing at the end")],
    ),
    "the head removed": (lambda log: log.head_file.unlink(), [(0, "head.json is missing")]),
    "a head that counts less": (
        lambda log: set_head(log, entries=3),
        [(3, "entry 3 is not the one that head.json names")],
    ),
    "the end cut, and the head told so": (
        lambda log: (take(1, 2, 3, 4)(log), set_head(log, entries=4)),
        [(4, "entry 4 is not the one that head.json names")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("harm", HARMS)
def test_each_harm_is_found_and_its_line_named(log, harm) -> None:
    assert verify(log).faults == ()
    do, wanted = HARMS[harm]
    do(log)
    faults = verify(log).faults
    assert [fault.line for fault in faults] == [line for line, _ in wanted], faults
    assert all(said in fault.what for fault, (_, said) in zip(faults, wanted, strict=True)), faults


def test_a_log_made_anew_as_a_whole_is_found_only_by_what_was_noted_elsewhere(log) -> None:
    noted = log.entry("4").sha256
    assert verify(log, noted=noted).faults == ()
    rewritten(log)
    assert verify(log).faults == ()
    (fault,) = verify(log, noted=noted).faults
    assert fault.what.startswith(f"no entry has the sha256 '{noted}'")


def test_an_altered_entry_is_not_replayed(log) -> None:
    edit(3, b"question 3", b"question 8")(log)
    with pytest.raises(AuditError, match="entry 3 was altered"):
        log.entry("3")


def test_a_conversation_is_answered_again_turn_by_turn(tmp_path) -> None:
    log, assistant = AuditLog(tmp_path), scripted()
    given = {"distributes_dividends": "no"}
    answers = [assistant.ask(TEXAS, facts=given)]
    log.append(answers[0], given=given)
    for question in (WHAT, ATS):
        answers.append(assistant.ask(question, before=answers))
        log.append(answers[-1], before=answers[:-1])
    changes = [{"matches_orders": "yes"}, {"handles_fiat": "yes"}, {"matches_orders": None}]
    now = answers[-1]
    for change in changes:
        now = assistant.with_facts(now, change)
    log.append(now, before=answers[:-1], changes=changes)
    assert now.facts != answers[-1].facts
    for entry in log.entries():
        found = replay(entry, scripted())
        assert (found.same, found.differences, found.made_with) == (True, (), ())
        assert found.answer == entry.answer


def test_what_differs_is_named_and_what_it_was_made_with_apart(tmp_path) -> None:
    log, assistant = AuditLog(tmp_path), scripted()
    answer = assistant.ask(ATS)
    old = answer.provenance.model_copy(update={"rulebook": "0ld"})
    verdicts = {**answer.verdicts, "ats": answer.verdicts["ats"].model_copy(update={"verdict": "required"})}
    log.append(answer.model_copy(update={"verdicts": verdicts, "provenance": old}))
    found = replay(log.entry("1"), scripted())
    assert [one.part for one in found.differences] == ["verdicts.ats.verdict"]
    assert [(one.part, one.then) for one in found.made_with] == [("provenance.rulebook", '"0ld"')]
    gone = log.append(answer, given={"no_longer_a_fact": "yes"})
    assert "no_longer_a_fact" in replay(gone, scripted()).error
    assert not replay(gone, scripted()).same


@pytest.fixture
def typed(monkeypatch, tmp_path):
    """Types `assistant …`, with a log of its own."""
    monkeypatch.setattr("assistant.assistant.Assistant", scripted)
    monkeypatch.setattr("assistant.audit.open_log", lambda settings: AuditLog(tmp_path / "audit"))
    _register(["ask", "memo", "audit"])

    def type_it(*words: str, code: int = 0) -> str:
        more = ["--log", str(tmp_path / "audit")] if words[0] == "audit" else []
        done = CliRunner().invoke(app, [*words, *more], env={"COLUMNS": "120"})
        if isinstance(done.exception, AuditError):
            raise done.exception
        assert done.exit_code == code, done.output
        return done.output

    return type_it


def test_answers_of_ask_and_memo_are_logged_listed_shown_verified_and_replayed(typed, tmp_path) -> None:
    typed("ask", ATS, "--fact", "serves_us_users=yes")
    typed("memo", TEXAS, WHAT, "-o", str(tmp_path / "memo.md"))
    assert [words in typed("audit", "list") for words in ("Do we need an ATS?", "What is an ATS?")] == [
        True
    ] * 2
    held = [json.loads(line) for line in typed("audit", "list", "--json", "--limit", "2").splitlines()]
    assert [one["answer"]["question"] for one in held] == [TEXAS, WHAT]
    assert json.loads(typed("audit", "show", "1"))["given"] == {"serves_us_users": "yes"}
    assert typed("audit", "verify", "--noted", held[1]["sha256"]).startswith(
        "3 entries, as they were written"
    )
    for which in ("1", "2", held[1]["sha256"][:12]):
        said = typed("audit", "replay", which)
        assert "answered again: the same\nmade with the same version" in said


def test_what_is_wrong_is_exit_code_1_with_file_and_line(typed, tmp_path) -> None:
    log = AuditLog(tmp_path / "audit")
    old = scripted().ask(ATS).model_copy(update={"text": "Another \x1b[31mtext."})
    log.append(old)
    said = typed("audit", "replay", "1", code=1)
    assert 'answered again: differs\n  text\n    then: "Another [31mtext."' in said.replace("\\u001b", "")
    assert "\x1b" not in said
    assert json.loads(typed("audit", "replay", "1", "--json", code=1))["differences"][0]["part"] == "text"
    edit(1, b"Another", b"A other")(log)
    said = typed("audit", "verify", code=1)
    assert said == (
        f"{log.log}:1: entry 1 was altered: it is not what its sha256 was made of\n"
        "1 entry, 1 fault: the log is not as it was written\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("verify",), "there is no log"),
        (("show", "1"), "no entry '1'"),
        (("replay", "abc"), "no entry 'abc'"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(typed, words, said) -> None:
    with pytest.raises(AuditError, match=said) as refused:
        typed("audit", *words)
    assert "\n" not in str(refused.value)


def test_a_copy_that_one_may_only_read_can_be_verified(log, tmp_path) -> None:
    copy = AuditLog(tmp_path / "copy")
    shutil.copytree(log.folder, copy.folder)
    (copy.folder / "lock").unlink()
    (copy.folder / "lock").mkdir()  # no lock can be taken, as on a disk that is read-only
    assert verify(copy).entries == 6
