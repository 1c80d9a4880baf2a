"""A run as one HTML file that needs nothing but itself: figures, filters, plots, and every question to open.

What people, sources and models wrote is escaped on its way in; beside that the page's policy lets no script
run but its own, whose hash it names.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from assistant.evaluation.compare import Marks, compare, marks_of
from assistant.evaluation.folder import Header
from assistant.evaluation.records import CaseResult
from assistant.evaluation.report.figures import comparison, confusion, facts, figures, groups
from assistant.evaluation.report.graphs import drawn
from assistant.evaluation.report.html import escaped
from assistant.evaluation.report.questions import opened
from assistant.evaluation.summary import Summary, units

__all__ = ["html_report"]

FOLDER = Path(__file__).parent


def html_report(
    header: Header, results: Sequence[CaseResult], summary: Summary, before: Marks | None = None
) -> str:
    """The page. `before`: the marks of the run to compare with."""
    style, script = _asset("page.css"), _asset("page.js")
    every = units(results)
    parts = {
        "title": escaped(", ".join(suite.name for suite in header.suites)),
        "style": style,
        "style_hash": _hash(style),
        "script": script,
        "script_hash": _hash(script),
        "header": "".join(
            f"<dt>{escaped(name)}</dt><dd>{escaped(value)}</dd>" for name, value in _header(header, summary)
        ),
        "figures": figures(summary),
        "groups": groups(summary),
        "comparison": comparison(compare(marks_of(results), before)) if before is not None else "",
        "facts": facts(summary),
        "confusion": confusion(summary.confusion),
        "plots": "".join(drawn(every, summary)),
        "suites": _options(summary.suites, without="all"),
        "tags": _options(summary.tags),
        "languages": _options(summary.languages),
        "measures": _options(dict.fromkeys(name for unit in every for name in unit.turn.scores)),
        "cases": "".join(opened(unit) for unit in every),
    }
    return _filled(_asset("page.html"), parts)


def _filled(page: str, parts: Mapping[str, str]) -> str:
    """Fill in the places of the page, each once, and never inside what was filled in."""
    filled = []
    for piece in page.split("{"):
        name, brace, rest = piece.partition("}")
        filled.append(parts[name] + rest if brace and name in parts else piece)
    return "".join(filled)


def _asset(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def _hash(text: str) -> str:
    return b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _options(names: Iterable[str], without: str = "") -> str:
    return "".join(f"<option>{escaped(name)}</option>" for name in names if name != without)


def _header(header: Header, summary: Summary) -> Iterator[tuple[str, str]]:
    for suite in header.suites:
        yield f"suite {suite.name}", f"{suite.cases} cases, sha256 {suite.sha256[:12]}…"
    for name, value in header.provenance.model_dump().items():
        yield name, "none" if value is None else str(value)
    yield "settings", header.settings
    if header.judge:
        yield "judged by", header.judge
    yield "started", f"{header.started}, Python {header.python}, {header.machine}"
    yield (
        "questions",
        f"{summary.questions} ({summary.errored} errored, {summary.skipped} not asked after an error)",
    )
    if summary.seconds:
        yield (
            "per question",
            ", ".join(f"{value * 1000:.0f} ms {name}" for name, value in summary.seconds.items()),
        )
    if summary.not_repeated:
        yield "did not repeat", ", ".join(summary.not_repeated)
