"""The test cases of promptfoo: a YAML list (or a config with `tests:`), or JSONL, of `vars` and `assert`."""

import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from assistant.errors import SuiteError
from assistant.evaluation.cases import Case, Turn
from assistant.evaluation.exchange.common import dumped, expected
from assistant.evaluation.suite import parse_json_lines, read_text

QUESTIONS = ("question", "query", "input", "prompt")
ALL_OF, ANY_OF = ("contains-all", "icontains-all"), ("contains-any", "icontains-any")
ONE, NONE = ("contains", "icontains"), ("not-contains", "not-icontains")


def read(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """A case that this program wrote comes back whole; of others, the question and what is said of words.

    Raises:
        SuiteError: a test has no question, or an assertion that cannot be taken over.
    """
    for number, (line, test) in enumerate(_tests(path), 1):
        own = (test.get("metadata") or {}).get("case")
        if isinstance(own, dict):
            yield line, own
            continue
        given = test.get("vars") or {}
        question = next((given[name] for name in QUESTIONS if isinstance(given.get(name), str)), None)
        if question is None:
            raise SuiteError(f"{path}:{line}: has no question in its vars: name it {' or '.join(QUESTIONS)}")
        yield (
            line,
            {"id": f"test-{number}", "question": question, **_asserted(test.get("assert") or (), path, line)},
        )


def _tests(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    text = read_text(path)
    if path.suffix == ".jsonl":
        yield from parse_json_lines(path, text)
        return
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        data = YAML(typ="rt").load(text)
    except YAMLError as error:
        raise SuiteError(f"{path}: is not valid YAML: {' '.join(str(error).split())}") from error
    tests = data.get("tests") if isinstance(data, dict) else data
    if not isinstance(tests, list) or not all(isinstance(test, dict) for test in tests):
        raise SuiteError(f"{path}:1: has no list of tests: see promptfoo's test cases")
    for test in tests:
        yield test.lc.line + 1, json.loads(json.dumps(test))


def _asserted(asserts: Iterable[dict[str, Any]], path: Path, line: int) -> dict[str, Any]:
    has: list[list[str]] = []
    lacks: list[str] = []
    more: dict[str, Any] = {}
    for each in asserts:
        kind, value = each.get("type"), each.get("value")
        if kind in ONE:
            has.append([str(value)])
        elif kind in ANY_OF:
            has.append([str(item) for item in value or ()])
        elif kind in ALL_OF:
            has += [[str(item)] for item in value or ()]
        elif kind in NONE:
            lacks.append(str(value))
        elif kind in ("equals", "similar"):
            more |= expected(str(value))
        else:
            known = ", ".join([*ONE, *ANY_OF, *ALL_OF, *NONE, "equals", "similar"])
            raise SuiteError(
                f"{path}:{line}: assertion {kind!r} cannot be taken over: remove it ({known} can)"
            )
    has += more.pop("answer_has", [])
    return {**({"answer_has": has} if has else {}), **({"answer_lacks": lacks} if lacks else {}), **more}


def write(cases: Iterable[Case]) -> str:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 120
    yaml.allow_unicode = True
    text = io.StringIO()
    yaml.dump([_test(case) for case in cases], text)
    return text.getvalue()


def _test(case: Case) -> dict[str, Any]:
    """Of a conversation the last question is the prompt; those before it go into `vars.before`."""
    last = case.asked[-1]
    before = {"before": [turn.question for turn in case.turns[:-1]]} if case.turns else {}
    return {
        "description": case.id,
        "vars": {"question": last.question, **before},
        "assert": list(_asserts(last)),
        "metadata": {"tags": list(case.labels), "case": dumped(case)},
    }


def _asserts(turn: Turn) -> Iterator[dict[str, Any]]:
    for group in turn.answer_has or ():
        yield {"type": "icontains-any", "value": list(group)}
    for words in turn.answer_lacks or ():
        yield {"type": "not-icontains", "value": words}
    if turn.reference:
        yield {"type": "similar", "value": turn.reference}
