"""A run as one HTML file that needs nothing but itself: figures, filters, plots, and every question to open.

What people, sources and models wrote is escaped on its way in; beside that the page's policy lets no script
run but its own, whose hash it names.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from statistics import median

from assistant.answer import Answer
from assistant.evaluation import plots
from assistant.evaluation.compare import Comparison, Marks, compare, marks_of
from assistant.evaluation.folder import Header
from assistant.evaluation.records import CaseResult, TurnResult
from assistant.evaluation.retrieval import MEASURES
from assistant.evaluation.scorers import SCORERS
from assistant.evaluation.summary import Measure, Summary, Unit, good, passed, units

__all__ = ["html_report"]

FOLDER = Path(__file__).parent
VERDICTS = ("required", "recommended", "optional", "not_required", "unclear", "depends", "none")
BINS = 10


def html_report(
    header: Header, results: Sequence[CaseResult], summary: Summary, before: Marks | None = None
) -> str:
    """The page. `before`: the marks of the run to compare with."""
    style, script = _asset("report.css"), _asset("report.js")
    every = units(results)
    parts = {
        "title": _e(", ".join(suite.name for suite in header.suites)),
        "style": style,
        "style_hash": _hash(style),
        "script": script,
        "script_hash": _hash(script),
        "header": "".join(
            f"<dt>{_e(name)}</dt><dd>{_e(value)}</dd>" for name, value in _header(header, summary)
        ),
        "figures": _figures(summary),
        "groups": _groups(summary),
        "comparison": _comparison(compare(marks_of(results), before)) if before is not None else "",
        "facts": _facts(summary),
        "confusion": _confusion(summary.confusion),
        "plots": "".join(_plots(every, summary)),
        "suites": _options(summary.suites, without="all"),
        "tags": _options(summary.tags),
        "languages": _options(summary.languages),
        "measures": _options(dict.fromkeys(name for unit in every for name in unit.turn.scores)),
        "cases": "".join(_case(unit) for unit in every),
    }
    return _filled(_asset("report.html"), parts)


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


def _e(value: object) -> str:
    return escape(str(value))


def _options(names: Iterable[str], without: str = "") -> str:
    return "".join(f"<option>{_e(name)}</option>" for name in names if name != without)


def _table(head: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """Cells come escaped; one that begins with `<td` stands as it is."""
    shown = "".join(f"<th>{_e(name)}</th>" for name in head)
    body = "".join(
        "<tr>" + "".join(cell if cell.startswith("<td") else f"<td>{cell}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{shown}</tr></thead><tbody>{body}</tbody></table>"


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


# --- figures ---------------------------------------------------------------------------------------


def _figures(summary: Summary) -> str:
    suites = [(name, own) for name, own in summary.suites.items() if name != "all" or len(summary.suites) > 2]
    rows = [
        (f'<td class="name">{_e(suite)}</td>', *_measure(measure)) for suite, own in suites for measure in own
    ]
    return _table(["suite", "measure", "n", "rate", "95 % interval", "unscored"], rows)


def _measure(measure: Measure) -> tuple[str, ...]:
    best = "" if measure.name not in SCORERS or SCORERS[measure.name].most else " (0 is best)"
    best += " (judged by an LLM, no part of passed)" if measure.judged else ""
    interval = measure.interval
    figures = (
        (str(interval.count), f"{interval.rate:.1%}", f"{interval.low:.1%} – {interval.high:.1%}")
        if interval
        else ("0", "–", "–")
    )
    return (f'<td class="name">{_e(measure.name)}{best}</td>', *figures, str(measure.unscored or ""))


def _groups(summary: Summary) -> str:
    rows = [
        (f'<td class="name">{_e(name)}</td>', *_measure(own[0])[1:4])
        for groups in (summary.tags, summary.languages)
        for name, own in groups.items()
    ]
    return _table(["tag or language", "n", "passed", "95 % interval"], rows)


def _facts(summary: Summary) -> str:
    def share(value: float | None) -> str:
        return "–" if value is None else f"{value:.1%}"

    rows = [
        (
            _e(f"{one.fact} = {one.value}"),
            str(one.expected),
            str(one.got),
            share(one.precision),
            share(one.recall),
        )
        for one in summary.facts
    ]
    return _table(["fact", "expected", "got", "precision", "recall"], rows)


def _confusion(found: Mapping[str, Mapping[str, int]]) -> str:
    given = [verdict for verdict in VERDICTS if any(verdict in row for row in found.values())]
    rows = []
    for expected in (verdict for verdict in VERDICTS if verdict in found):
        row = found[expected]
        rows.append((expected, *(_cell(row.get(verdict, 0), verdict == expected) for verdict in given)))
    return _table(["expected ↓ given →", *given], rows)


def _cell(count: int, right: bool) -> str:
    return f'<td class="{"right" if right else "wrong"}">{count}</td>' if count else "<td></td>"


def _comparison(found: Comparison) -> str:
    rows = [
        (f'<td class="name">{_e(change.measure)}</td>', f'<td class="name">{_e(change.plainly)}</td>',
         f'<td class="name">{_names(change.better)}</td>', f'<td class="name">{_names(change.worse)}</td>')
        for change in found.changes
        if change.better or change.worse
    ]  # fmt: skip
    others = "".join(
        f"<p>Not compared, {what}: {_names(names)}</p>"
        for what, names in (
            ("new", found.only_now),
            ("no longer there", found.only_before),
            ("rewritten", found.altered),
        )
        if names
    )
    table = _table(["measure", "finding", "better", "worse"], rows)
    return f"<section><h2>Against the baseline</h2><p>{_e(found.passed.plainly)}</p>{table}{others}</section>"


def _names(names: Iterable[str]) -> str:
    return ", ".join(f'<a href="#{_e(name)}">{_e(name)}</a>' for name in names)


# --- plots -----------------------------------------------------------------------------------------


def _plots(every: Sequence[Unit], summary: Summary) -> Iterator[str]:
    rates = {name: summary.measure(name) for name in MEASURES}
    known = [(name, m.rate) for name, m in rates.items() if m is not None and m.rate is not None]
    if known:
        yield plots.bars("Retrieval by k", [(name, rate, f"{name}: {rate:.3f}") for name, rate in known])
    bins = _calibration(every)
    if bins:
        yield plots.calibration("How sure the reader was, and how often it was right", bins)
    times = [unit.turn.seconds * 1000 for unit in every if not unit.turn.skipped]
    if times:
        yield _times(times)


def _calibration(every: Sequence[Unit]) -> list[tuple[float, float, int]]:
    """Mean confidence, share that was right, and count, in ten bins of confidence."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for heard in (heard for unit in every for heard in unit.turn.heard):
        bins.setdefault(min(BINS - 1, int(heard.sure * BINS)), []).append((heard.sure, heard.true))
    return [
        (sum(sure for sure, _ in own) / len(own), sum(true for _, true in own) / len(own), len(own))
        for _, own in sorted(bins.items())
    ]


def _times(times: Sequence[float]) -> str:
    """The last bar holds everything slower, so that one slow question does not flatten the rest."""
    edge = max(1.0, 2 * median(times) / (BINS - 1))
    counts = [0] * BINS
    for time in times:
        counts[min(BINS - 1, int(time / edge))] += 1
    labels = [f"–{edge * (place + 1):.0f}" for place in range(BINS - 1)] + [f">{edge * (BINS - 1):.0f}"]
    shown = [
        (label, float(count), f"{label} ms: {count}") for label, count in zip(labels, counts, strict=True)
    ]
    return plots.bars("Time per question, ms", shown, most=float(max(counts)))


# --- questions -------------------------------------------------------------------------------------


def _case(unit: Unit) -> str:
    turn = unit.turn
    wrong = [name for name, score in turn.scores.items() if good(name, score) is False]
    data = {
        "suite": unit.suite,
        "tag": " ".join(unit.case.tags),
        "language": unit.case.language,
        "result": _result(turn),
        "wrong": " ".join(wrong),
    }
    attributes = " ".join(f'data-{name}="{_e(value)}"' for name, value in data.items())
    tags = " ".join(f'<span class="tag">{_e(tag)}</span>' for tag in unit.case.tags)
    inside = f'<p class="bad">{_e(turn.error)}</p>' if turn.error else ""
    inside += _scores(turn) + (_answer(turn.answer) if turn.answer else "")
    return (
        f'<details id="{_e(unit.name)}" class="{_result(turn)}" {attributes}><summary>'
        f"<b>{_e(unit.name)}</b> {tags} {_e(turn.question[:300])}</summary><div>"
        f'<p class="text">{_e(turn.question)}</p>{inside}</div></details>'
    )


def _result(turn: TurnResult) -> str:
    if turn.error:
        return "errored"
    mark = passed(turn)
    return "none" if mark is None else "passed" if mark else "failed"


def _scores(turn: TurnResult) -> str:
    rows = []
    for name, score in turn.scores.items():
        mark = good(name, score)
        value = "unscored" if score.value is None else f"{score.value:.3g}"
        shown = f'<span class="{"good" if mark else "muted" if mark is None else "bad"}">{value}</span>'
        texts = [f'<td class="name text">{_e(text)}</td>' for text in (score.expected, score.got)]
        judged = " (judged)" if name in SCORERS and SCORERS[name].judged else ""
        rows.append((f'<td class="name">{_e(name)}{judged}</td>', shown, *texts))
    return _table(["scorer", "value", "expected", "got"], rows) if rows else ""


def _answer(answer: Answer) -> str:
    facts = ", ".join(f"{name}={value}" for name, value in answer.facts.items()) or "none"
    quotes = "".join(
        f"<blockquote>[{c.n}] line {c.line} ({c.start}–{c.end}): {_e(c.quote)}</blockquote>"
        for c in answer.citations
    )
    about = f"{answer.kind}, {answer.language}; focus {', '.join(answer.focus) or 'none'}; facts {facts}"
    return f'<h3>Answer</h3><p class="muted">{_e(about)}</p><p class="text">{_e(answer.text)}</p>{quotes}'
