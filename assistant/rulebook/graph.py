"""The decision for a licence as a diagram (Mermaid) and as a tree of plain text.

The facts are asked in the order of the rulebook, and one that makes no difference any more is left out. Where
two ways lead to the same rest of the decision, the diagram joins them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assistant.answer import Language
from assistant.rulebook.book import Rulebook
from assistant.rulebook.describe import verdict_in_words
from assistant.rulebook.evaluation import VALUES, Verdicts
from assistant.rulebook.records import Facts, Rule

__all__ = ["mermaid", "tree"]

_ANSWERS: dict[Language, dict[str, str]] = {
    "en": {"yes": "yes", "no": "no"},
    "zh": {"yes": "是", "no": "否"},
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


def tree(book: Rulebook, licence: str, language: Language = "en") -> str:
    """The decision as indented text: each question, what each answer leads to, the verdict and its rule."""
    root = decision(book, licence)
    return "\n".join([book.licences[licence].name[language], *_branches(book, root, language)])


def _branches(book: Rulebook, node: Node, language: Language) -> Iterator[str]:
    if isinstance(node, Leaf):
        yield f"→ {verdict_in_words(node.rule.verdict, language)} [{node.rule.id}]"
        return
    yield book.facts[node.fact].question[language]
    for value, below, turn, indent in (("yes", node.yes, "├─", "│  "), ("no", node.no, "└─", "   ")):
        lines = list(_branches(book, below, language))
        if isinstance(below, Leaf):
            yield f"{turn} {_ANSWERS[language][value]} {lines[0]}"
        else:
            yield f"{turn} {_ANSWERS[language][value]}:"
            yield from (indent + line for line in lines)


def mermaid(
    book: Rulebook, licence: str | None = None, language: Language = "en", known: Facts | None = None
) -> str:
    """A Mermaid flowchart of the decision for a licence; without one, of all, and of which comes first.

    `known`: facts of a platform; the way that they take through the decision is marked, as far as they lead.
    """
    if licence is not None:
        return "\n".join(["flowchart TD", *_Chart(book, licence, language, known).lines("    ")]) + "\n"
    lines = ["flowchart TD"]
    for name in book.licences:
        lines.append(f'    subgraph {name}["{_escaped(book.licences[name].name[language])}"]')
        lines.extend(_Chart(book, name, language).lines("        "))
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
        lines = [*self._node(root), *(self._way(root, self.known) if self.known is not None else ())]
        return [indent + line for line in lines]

    def _way(self, node: Node, known: Facts) -> Iterator[str]:
        """Marks the nodes that `known` leads through, up to the first fact that is not known."""
        names = [self.named[id(node)]]
        while isinstance(node, Branch) and node.fact in known:
            node = node.yes if known[node.fact] == "yes" else node.no
            names.append(self.named[id(node)])
        yield "classDef taken stroke:#0e6470,stroke-width:4px"
        yield f"class {','.join(names)} taken"

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
