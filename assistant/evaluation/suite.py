"""Reads suites, and names every mistake in them with file and line."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.errors import SuiteError
from assistant.evaluation.cases import Case, Suite, SuiteFile, Turn
from assistant.evaluation.passages import places
from assistant.evaluation.scorers import SCORERS
from assistant.rulebook import Rulebook
from assistant.source import Source

__all__ = [
    "NOTHING",
    "Names",
    "load_suite",
    "load_suites",
    "no_name_twice",
    "parse_json_lines",
    "read_text",
    "suite_of_rows",
]

Place = tuple[str | int, ...]
NOTHING = "nothing"


@dataclass(frozen=True)
class Names:
    """What a suite may name: facts, licences and cautions of the rulebook, and the article's text."""

    facts: Collection[str]
    licences: Sequence[str]
    cautions: Collection[str]
    text: str

    @classmethod
    def of(cls, book: Rulebook, source: Source) -> "Names":
        return cls(tuple(book.facts), tuple(book.licences), tuple(c.id for c in book.cautions), source.text)


def load_suites(paths: Iterable[Path], names: Names) -> tuple[Suite, ...]:
    """Suites in order.

    Raises:
        SuiteError: one cannot be read, or two have the same name.
    """
    return no_name_twice(load_suite(path, names) for path in paths)


def no_name_twice(suites: Iterable[Suite]) -> tuple[Suite, ...]:
    """The suites.

    Raises:
        SuiteError: two have the same name, so that their questions could not be told apart.
    """
    seen: dict[str, Suite] = {}
    for suite in suites:
        if suite.name in seen:
            raise SuiteError(
                f"{suite.path}: suite {suite.name!r} is also in {seen[suite.name].path}: rename one"
            )
        seen[suite.name] = suite
    return tuple(seen.values())


def load_suite(path: Path, names: Names) -> Suite:
    """A suite from YAML or JSONL, by its ending.

    Raises:
        SuiteError: one line with file, line, value and mend.
    """
    text = read_text(path)
    lines = _json_lines(path, text) if path.suffix == ".jsonl" else _Yaml(path, text)
    return _suite(path, text, lines, names)


def suite_of_rows(path: Path, rows: Iterable[tuple[int, dict[str, Any]]], names: Names) -> Suite:
    """A suite from cases made of another format, each with its line in `path`; checked like others."""
    return _suite(path, read_text(path), _Rows(path, {}, list(rows)), names)


def _suite(path: Path, text: str, lines: "_Lines", names: Names) -> Suite:
    written = _parsed(lines)
    cases = tuple(_settled(case, written, names) for case in written.cases)
    _check(cases, names, lines)
    return Suite(
        name=written.suite or path.stem,
        path=path,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        card=written.card,
        cases=cases,
        lines={case.id: lines.line(("cases", place)) for place, case in enumerate(cases)},
    )


def read_text(path: Path) -> str:
    """Raises SuiteError where the file cannot be read or is not UTF-8."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SuiteError(f"{path}: is not UTF-8 (byte {error.start}): save it as UTF-8") from error
    except OSError as error:
        raise SuiteError(
            f"{path}: cannot be read ({error.strerror}): give a suite, for example evals/rules.yaml"
        ) from error


class _Yaml:
    """A YAML suite. The nodes are kept, since they know their lines."""

    def __init__(self, path: Path, text: str) -> None:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        self.path = path
        self.data: Any
        try:
            self._root = YAML(typ="safe", pure=True).compose(text)
            self.data = YAML(typ="safe", pure=True).load(text)
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise SuiteError(f"{path}:{line}: is not valid YAML: {_one_line(error.problem)}") from error
        except YAMLError as error:
            raise SuiteError(f"{path}: is not valid YAML: {_one_line(error)}") from error
        self._bare = isinstance(self.data, list)  # a list of cases, without a head
        if self._bare:
            self.data = {"cases": self.data}

    def line(self, place: Place) -> int:
        """The line of `place`, or of the nearest thing around it."""
        node, line = self._root, 1
        for key in place[1:] if self._bare and place[:1] == ("cases",) else place:
            found = _child(node, key)
            if found is not None:
                line, node = found
        return line


def _child(node: Any, key: str | int) -> tuple[int, Any] | None:
    value = getattr(node, "value", None)
    if not isinstance(value, list):
        return None
    if isinstance(key, int):
        inside = value[key] if key < len(value) and not isinstance(value[key], tuple) else None
        return None if inside is None else (inside.start_mark.line + 1, inside)
    pairs = [pair for pair in value if isinstance(pair, tuple)]
    return next(((name.start_mark.line + 1, inside) for name, inside in pairs if name.value == key), None)


class _Rows:
    """Cases that each stand in a line of their own."""

    def __init__(
        self, path: Path, head: Mapping[str, Any], rows: Sequence[tuple[int, dict[str, Any]]]
    ) -> None:
        self.path = path
        self._lines = [line for line, _ in rows]
        self.data: Any = {**head, "cases": [row for _, row in rows]}

    def line(self, place: Place) -> int:
        inside = len(place) > 1 and place[0] == "cases" and isinstance(place[1], int)
        return self._lines[int(place[1])] if inside else 1


def _json_lines(path: Path, text: str) -> _Rows:
    """A JSONL suite: a case a line; the first line may be the head (`{"suite": …, "card": …}`)."""
    rows = list(parse_json_lines(path, text))
    head = rows.pop(0)[1] if rows and not {"id", "question", "turns"} & set(rows[0][1]) else {}
    return _Rows(path, head, rows)


_Lines = _Yaml | _Rows


def parse_json_lines(path: Path, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each object with its line, counted from 1; empty lines are passed over.

    Raises:
        SuiteError: a line is no JSON object, or has a key twice.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line, object_pairs_hook=_once)
        except ValueError as error:
            raise SuiteError(f"{path}:{number}: is not valid JSON: {_one_line(error)}") from error
        if not isinstance(row, dict):
            raise SuiteError(f"{path}:{number}: {_shown(row)} is no case: a line is one JSON object")
        yield number, row


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for place, (key, _) in enumerate(pairs) if key in dict(pairs[:place]))
        raise ValueError(f"key {twice!r} stands there twice")
    return found


def _parsed(lines: "_Lines") -> SuiteFile:
    data = lines.data
    if not isinstance(data, dict) or not isinstance(data.get("cases", []), list):
        raise SuiteError(f"{lines.path}:1: is no suite: it has `cases:`, or is a list of cases")
    numbered = [
        {"id": f"case-{place}", **case} if isinstance(case, dict) else case
        for place, case in enumerate(data.get("cases", []), 1)
    ]
    try:
        return SuiteFile.model_validate({**data, "cases": numbered})
    except ValidationError as error:
        first, more = error.errors()[0], error.error_count() - 1
        place = first["loc"]
        shown = ".".join(str(part) for part in place if part != "cases") or "suite"
        got = "" if isinstance(first["input"], dict) else f" (got {_shown(first['input'])})"
        rest = f" (and {more} more)" if more else ""
        message = first["msg"].removeprefix("Value error, ")
        raise SuiteError(f"{lines.path}:{lines.line(place)}: {shown}: {message}{got}{rest}") from error


def _settled(case: Case, written: SuiteFile, names: Names) -> Case:
    """The case with what the suite says of every case, and with `all` spelt out."""
    turns = tuple(_with(turn, written, names) for turn in case.turns)
    tags = tuple(dict.fromkeys([*written.tags, *case.tags]))
    own = case if turns else _with(case, written, names)
    return own.model_copy(update={"turns": turns, "tags": tags})


def _with(turn: Any, written: SuiteFile, names: Names) -> Any:
    update: dict[str, Any] = {}
    if turn.focus == "all":
        update["focus"] = tuple(names.licences)
    if turn.language is None and written.language is not None and turn.error is None:
        update["language"] = written.language
    return turn.model_copy(update=update)


def _check(cases: Sequence[Case], names: Names, lines: "_Lines") -> None:
    """What the shape cannot say: names that the rulebook and the article know, and ids that are used once."""
    seen: dict[str, int] = {}
    for number, case in enumerate(cases):
        place: Place = ("cases", number)
        if case.id in seen:
            raise SuiteError(
                f"{lines.path}:{lines.line(place)}: id {case.id!r} is in line {seen[case.id]} too: rename one"
            )
        seen[case.id] = lines.line((*place, "id"))
        _known(case.given, names.facts, "fact", (*place, "given"), lines)
        for position, turn in enumerate(case.asked):
            _check_turn(turn, names, (*place, "turns", position) if case.turns else place, lines)


def _check_turn(turn: Turn, names: Names, place: Place, lines: "_Lines") -> None:
    wanted: Mapping[str, tuple[Iterable[str] | None, Collection[str], str]] = {
        "facts": (turn.facts, names.facts, "fact"),
        "conflict": (turn.conflict, names.facts, "fact"),
        "focus": (turn.focus, names.licences, "licence"),
        "verdicts": (turn.verdicts, names.licences, "licence"),
        "cautions": (turn.cautions, names.cautions, "caution"),
        "scorers": (turn.scorers, SCORERS, "scorer"),
        "ask_next": ([turn.ask_next] if turn.ask_next else None, [*names.facts, NOTHING], "fact"),
    }
    for key, (given, allowed, what) in wanted.items():
        _known(given or (), allowed, what, (*place, key), lines)
    for position, alternative in enumerate(turn.evidence or ()):
        for passage in alternative:
            if not any(places(passage, names.text)):
                where = lines.line((*place, "evidence", position))
                raise SuiteError(
                    f"{lines.path}:{where}: evidence {_shown(passage)} is not in the article: copy its words"
                )


def _known(given: Iterable[str], allowed: Collection[str], what: str, place: Place, lines: "_Lines") -> None:
    for name in given:
        if name not in allowed:
            line = lines.line((*place, name))
            raise SuiteError(
                f"{lines.path}:{line}: there is no {what} {name!r}: it is one of {', '.join(allowed)}"
            )


def _one_line(message: object) -> str:
    return " ".join(str(message).split())


def _shown(value: object, limit: int = 60) -> str:
    shown = repr(value)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
