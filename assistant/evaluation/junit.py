"""A run as JUnit XML: a test suite each, a test case for each question, for CI to show."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from assistant.evaluation.records import CaseResult
from assistant.evaluation.scorers import SCORERS
from assistant.evaluation.summary import Unit, good, passed, units

__all__ = ["junit_xml"]


def junit_xml(results: Sequence[CaseResult]) -> str:
    """Failures say what was expected and got; a question that was not asked after an error is skipped."""
    root = ET.Element("testsuites", name="assistant eval")
    every = units(results)
    for suite in dict.fromkeys(unit.suite for unit in every):
        own = [unit for unit in every if unit.suite == suite]
        element = ET.SubElement(
            root,
            "testsuite",
            name=suite,
            tests=str(len(own)),
            failures=str(sum(_failed(unit) for unit in own)),
            errors=str(sum(unit.turn.error is not None for unit in own)),
            skipped=str(sum(unit.turn.skipped for unit in own)),
            time=f"{sum(unit.turn.seconds for unit in own):.3f}",
        )
        for unit in own:
            _case(element, unit)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _failed(unit: Unit) -> bool:
    return unit.turn.error is None and passed(unit.turn) is False


def _case(parent: ET.Element, unit: Unit) -> None:
    name = unit.name.split("/", 1)[1]
    case = ET.SubElement(parent, "testcase", classname=unit.suite, name=name, time=f"{unit.turn.seconds:.3f}")
    if unit.turn.error is not None:
        ET.SubElement(case, "error", message=_clean(unit.turn.error))
    elif unit.turn.skipped:
        ET.SubElement(case, "skipped", message="an earlier question of the conversation errored")
    elif _failed(unit):
        wrong = [name for name, score in unit.turn.scores.items() if good(name, score) is False]
        deciding = [name for name in wrong if name not in SCORERS or SCORERS[name].decides]
        failure = ET.SubElement(case, "failure", message=", ".join(deciding))
        lines = [
            f"{name}: expected {s.expected}; got {s.got}"
            for name, s in unit.turn.scores.items()
            if name in deciding
        ]
        failure.text = _clean("\n".join([f"line {unit.case.line}: {unit.turn.question}", *lines]))


def _clean(text: str) -> str:
    """XML 1.0 has no place for most control characters, escaped or not."""
    return "".join(
        c
        for c in text
        if c in "\t\n\r" or "\x20" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )
