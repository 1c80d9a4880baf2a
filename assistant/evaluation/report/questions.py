"""Every question of a run, to open: what was asked, expected, got and cited."""

from assistant.answer import Answer
from assistant.evaluation.records import TurnResult
from assistant.evaluation.report.html import escaped, table
from assistant.evaluation.scorers import SCORERS
from assistant.evaluation.summary import Unit, good, passed


def opened(unit: Unit) -> str:
    turn = unit.turn
    wrong = [name for name, score in turn.scores.items() if good(name, score) is False]
    data = {
        "suite": unit.suite,
        "tag": " ".join(unit.case.tags),
        "language": unit.case.language,
        "result": _result(turn),
        "wrong": " ".join(wrong),
    }
    attributes = " ".join(f'data-{name}="{escaped(value)}"' for name, value in data.items())
    tags = " ".join(f'<span class="tag">{escaped(tag)}</span>' for tag in unit.case.tags)
    inside = f'<p class="bad">{escaped(turn.error)}</p>' if turn.error else ""
    inside += _scores(turn) + (_answer(turn.answer) if turn.answer else "")
    return (
        f'<details id="{escaped(unit.name)}" class="{_result(turn)}" {attributes}><summary>'
        f"<b>{escaped(unit.name)}</b> {tags} {escaped(turn.question[:300])}</summary><div>"
        f'<p class="text">{escaped(turn.question)}</p>{inside}</div></details>'
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
        texts = [f'<td class="name text">{escaped(text)}</td>' for text in (score.expected, score.got)]
        judged = " (judged)" if name in SCORERS and SCORERS[name].judged else ""
        rows.append((f'<td class="name">{escaped(name)}{judged}</td>', shown, *texts))
    return table(["scorer", "value", "expected", "got"], rows) if rows else ""


def _answer(answer: Answer) -> str:
    facts = ", ".join(f"{name}={value}" for name, value in answer.facts.items()) or "none"
    quotes = "".join(
        f"<blockquote>[{c.n}] line {c.line} ({c.start}–{c.end}): {escaped(c.quote)}</blockquote>"
        for c in answer.citations
    )
    about = f"{answer.kind}, {answer.language}; focus {', '.join(answer.focus) or 'none'}; facts {facts}"
    return f'<h3>Answer</h3><p class="muted">{escaped(about)}</p><p class="text">{escaped(answer.text)}</p>{quotes}'
