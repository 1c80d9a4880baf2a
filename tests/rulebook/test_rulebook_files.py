"""The files as a person edits them: each mistake is one line that says where it is and how to mend it."""

# ruff: noqa: E501 - a table reads by its rows

import pytest

import assistant.rulebook
from assistant.errors import AnchorError, RulebookError
from assistant.rulebook import load_rulebook

MISTAKES = {
    "a duplicate key": (
        "    label:", "    label: {en: x, zh: x}\n    label:", "  matches_orders:", "found duplicate key \"label\"",
    ),
    "yaml that cannot be read": ("  matches_orders:", "  matches_orders: [", "", "is not valid YAML"),
    "a misspelt condition": (
        "{fact: matches_orders, is: yes}", "{fcat: matches_orders, is: yes}", "licences:",
        "a condition has one of the keys fact, licence, term, all, any, not (got {'fcat': 'matches_orders', "
        "'is': 'yes'})",
    ),
    "a misspelt value": (
        "{fact: matches_orders, is: yes}", "{fact: matches_orders, is: true}", "licences:",
        "Input should be 'yes' or 'no' (got True)",
    ),
    "a misspelt verdict": (
        "verdict: not_required", "verdict: not required", "  ats:",
        "licences.ats.rules.not_required_order_flow.verdict: Input should be 'required'",
    ),
    "a verdict that only an evaluation gives": (
        "verdict: not_required", "verdict: depends", "  ats:", "Input should be 'required'",
    ),
    "a key too many": ("        reason:", "        raeson: x\n        reason:", "  ats:", "raeson: Extra inputs"),
    "a language left out": ("      zh: 平台是否撮合多方的买卖订单，而不是与用户一对一交易？\n", "", "", "question.zh: Field required"),
    "a subject in one language": ("      zh: NFA 规则合规事项\n", "", "", "licences.nfa.subject.zh: Field required"),
    "a rule without quotes": (
        "        quotes:\n          - >-\n            However, since", "        quotes: []\n        ambiguous:\n"
        "          - >-\n            However, since", "  broker_dealer:", "quotes: Tuple should have at least 1 item",
    ),
    "an unknown fact": (
        "{fact: matches_orders, is: yes}", "{fact: match_orders, is: yes}", "  ats:",
        "licences.ats.rules.required_matching.when.all.1.fact: there is no fact 'match_orders': it is one of",
    ),
    "an unknown term": ("{term: us_exposure}", "{term: us_users}", "  ats:", "there is no term 'us_users'"),
    "an unknown licence": (
        "    licences: [sipc]", "    licences: [spic]", "", "cautions.sipc_by_choice.licences.0: there is no licence",
    ),
    "an unknown prerequisite": ("    then: ats", "    then: atx", "", "prerequisites.1.then: there is no licence"),
    "a rule that rests on a verdict": (
        "{fact: matches_orders, is: yes}", "{licence: finra, verdict: required}", "  ats:",
        "only a caution can rest on a verdict",
    ),
    "a default on a fact that follows from another": (
        "    label:", "    default:\n      value: no\n      text: {en: x, zh: x}\n"
        "      quotes: [introduces clients to the derivatives market]\n    label:", "  serves_us_users:",
        "facts.serves_us_users: a fact of an implication can have no default",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_one_line_that_says_where(source, edit, name):
    old, new, after, message = MISTAKES[name]
    folder = edit(old, new, after=after)
    with pytest.raises(RulebookError) as caught:
        load_rulebook(source, folder)
    said = str(caught.value)
    assert message in said
    assert said.startswith(f"{folder / 'rulebook.yaml'}:")
    assert "\n" not in said
    assert "more like it" not in said, "one mistake gives one error"


def test_the_line_named_is_the_line_of_the_mistake(source, edit):
    folder = edit("verdict: recommended", "verdict: advised", after="  sipc:")
    lines = (folder / "rulebook.yaml").read_text("utf-8").splitlines()
    with pytest.raises(
        RulebookError, match=rf"rulebook.yaml:{lines.index('        verdict: advised') + 1}: "
    ):
        load_rulebook(source, folder)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("However, since they still involve", "However, since they stil involve",
         "licences.broker_dealer.rules.required_us.quotes.0: odaily_us_stock_token_licences: quote not found"),
        ("However, since they still involve securities trading, platforms must still obtain a broker-dealer license.",
         "broker-dealer",
         "licences.broker_dealer.rules.required_us.quotes.0: odaily_us_stock_token_licences: quote found more than"),
    ],
)  # fmt: skip
def test_a_quote_that_is_not_in_the_article_once_names_its_rule(source, edit, old, new, message):
    folder = edit(old, new, after="  broker_dealer:")
    with pytest.raises(AnchorError) as caught:
        load_rulebook(source, folder)
    assert message in str(caught.value)


def test_a_wrong_letter_is_pointed_at(source, edit):
    folder = edit("they still involve", "they stil involve", after="  broker_dealer:")
    with pytest.raises(AnchorError, match=r"it goes wrong after 'However, since they stil'"):
        load_rulebook(source, folder)


@pytest.mark.parametrize("name", ["rulebook.yaml", "law_notes.yaml"])
def test_a_missing_file_is_named(source, folder, name):
    (folder / name).unlink()
    with pytest.raises(RulebookError, match=f"{name}: cannot be read"):
        load_rulebook(source, folder)


def test_a_file_in_another_encoding_is_named(source, folder):
    (folder / "law_notes.yaml").write_bytes("# 法律另有规定".encode("gb18030"))
    with pytest.raises(RulebookError, match=r"law_notes.yaml: is not UTF-8"):
        load_rulebook(source, folder)


def test_the_hash_is_that_of_both_files(source, book, edit):
    assert load_rulebook(source).sha256 == book.sha256
    assert len(book.sha256) == 64
    folder = edit("as_of: 2026-10", "as_of: 2026-11", file="law_notes.yaml")
    noted = load_rulebook(source, folder).sha256
    edit("# The rulebook", "# A rulebook")
    assert len({book.sha256, noted, load_rulebook(source, folder).sha256}) == 3


def test_every_quote_is_the_article_at_its_place(source, book):
    quotes = [quote for licence in book.licences.values() for rule in licence.rules for quote in rule.quotes]
    quotes += [quote for fact in book.facts.values() for quote in (*fact.quotes, *fact.default_quotes)]
    quotes += [
        quote
        for part in (*book.cautions, *book.prerequisites, *book.implication_rules)
        for quote in part.quotes
    ]
    assert len(quotes) > 60
    for quote in quotes:
        assert source.text[quote.start : quote.end] == quote.text
        assert quote.text in source.lines[quote.line - 1]


def test_defaults_are_cited(book):
    assert {fact.id: fact.default for fact in book.facts.values() if fact.default} == {
        "us_users_bypass": "no",
        "handles_stablecoins": "yes",
    }
    assert [
        book.facts[name].default_quotes[0].line for name in ("us_users_bypass", "handles_stablecoins")
    ] == [31, 10]


STATUS = {
    "sipc-by-law": "differs", "bd-association": "agrees", "ats-form": "differs", "ats-tsv": "adds",
    "derivatives-split": "differs", "derivatives-retail": "adds", "fcm-both-limbs": "agrees",
    "rfed-retail": "agrees", "ib-no-funds": "differs", "nfa-membership": "agrees", "msb-exclusion": "differs",
    "msb-how": "agrees", "msb-states": "adds", "msb-reach": "agrees", "no-us-users-limits": "differs",
    "ta-trigger": "differs", "peirce-weight": "adds",
}  # fmt: skip


def test_law_notes_are_all_there_with_status_authorities_and_date(book):
    assert {note.id: note.status for note in book.law_notes} == STATUS
    for note in book.law_notes:
        assert note.authorities
        assert note.as_of == "2026-10"
        assert set(note.licences) <= set(book.licences)
        assert set(note.links) <= set(note.authorities)
    licences = {note.id: note.licences for note in book.law_notes}
    assert licences["peirce-weight"] == tuple(book.licences)
    assert set(book.licences) - set(licences["no-us-users-limits"]) == {"fincen_msb"}


def test_a_law_note_of_an_answer_is_in_one_language(book):
    note = book.law_notes[0]
    assert note.in_language("zh").text == note.text["zh"]
    assert note.in_language("en").authorities == ("15 U.S.C. 78ccc(a)(2)(A)",)


def test_a_licence_without_a_subject_has_its_short_name(book):
    assert book.licences["nfa"].subject["en"] == "compliance with NFA rules"
    assert book.licences["finra"].subject == book.licences["finra"].short


def test_the_front_door_is_complete():
    for name in assistant.rulebook.__all__:
        assert hasattr(assistant.rulebook, name)
    assert assistant.rulebook.__all__ == sorted(assistant.rulebook.__all__)


def test_law_notes_bear_on_words_of_the_article(source, book):
    for note in book.law_notes:
        for quote in note.bears_on:
            assert source.text[quote.start : quote.end] == quote.text
            assert note in book.notes_on([(quote.start, quote.start + 1)])
    assert book.notes_on([(0, 1)]) == ()


def test_words_that_a_law_note_bears_on_and_the_article_has_not_are_named(source, edit):
    folder = edit("- Membership in SIPC is not", "- Membership of SIPC is not", file="law_notes.yaml")
    with pytest.raises(AnchorError, match=r"law_notes.yaml:\d+: .*quote not found"):
        load_rulebook(source, folder)
