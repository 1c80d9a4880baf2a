"""The decision for a licence as a diagram (Mermaid) and as a tree of plain text.

The facts are asked in the order of the rulebook, and one that makes no difference any more is left out. Where
two ways lead to the same rest of the decision, the diagram joins them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assistant.answer import Language, Value, VerdictName
from assistant.rulebook.book import Rulebook
from assistant.rulebook.describe import verdict_in_words
from assistant.rulebook.evaluation import Verdicts
from assistant.rulebook.records import Facts, Rule
from assistant.values import VALUES

__all__ = ["Branch", "Leaf", "Node", "decision", "mermaid", "onward", "tree"]

_ANSWERS: dict[Language, dict[str, str]] = {
    "en": {"yes": "yes", "no": "no"},
    "zh": {"yes": "是", "no": "否"},
}
_PATH: dict[Language, dict[str, str]] = {
    "en": {"taken": " (taken)", "stops": " (not known yet)", "either": " (not known; the same either way)"},
    "zh": {"taken": "（所走的路径）", "stops": "（尚不知道）", "either": "（尚不知道；两种情况结论相同）"},
}


@dataclass(frozen=True)
class Leaf:
    rule: Rule


@dataclass(frozen=True)
class Branch:
    fact: str
    yes: "Node"
    no: "Node"


Node = Leaf | Branch
Rest = VerdictName | tuple[str, "Rest", "Rest"]


def decision(book: Rulebook, licence: str) -> Node:
    """The decision for a licence: a graph without cycles, equal parts shared.

    Raises:
        FactError: there is no such licence.
        RulebookError: its rules overlap or leave a gap.
    """
    node = _decide(book, book.table(licence), {}, {})
    assert node is not None, "implications that leave no platform possible"
    return node


def _decide(
    book: Rulebook, table: Verdicts, known: Facts, made: dict[tuple[object, ...], Node]
) -> Node | None:
    """Splits on the next fact that matters; None where `known` cannot be. `made` shares equal parts."""
    if book.broken(known):
        return None
    if len(known) == len(table.licence.facts):
        rule = table.rule_that_holds(known)
        return made.setdefault((rule.id,), Leaf(rule))
    fact = table.licence.facts[len(known)]
    yes, no = (_decide(book, table, {**known, fact: value}, made) for value in VALUES)
    if yes is None or no is None or yes is no:
        return yes or no
    return made.setdefault((fact, id(yes), id(no)), Branch(fact, yes, no))


def onward(branch: Branch, known: Facts) -> tuple[Value, ...]:
    """The answers by which `known` leads on from here.

    One where the fact is known; both where it is not and makes no difference, whatever else is still open; none
    where it is not known and does.
    """
    value = known.get(branch.fact)
    if value is not None:
        return (value,)
    return VALUES if _rest(branch.yes, known) == _rest(branch.no, known) else ()


def _rest(node: Node, known: Facts) -> Rest:
    """What is left to decide with `known`: equal where the same verdicts hang on the same facts in the same way."""
    if isinstance(node, Leaf):
        return node.rule.verdict
    value = known.get(node.fact)
    if value is not None:
        return _rest(node.yes if value == "yes" else node.no, known)
    yes, no = _rest(node.yes, known), _rest(node.no, known)
    return yes if yes == no else (node.fact, yes, no)


def tree(book: Rulebook, licence: str, language: Language = "en", known: Facts | None = None) -> str:
    """The decision as indented text: each question, what each answer leads to, the verdict and its rule.

    `known`: as for `mermaid`.
    """
    root = decision(book, licence)
    lines = _Tree(book, language, known or {}).lines(root, known is not None)
    return "\n".join([book.licences[licence].name[language], *lines])


@dataclass(frozen=True)
class _Tree:
    book: Rulebook
    language: Language
    known: Facts

    def lines(self, node: Node, taken: bool) -> Iterator[str]:
        if isinstance(node, Leaf):
            yield f"→ {verdict_in_words(node.rule.verdict, self.language)} [{node.rule.id}]"
            return
        goes = onward(node, self.known) if taken else ()
        yield self.book.facts[node.fact].question[self.language] + self._open(node, taken, goes)
        yield from self._way("yes", node.yes, "yes" in goes, "├─", "│  ")
        yield from self._way("no", node.no, "no" in goes, "└─", "   ")

    def _open(self, branch: Branch, taken: bool, goes: tuple[Value, ...]) -> str:
        if not taken or branch.fact in self.known:
            return ""
        return _PATH[self.language]["either" if goes else "stops"]

    def _way(self, value: Value, below: Node, taken: bool, turn: str, indent: str) -> Iterator[str]:
        answer = _ANSWERS[self.language][value] + (_PATH[self.language]["taken"] if taken else "")
        lines = list(self.lines(below, taken))
        if isinstance(below, Leaf):
            yield f"{turn} {answer} {lines[0]}"
        else:
            yield f"{turn} {answer}:"
            yield from (indent + line for line in lines)


def mermaid(
    book: Rulebook, licence: str | None = None, language: Language = "en", known: Facts | None = None
) -> str:
    """A Mermaid flowchart of the decision for a licence; without one, of all, and of which comes first.

    `known`: what is known of a platform, implied and assumed facts too (`Evaluation.known`). The way that it takes
    through the decision is marked, past facts that make no difference, to the verdict or to the fact that decides.
    """
    if licence is not None:
        return "\n".join(["flowchart TD", *_Chart(book, licence, language, known).lines("    ")]) + "\n"
    lines = ["flowchart TD"]
    for name in book.licences:
        lines.append(f'    subgraph {name}["{_escaped(book.licences[name].name[language])}"]')
        lines.extend(_Chart(book, name, language, known).lines("        "))
        lines.append("    end")
    lines.extend(f"    {one.first} ==> {one.then}" for one in book.prerequisites)
    return "\n".join(lines) + "\n"


@dataclass
class _Chart:
    """One licence as Mermaid. Names of nodes start with the licence, so that several charts fit in one."""

    book: Rulebook
    licence: str
    language: Language
    known: Facts | None = None
    named: dict[int, str] = field(default_factory=dict)

    def lines(self, indent: str) -> Iterable[str]:
        root = decision(self.book, self.licence)
        lines = list(self._node(root))
        if self.known is not None:
            names = dict.fromkeys(self._way(root, self.known))
            lines += ["classDef taken stroke:#0e6470,stroke-width:4px", f"class {','.join(names)} taken"]
        return [indent + line for line in lines]

    def _way(self, node: Node, known: Facts) -> Iterator[str]:
        """The nodes that `known` leads through."""
        yield self.named[id(node)]
        if isinstance(node, Branch):
            for value in onward(node, known):
                yield from self._way(node.yes if value == "yes" else node.no, known)

    def _node(self, node: Node) -> Iterator[str]:
        if id(node) in self.named:
            return
        name = self.named[id(node)] = f"{self.licence}_{len(self.named) + 1}"
        if isinstance(node, Leaf):
            verdict = verdict_in_words(node.rule.verdict, self.language)
            yield f'{name}(["{_escaped(verdict)}"])'
            return
        yield f'{name}{{"{_escaped(self.book.facts[node.fact].question[self.language])}"}}'
        yield from self._node(node.yes)
        yield from self._node(node.no)
        for value, below in (("yes", node.yes), ("no", node.no)):
            yield f"{name} -- {_ANSWERS[self.language][value]} --> {self.named[id(below)]}"


def _escaped(text: str) -> str:
    return text.replace('"', "#quot;")
