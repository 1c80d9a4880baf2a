"""The closed parts of reading: languages, clauses, names, statements taken back, windows."""

import itertools

import numpy as np
import pytest

from assistant.reading.clauses import clauses
from assistant.reading.labels import FOCUS, KINDS, STATEMENTS
from assistant.reading.language import language_of
from assistant.reading.names import asks_abroad, group_asked, named, speaks_of_licences
from assistant.reading.network import Signals
from assistant.reading.retraction import retracted
from assistant.reading.simplified import simplified
from assistant.reading.supposition import supposed
from assistant.reading.terms import terms
from assistant.reading.windows import joined, windows


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Do we need an ATS licence?", "en"),
        ("我们需要ATS牌照吗？", "zh"),
        ("FinCEN MSB、broker-dealer、ATS、FINRA 和 SIPC 哪些必须办？", "zh"),
        ("Our 美股 tokens are sold to people in Ohio, which of the licences do we need?", "en"),
        ("???", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_the_answer_is_that_of_most_words(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("We match orders. No fiat.", ["We match orders.", "No fiat."]),
        ("US persons: none, at present", ["US persons: none,", "at present"]),
        ("We take USDC at 1.5 % a day; no dollars.", ["We take USDC at 1.5 % a day;", "no dollars."]),
        (
            "不做撮合，每一笔都是我们自己成交。美国用户也能用",
            ["不做撮合，每一笔都是我们自己成交。", "美国用户也能用"],
        ),
        ("\n\n", []),
    ],
)
def test_a_text_is_cut_where_a_reader_would_point(text: str, pieces: list[str]) -> None:
    assert [clause.text for clause in clauses(text)] == pieces


def test_clauses_are_slices_and_hold_every_word() -> None:
    text = "1. Matching: none\n2. Custody - at BNY; dividends, passed on!  End"
    assert all(text[c.start : c.end] == c.text for c in clauses(text))
    assert "".join("".join(c.text.split()) for c in clauses(text)) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "licences"),
    [
        ("and the FinCEN thing?", ("fincen_msb",)),
        ("Am I a futures commission merchant or an introducing broker?", ("cftc_fcm", "cftc_ib")),
        ("BD, FINRA and the TA under 17A(c)", ("broker_dealer", "finra", "transfer_agent")),
        ("券商牌照和全国期货协会", ("broker_dealer", "nfa")),
        ("that's all, thanks", ()),
    ],
)
def test_licences_are_known_by_their_nicknames(text: str, licences: tuple[str, ...]) -> None:
    assert named(text) == licences


@pytest.mark.parametrize(
    ("text", "speaks"),
    [("why not?", False), ("没有，从来没有", False), ("the full list now?", True), ("那FINRA呢", True)],
)
def test_a_turn_that_speaks_of_no_licence_is_known(text: str, speaks: bool) -> None:
    assert speaks_of_licences(text) is speaks


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Forget what I said about dividends, I must check.", ("distributes_dividends",)),
        ("I take back the bit on the order book.", ("matches_orders",)),
        ("股息的事当我没说", ("distributes_dividends",)),
        ("We forget nobody: dividends go out to all.", ()),
        ("Dividends are passed on.", ()),
    ],
)
def test_statements_taken_back_are_known_by_their_topic(text: str, facts: tuple[str, ...]) -> None:
    assert retracted(text) == facts


def test_windows_overlap_and_cover_a_long_text() -> None:
    text = " ".join(f"Sentence number {number} is here." for number in range(400))
    pieces = windows(text)
    assert len(pieces) > 5
    assert all(text[p.start : p.end] == p.text for p in pieces)
    assert all(after.start < before.end for before, after in itertools.pairwise(pieces))
    assert (pieces[0].start, pieces[-1].end) == (0, len(text))
    assert windows("short")[0].text == "short"


def test_joined_windows_hear_what_any_of_them_hears_in_its_place() -> None:
    pieces = windows("x " * 900)[:2]
    signals = [signal(0.1, 0.2), signal(0.9, 0.8)]
    whole = joined(pieces, signals)
    assert whole.states[0] == pytest.approx(0.9)
    assert whole.kinds[0] == pytest.approx(0.8)
    token = int(whole.weights[0].argmax())
    assert whole.offsets[token] == (pieces[1].start + 3, pieces[1].start + 5)


def signal(state: float, licences: float) -> Signals:
    weights = np.zeros((len(STATEMENTS), 2), np.float32)
    weights[:, 1] = 1.0
    return Signals(
        states=np.full(len(STATEMENTS), state, np.float32),
        focus=np.zeros(len(FOCUS), np.float32),
        kinds=np.array([licences] + [(1 - licences) / 2] * (len(KINDS) - 1), np.float32),
        sentences=np.zeros(3, np.float32),
        weights=weights,
        offsets=((0, 0), (3, 5)),
    )


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Which of the SEC's licences do we need?", ("broker_dealer", "ats", "transfer_agent")),
        ("Do we need anything from the CFTC?", ("cftc", "cftc_fcm", "cftc_rfed", "cftc_ib")),
        ("Of the SEC's licences, is the ATS for us?", ()),
        ("Do we need CFTC registration?", ()),
    ],
)
def test_groups_asked_for_as_such(text: str, group: tuple[str, ...]) -> None:
    assert group_asked(text) == group


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We run an order-flow platform for customers in Texas.", [("matches_orders", "no")]),
        ("It uses the order flow model.", [("matches_orders", "no")]),
        ("我们采用订单流模式", [("matches_orders", "no")]),
        ("Most platforms employ an order flow model.", []),
        ("What is the order flow model?", []),
        ("We don't use an order flow model.", []),
    ],
)
def test_terms_of_art_are_known_where_the_asker_uses_them_of_the_platform(
    text: str, said: list[tuple[str, str]]
) -> None:
    assert [(term.fact, term.value) for term in terms(text)] == said


@pytest.mark.parametrize(
    ("text", "what_if"),
    [
        ("We pay dividends. Assume we stopped. TA?", "Assume we stopped."),
        ("Customers deal with us. If they met each other instead, ATS?", "If they met each other instead, ATS?"),
        ("No Americans. Would we be spared if we opened to them? Thanks.", "Would we be spared if we opened to them?"),
        ("目前不做撮合。假如以后撮合用户订单，要ATS吗？", "假如以后撮合用户订单，要ATS吗？"),
    ],
)  # fmt: skip
def test_what_is_supposed_is_known_by_its_sentence(text: str, what_if: str) -> None:
    assert [text[start:end].strip() for start, end in supposed(text)] == [what_if]


def test_a_condition_that_changes_nothing_supposes_nothing() -> None:
    assert supposed("If an American signs up, KYC stops him. We match orders.") == ()


@pytest.mark.parametrize(
    ("text", "abroad"),
    [
        ("Would BaFin want a permit from us?", True),
        ("Is there anything for us to file with ESMA?", True),
        ("Does ESMA look at us stocks as such?", False),
        ("Does MiCA matter for trading in the US?", False),
        ("Is FINMA or FINRA the one to ask?", False),
    ],
)
def test_us_in_small_letters_is_whoever_asks(text: str, abroad: bool) -> None:
    assert asks_abroad(text) is abroad


def test_traditional_characters_are_read_as_simplified_ones_each_in_its_place() -> None:
    text = "撮合由我們自己做，過戶代理還沒有簽 (ATS?)"
    assert simplified(text) == "撮合由我们自己做，过户代理还没有签 (ATS?)"
    assert simplified("We match orders.") == "We match orders."


def test_every_character_keeps_its_place() -> None:
    every = "".join(map(chr, range(0x3400, 0xA000)))
    assert len(simplified(every)) == len(every)


def test_what_is_supposed_or_taken_back_is_seen_in_both_scripts() -> None:
    assert supposed(simplified("我們派息。假設不派了呢？")) == supposed("我们派息。假设不派了呢？") != ()
    assert retracted(simplified("忽略剛才說的分紅")) == retracted("忽略刚才说的分红") != ()
