"""Seconds of the chat page, from its server being up to twenty people at once, beside a plain page over the same.

People are scripted on the wire that a browser uses (Streamlit's messages on a WebSocket), so that browsers do not
measure themselves. Each answer is compared with that of `Assistant.ask`. The index is built first. Seconds tell little
on a machine that others use too: the server's processor time for each of the twenty people's answers is printed beside
them (Linux).
"""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from assistant.answer import Answer
from assistant.assistant import Assistant

PEOPLE, ROUNDS, LATER = 20, 3, 10
TOGETHER, PROCESSOR = f"{PEOPLE} at once", "processor each"
PLATFORMS = (
    "We match orders",
    "We trade one-on-one with users",
    "We offer perpetuals",
    "We pay out dividends",
)
STATES = ("Ohio", "Texas", "Nevada", "Maine", "Utah")
FOLLOW_UPS = ("Do we need an ATS licence?", "And FINRA membership?", "What is SIPC for?")
PLAIN = Path(__file__).with_name("plain_page.py")


class Visitor:
    """One person's page. `answers` are the texts on it, as the last run drew them."""

    def __init__(self, line: ClientConnection) -> None:
        self.line, self.box, self.address = line, "", ""
        self.answers: list[str] = []

    async def run(self, question: str = "") -> float:
        """A run of the page's script, until it has ended; returns its seconds."""
        message = BackMsg()
        message.rerun_script.query_string = self.address
        if question:
            state = message.rerun_script.widget_states.widgets.add()
            state.id = self.box
            state.chat_input_value.data = question
        begun = time.perf_counter()
        drawn: list[str] = []
        await self.line.send(message.SerializeToString())
        while True:
            got = ForwardMsg.FromString(await self.line.recv())  # type: ignore[arg-type]
            self._take(got, drawn)
            # `script_finished` is 0 for a run that came to its end; one that gave way to another goes on.
            if got.WhichOneof("type") == "script_finished" and not got.script_finished:
                self.answers = drawn
                return time.perf_counter() - begun

    def _take(self, got: ForwardMsg, drawn: list[str]) -> None:
        if got.WhichOneof("type") == "page_info_changed":
            self.address = got.page_info_changed.query_string
        if got.WhichOneof("type") != "delta":
            return
        element = got.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "chat_input":
            self.box = element.chat_input.id
        elif kind == "bidi_component":
            drawn.append(element.bidi_component.json)
        elif kind == "text":
            drawn.append(element.text.body)

    def shows(self, answer: Answer) -> bool:
        first = answer.text.split("\n")[0].split(" [")[0]
        return any(first in text for text in self.answers)


@dataclass(frozen=True)
class Server:
    address: str
    pid: int

    def processor(self) -> float:
        """Seconds of processor that it has taken up; 0 where the system has no /proc."""
        stat = Path(f"/proc/{self.pid}/stat")
        if not stat.exists():
            return 0.0
        fields = stat.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(command: list[str], folder: Path) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "ASSISTANT_DATA": str(folder)}
    options = [f"--server.port={port}"] if "streamlit" in command else ["--port", str(port)]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command, *options], env=env, stdout=log, stderr=log
        )
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).close()
                break
            except OSError:
                if process.poll() is not None:
                    raise SystemExit((folder / "server.log").read_text()) from None
        yield Server(f"ws://127.0.0.1:{port}/_stcore/stream", process.pid)
    finally:
        process.terminate()
        process.wait()


async def measured(server: Server, assistant: Assistant) -> dict[str, list[float]]:
    address, begun = server.address, time.perf_counter()
    async with connect(address, max_size=None, ping_interval=None) as line:
        one = Visitor(line)
        await one.run()
        await asked(one, f"{PLATFORMS[0]} of users in {STATES[0]}. {FOLLOW_UPS[0]}", [], assistant)
        first = time.perf_counter() - begun
        later, before = [], []
        for n in range(LATER):
            question = f"{PLATFORMS[n % 4]} of users in {STATES[n % 5]}. {FOLLOW_UPS[n % 3]}"
            later.append(await one.run(question))
            before.append(question)
    together, processor = await crowd(server, assistant)
    return {"first answer": [first], "later answers": later, TOGETHER: together, PROCESSOR: processor}


async def asked(who: Visitor, question: str, before: list[Answer], assistant: Assistant) -> float:
    """Seconds until the page has the answer that the assistant gives."""
    seconds = await who.run(question)
    right = assistant.ask(question, before=before)
    before.append(right)
    if not who.shows(right):
        raise SystemExit(f"wrong or missing answer to {question!r}: {who.answers}")
    return seconds


async def crowd(server: Server, assistant: Assistant) -> tuple[list[float], list[float]]:
    """Seconds that each waited, and the server's seconds of processor for an answer, round by round."""
    lines = [await connect(server.address, max_size=None, ping_interval=None) for _ in range(PEOPLE)]
    people = [Visitor(line) for line in lines]
    await asyncio.gather(*(one.run() for one in people))
    said: list[list[Answer]] = [[] for _ in people]
    seconds: list[float] = []
    processor: list[float] = []
    for turn in range(ROUNDS):
        questions = [
            f"{PLATFORMS[n % 4]}, for users in {STATES[n // 4]}. {FOLLOW_UPS[turn]}" for n in range(PEOPLE)
        ]
        before_round = server.processor()
        seconds += await asyncio.gather(*(one.run(q) for one, q in zip(people, questions, strict=True)))
        processor.append((server.processor() - before_round) / PEOPLE)
        for one, question, before in zip(people, questions, said, strict=True):
            before.append(assistant.ask(question, before=before))
            if not one.shows(before[-1]):
                raise SystemExit(f"wrong or missing answer to {question!r}")
    for line in lines:
        await line.close()
    return seconds, processor


def main() -> None:
    assistant = Assistant()
    assistant.ask("What is an ATS?")
    pages = {
        "chat page": ["assistant", "chat", "--headless"],
        "plain page": [
            "streamlit",
            "run",
            str(PLAIN),
            "--server.headless=true",
            "--server.address=127.0.0.1",
        ],
    }
    found = {}
    for name, command in pages.items():
        with tempfile.TemporaryDirectory() as folder, serving(command, Path(folder)) as server:
            found[name] = asyncio.run(measured(server, assistant))
    bounds = {"first answer": 3.0, "later answers": 0.5, TOGETHER: 2.0}
    for measure, bound in bounds.items():
        page, plain = (found[name][measure] for name in pages)
        middle, other = statistics.median(page), statistics.median(plain)
        print(
            f"{measure:16} median {middle:5.2f} s, most {max(page):5.2f} s (bound {bound} s); "
            f"{middle / other:.1f} of the plain page's {other:.2f} s"
        )
    ours, theirs = (statistics.mean(found[name][PROCESSOR]) for name in pages)
    print(f"{PROCESSOR:16} {ours:.3f} s, plain page {theirs:.3f} s")


if __name__ == "__main__":
    main()
