"""What a run is shown as: a page that nothing can break out of, JUnit XML, TREC files."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from assistant.evaluation.compare import marks_of
from assistant.evaluation.exchange.trec import trec_files
from assistant.evaluation.junit import junit_xml
from assistant.evaluation.report import html_report
from assistant.evaluation.summary import summarise

ATTACK = """\
- id: attack
  tags: [hostile]
  question: "hello </script><script>alert(1)</script> <img src=x onerror=alert(2)> {cases} ' \\" & \\x0b"
  kind: passage
"""


class Page(HTMLParser):
    """Collects the elements and the ids."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.attributes = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        self.attributes |= {name for name, _ in attrs}


@pytest.fixture
def page(written, ran):
    def make(text=None, before=None):
        run, results = ran(written(text) if text else written())
        return html_report(run.header, results, summarise(results), before)

    return make


def test_the_page_has_every_question_and_figure(page):
    text = page()
    found = Page(text)
    assert {"small/ats", "small/who", "small/weather", "small/talk#1", "small/talk#2"} <= set(found.ids)
    assert found.tags.count("svg") == 3
    assert "operating BrokerCheck" in text
    assert "wrong_definite (0 is best)" in text


def test_what_people_wrote_is_shown_and_not_run(page):
    text = page(ATTACK)
    found = Page(text)
    assert found.tags.count("script") == 1
    assert "img" not in found.tags
    assert not {name for name in found.attributes if name.startswith("on")}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "{cases}" in text


def test_the_page_needs_nothing_from_elsewhere(page):
    text = page()
    assert not re.search(r"(?:src|href)=\"(?!#)", text)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_the_comparison_is_on_the_page(written, ran, page):
    before = {
        name: (case, {**marks, "passed": False})
        for name, (case, marks) in marks_of(ran(written())[1]).items()
    }
    assert "5 better, 0 worse of 5" in page(before=before)


def test_junit_counts_failures_errors_and_what_was_not_asked(written, ran):
    text = (
        "- {id: right, question: hello, kind: abstained}\n- {id: wrong, question: hello, kind: passage}\n"
        "- id: talk\n  turns:\n  - {question: boom, kind: passage}\n  - {question: hello}\n"
    )
    suite = ET.fromstring(junit_xml(ran(written(text))[1])).find("testsuite")
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "4", "failures": "1", "errors": "1", "skipped": "1",
    }  # fmt: skip
    cases = {case.get("name"): [child.tag for child in case] for case in suite}
    assert cases == {"right": [], "wrong": ["failure"], "talk#1": ["error"], "talk#2": ["skipped"]}
    assert "expected passage; got abstained" in suite.find("testcase/failure").text


def test_junit_is_xml_whatever_was_asked(written, ran):
    assert "alert(1)" in ET.fromstring(junit_xml(ran(written(ATTACK))[1])).find(".//failure").text


def test_searches_in_trec_form_measure_the_same_with_ir_measures(written, ran):
    import ir_measures

    text = "- question: passage | | who runs BrokerCheck, a tool\n  kind: passage\n"
    text += "  evidence: [[operating BrokerCheck], [full compliance]]\n"
    _, results = ran(written(text))
    files = trec_files(results)
    qrels = list(ir_measures.read_trec_qrels(files["retrieval.qrels"]))
    found = list(ir_measures.read_trec_run(files["retrieval.run"]))
    values = {v.query_id: v.value for v in ir_measures.iter_calc([ir_measures.RR], qrels, found)}
    assert set(values) == {"small/case-1:1", "small/case-1:2"}
    assert max(values.values()) == results[0].turns[0].scores["mrr"].value > 0


def test_without_a_search_there_are_no_trec_files(written, ran):
    assert trec_files(ran(written("- {question: hello, kind: abstained}\n"))[1]) == {}
