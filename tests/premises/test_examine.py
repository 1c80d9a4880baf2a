"""Questions, and what is found of their premises. Of true ones none may be called false: that is the worse fault."""

import json
from pathlib import Path

import pytest

from assistant.premises import examine
from assistant.premises.attribution import body_in, by_short_names
from assistant.premises.comparing import altered, exact
from assistant.premises.holding import held
from assistant.premises.opposites import opposed, opposites
from assistant.source import Source, load_source
from assistant.writing.passages import leads, paraphrases

BANK = Path(__file__).parents[2] / "assistant" / "retrieval" / "bank.jsonl"


@pytest.fixture(scope="module")
def source() -> Source:
    return load_source()


@pytest.mark.parametrize(
    ("question", "outcome", "sentence"),
    [
        ('Does the article say "SIPC membership is a legal requirement"?', "altered", "18.4"),
        ("The author writes ‘this license is always a must-have’. Why?", "altered", "10.1"),
        ("「tokenized securities are no longer securities」, says the article. Where?", "altered", "5.1"),
        ('The article says "FinCEN inspects platforms twice a year". Where?', "absent", None),
        ('FINRA said that "tokenized securities are still securities". When?', "other_speaker", "5.1"),
        ("since the article says that FINRA is a government agency, who runs it?", "opposed", "16.1"),
        ("why does the article say MSBs need no AML?", "opposed", "9.1"),
        ("Why is FINRA a government agency?", "opposed", "16.1"),
        ("According to the article, FinCEN defined CVC in 2021. Why?", "unmentioned", None),
        ("Where does the article say that Robinhood is compliant?", "unmentioned", None),
        ("文章说“FINRA是政府机构”，对吗？", "opposed", "16.1"),
        ("文章写着「FinCEN MSB注册为可选牌照」，是原话吗？", "altered", "35.1"),
        ("为什么文章说ATS牌照由FINRA颁发？", "opposed", "12.1"),
        (
            "The article says the SEC made its statement on July 9, 2024. What did it say?",
            "unmentioned",
            None,
        ),
        ("Where does the article say that geo-blocking ruins a business?", "unverified", None),
        ("文章说杠杆代币不用找监管机构，对吗？", "unverified", None),
        # another body, two the other way round, denied, of all, a duty, another order; as a tag, a negative question
        ("So the article says FINRA compensates the clients of failed brokers. How?", "opposed", "18.3"),
        ("The article says that FINRA oversees the SEC, right?", "opposed", "16.1"),
        ("Why does the article say that Dinari was refused a transfer agent registration?", "opposed", "5.4"),
        ("The article says that every platform applies to register transfer agents. Why?", "opposed", "22.1"),
        (
            "The article explains that one joins FINRA before registering as a broker-dealer. And then?",
            "opposed",
            "13.1",
        ),
        (
            "Platforms without US users need CFTC registration according to the article, correct?",
            "opposed",
            "30.3",
        ),
        ("Doesn't the article call SIPC a lottery for gamblers?", "unverified", None),
        ("文章不是说过户代理由CFTC监管吗？", "opposed", "21.1"),
    ],
)
def test_what_the_article_does_not_say_is_found_with_what_it_says(source, question, outcome, sentence):
    (found,) = examine(question, source, paraphrases()).false
    assert found.outcome == outcome
    assert (found.sentence.id if found.sentence else None) == sentence


@pytest.mark.parametrize(
    "question",
    [
        'The article says "Membership in SIPC is not a legal requirement". What is it then?',
        "Does the article say 'obtaining one or more licences does not guarantee full compliance'?",
        "The author says “tokenized securities are still securities, and market participants must … comply”. Who?",
        "What does the article mean by 'long-arm jurisdiction'?",
        "Why does the article say that FINRA is not a government agency?",
        "Why isn't SIPC membership mandatory?",
        "Does the article say that a platform without US users does not need FINRA?",
        'Our lawyer says "you need a New York BitLicense". Does the article speak of that?',
        'The examiner writes: "Imagine a shop in which one can buy a share." What does the article say of shops?',
        'For "EU" read "US" in the heading of our deck. Which licences do we need?',
        "According to the article, MyStonks was about 6.2 million dollars. What happened?",
        "文章说“FINRA不是政府机构”，那它是什么？",
        "文中提到用户通过VPN绕过限制，后果是什么？",
        "为什么文章说加入SIPC不是法律强制的？",
        "Is FINRA a government agency?",
        "Does the article say that geo-blocking ruins a business?",
        "What does the author say of those who block Americans?",
        "As the article says, most platforms use an order flow model. Why?",
        "Does the article say that FINRA oversees the SEC?",
        "The article says the SEC supervises FINRA, right?",
        "So per the article most platforms don't match orders but trade one on one, correct?",
        "Since the article says that platforms without US users do not need an ATS licence, what risk is left?",
        "The author cites one success story of a transfer agent. Whose is it?",
        "文章说过户代理由SEC监管，那它们负责什么？",
    ],
)
def test_what_it_says_and_what_others_say_is_not_called_false(source, question):
    assert examine(question, source, paraphrases()).false == ()


def test_every_sentence_of_the_article_is_its_own_word(source):
    for sentence in source.sentences:
        found = examine(f"Does the article say “{sentence.text}”?", source)
        assert found.false == (), sentence.text
        place = exact(sentence.text, source)
        assert source.text[place.start : place.end] == place.text


def test_a_word_changed_in_any_long_sentence_leads_back_to_it(source):
    long = [one for one in source.sentences if one.language == "en" and len(one.text.split()) > 8]
    assert len(long) > 50
    for sentence in long:
        words = sentence.text.split()
        changed = " ".join([*words[:4], "purple", *words[5:]])
        assert exact(changed, source) is None
        assert altered(changed, source).sentence.id == sentence.id


def test_what_the_assistant_says_of_a_sentence_never_goes_against_the_article(source):
    said = [
        *(text for lead in leads().values() for text in lead.values()),
        *(s.text for s in source.sentences),
    ]
    assert [text for text in said if opposed(text)] == []


def test_every_sentence_and_what_the_assistant_says_of_it_holds_by_the_article(source):
    said = [(s.text, *paraphrases().get(s.id, ())) for s in source.sentences]
    against = [
        text for texts in said for text in texts if held(text, source, paraphrases()).outcome != "said"
    ]
    assert against == []


def test_every_opposite_names_a_sentence_of_the_article(source):
    assert {one.sentence for one in opposites()} <= {sentence.id for sentence in source.sentences}


def test_of_the_known_questions_hardly_any_rests_on_a_false_premise(source):
    questions = [json.loads(line)["question"] for line in BANK.read_text("utf-8").splitlines()]
    found = [question for question in questions if examine(question, source, paraphrases()).false]
    assert len(found) < 0.0125 * len(questions)


@pytest.mark.parametrize(
    "text", ["“", "'''''", '"" ""', "…", '"..."', "the article says “", "文章说", '"' * 999]
)
def test_odd_marks_are_borne(source, text):
    assert examine(text, source).false == ()


def test_the_same_question_finds_the_same(source):
    question = 'The article says "FINRA is a federal agency". Why is FINRA a government agency?'
    assert examine(question, source, paraphrases()) == examine(question, source, paraphrases())


def test_a_made_up_quotation_beside_the_question_is_left_out_of_what_is_looked_for(source: Source) -> None:
    beside = "The article says: “FinCEN inspects every platform twice a year.” What does FinCEN do?"
    assert examine(beside, source).without_made_up(beside) == "The article says: “” What does FinCEN do?"
    about = "Where does the article say “FinCEN inspects every platform twice a year”?"
    assert examine(about, source).without_made_up(about) == about


def test_what_a_heading_and_a_sentence_under_it_say_together_is_said(source: Source) -> None:
    assert (
        examine(
            "Why does the article say ATS is ambiguous for order-flow platforms?", source, paraphrases()
        ).false
        == ()
    )


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("金融业监管局是什么？", "FINRA"),
        ("美国金融业监管局是什么？", "FINRA"),
        ("投资者保护公司赔钱吗？", "SIPC"),
        ("证券投资者保护公司赔钱吗？", "SIPC"),
    ],
)
def test_a_body_is_known_by_its_chinese_name_whole_or_short(text: str, body: str) -> None:
    assert body_in(body, text)
    assert body in by_short_names(text)
