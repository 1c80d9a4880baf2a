import re
from itertools import product
from typing import get_args

import pytest

from assistant.answer import VerdictName
from assistant.errors import FactError
from assistant.rulebook import load_rulebook
from assistant.rulebook.describe import condition_in_words
from assistant.rulebook.graph import mermaid, tree
from assistant.source import load_source

LICENCES = tuple(load_rulebook(load_source()).licences)
VERDICTS = set(get_args(VerdictName))
SIPC = """\
Membership of SIPC
Does the platform offer its services to US users?
├─ yes → recommended [recommended_us]
└─ no:
   Do US users reach it in spite of its restrictions, through VPNs, proxies or third-party channels?
   ├─ yes → recommended [recommended_us]
   └─ no → not required [not_required_without_us]"""


def test_the_tree_of_a_licence(book):
    assert tree(book, "sipc") == SIPC


def test_the_tree_is_drawn_in_chinese_too(book):
    assert tree(book, "sipc", "zh").splitlines()[1:3] == [
        "平台是否向美国用户提供服务？",
        "├─ 是 → 建议 [recommended_us]",
    ]


def walked(chart, book, facts):
    """The words at the end of the chart for a platform: read as Mermaid, and not as the code that drew it."""
    words = dict(re.findall(r'(\w+)[{(]+\[?"(.+?)"', chart))
    arrows = {(a, way): b for a, way, b in re.findall(r"(\w+) -- (yes|no) --> (\w+)", chart)}
    questions = {fact.question["en"]: fact.id for fact in book.facts.values()}
    (node,) = set(words) - set(arrows.values())
    while words[node] in questions:
        node = arrows[node, facts[questions[words[node]]]]
    return words[node].replace(" ", "_")


@pytest.mark.parametrize("serves", ["yes", "no"])
@pytest.mark.parametrize("other", ["yes", "no"])
def test_the_chart_of_a_licence_leads_to_its_verdict(book, serves, other):
    facts = dict.fromkeys(book.facts, other) | {"serves_us_users": serves, "us_access_blocked": "no"}
    for name, verdict in book.evaluate(facts).verdicts.items():
        assert walked(mermaid(book, name), book, facts) == verdict.verdict


def marked(chart):
    """The nodes of the path, and the words of each."""
    words = dict(re.findall(r'(\w+)[{(]+\[?"(.+?)"', chart))
    return [words[name] for name in re.search(r"class (\S+) taken", chart)[1].split(",")]


def test_the_path_goes_on_past_facts_that_make_no_difference(book):
    known = book.evaluate({"us_users_bypass": "yes", "distributes_dividends": "no"}).known
    path = marked(mermaid(book, "transfer_agent", known=known))
    asked = [book.facts[name].question["en"] for name in ("serves_us_users", "distributes_dividends")]
    assert path[:2] == asked
    assert "optional" in path
    assert "required" not in path
    drawn = tree(book, "transfer_agent", known=known)
    assert "(not known; the same either way)" in drawn
    assert "no (taken) → optional" in drawn


@pytest.mark.parametrize("licence", LICENCES)
def test_the_path_ends_at_the_verdict_or_at_the_facts_that_decide(book, licence):
    about = book.licences[licence].facts
    for values in product(("yes", "no", None), repeat=len(about)):
        facts = {fact: value for fact, value in zip(about, values, strict=True) if value is not None}
        if book.broken(facts):
            continue
        found = book.evaluate(facts)
        one, known = found.verdicts[licence], found.known
        path = marked(mermaid(book, licence, known=known))
        open_on_it = [name for name in about if name not in known and book.facts[name].question["en"] in path]
        if one.verdict == "depends":
            assert set(open_on_it) & set(one.depends_on), facts
        else:
            ends = {word.replace(" ", "_") for word in path} & VERDICTS
            assert ends == {one.verdict}, facts
            assert not set(open_on_it) & set(one.depends_on), facts


def test_equal_parts_of_a_chart_are_drawn_once(book):
    chart = mermaid(book, "transfer_agent")
    assert chart.count("Does it pass dividends on") == 1
    assert tree(book, "transfer_agent").count("Does it pass dividends on") == 2


def test_the_chart_of_all_has_every_licence_and_what_comes_first(book):
    chart = mermaid(book)
    assert re.findall(r"subgraph (\w+)\[", chart) == list(book.licences)
    assert re.findall(r"(\w+) ==> (\w+)", chart) == [
        ("broker_dealer", "finra"),
        ("finra", "ats"),
        ("broker_dealer", "sipc"),
    ]
    names = re.findall(r"^ +(\w+)[{(]", chart, re.M)
    assert len(names) == len(set(names)), "a name in two charts would join them"


def test_an_unknown_licence_is_refused(book):
    with pytest.raises(FactError, match="no licence 'bitlicense'"):
        mermaid(book, "bitlicense")
    with pytest.raises(FactError, match="no licence 'bitlicense'"):
        tree(book, "bitlicense")


@pytest.mark.parametrize(
    ("licence", "rule", "english", "chinese"),
    [
        ("sipc", "not_required_without_us", "no US exposure", "不涉及美国用户"),
        ("ats", "required_matching", "US exposure and it matches the orders of several parties",
         "涉及美国用户，并且平台撮合多方订单"),
        ("transfer_agent", "optional_otherwise",
         "US exposure and (it does not pass dividends on to token holders or it has a detailed cooperation "
         "plan with a designated transfer agent)",
         "涉及美国用户，并且(平台不向代币持有人派发股息，或者平台与指定的过户代理人有详细的合作方案)"),
    ],
)  # fmt: skip
def test_conditions_in_words(book, licence, rule, english, chinese):
    when = book.licences[licence].rule(rule).when
    assert condition_in_words(book, when) == english
    assert condition_in_words(book, when, "zh") == chinese
