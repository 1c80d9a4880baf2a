"""What a person does on the page, in a real browser, against the real assistant."""

import re

import pytest
from browser import ask, opened, set_fact, settled, tab
from playwright.sync_api import Page, expect

from assistant.source import load_source

pytestmark = pytest.mark.browser

SOURCE = load_source()
TEXAS = (
    "We run an order-flow platform for customers in Texas, settle in USDC, no leverage, dividends paid out, "
    "no transfer agent partner. What do we need?"
)
MATCHES = re.compile("match several parties' buy and sell orders")
WIDTHS = pytest.mark.parametrize(("width", "height"), [(1280, 860), (390, 844)], ids=["1280", "390"])


@WIDTHS
def test_a_question_is_answered_checked_in_the_article_corrected_and_followed_up(
    browser, address, width, height
) -> None:
    with opened(browser, address, width=width, height=height) as page:
        ask(page, TEXAS, 1)
        tab(page, "Licences")
        expect(page.locator("[data-licence]")).to_have_count(11)
        expect(page.locator("[data-licence=fincen_msb]")).to_have_attribute("data-verdict", "required")
        expect(page.locator("[data-licence=fincen_msb] .word")).to_have_text("Required")

        page.locator("article.turn .mark").nth(1).click()
        quote_is_shown(page)

        for value, expected in (("no", "not_required"), ("yes", "required")):
            tab(page, "Platform")
            set_fact(page, MATCHES, value)
            tab(page, "Licences")
            expect(page.locator("[data-licence=ats]")).to_have_attribute("data-verdict", expected)
        expect(page.locator("[data-licence=ats] .was")).to_have_text("was: Not required")
        expect(page.locator("article.turn .by-hand")).to_contain_text("matches orders: yes")

        ask(page, "And which of these does the article only recommend to us?", 2)
        expect(page.locator("article.turn")).to_have_count(2)
        expect(page.locator("article.turn").nth(1)).to_contain_text("which of these")
        no_sideways_scroll(page)


@WIDTHS
def test_the_two_sides_stand_beside_each_other_or_one_under_the_other(
    browser, address, width, height
) -> None:
    with opened(browser, address, width=width, height=height) as page:
        # Both in one look: while letters load, the page still moves.
        page.wait_for_function(
            """wide => {
                const of = name => document.querySelector(`.st-key-${name}`).getBoundingClientRect();
                const [left, right] = [of("conversation"), of("beside")];
                return wide ? right.left >= left.right : right.top >= left.bottom;
            }""",
            arg=width > 700,
        )
        box = page.get_by_test_id("stChatInput").bounding_box()
        assert box["y"] + box["height"] <= height
        no_sideways_scroll(page)


def test_an_example_is_asked_with_the_keyboard_alone(browser, address) -> None:
    with opened(browser, address) as page:
        page.get_by_role("button", name="We run an order-flow").focus()
        page.keyboard.press("Enter")
        mark = page.locator("article.turn .mark").first
        mark.wait_for(timeout=300_000)
        mark.focus()
        page.keyboard.press("Enter")
        quote_is_shown(page)


def test_what_a_person_types_is_shown_and_never_run(browser, address) -> None:
    question = (
        'We serve US users <img src=x onerror="document.title=1"> $a$ **b** :material/home: What do we need?'
    )
    with opened(browser, address) as page:
        ask(page, question, 1)
        expect(page.locator("article.turn .words").first).to_have_text(question)
        assert page.locator("article.turn img").count() == 0
        assert page.title() != "1"


def test_what_cannot_be_answered_is_said_in_the_error_box_and_stays_in_the_box_to_type_in(
    browser, address
) -> None:
    with opened(browser, address) as page:
        box = page.get_by_test_id("stChatInputTextArea")
        box.fill("x" * 20_001)
        box.press("Enter")
        expect(page.get_by_test_id("stAlert")).to_contain_text("20,000")
        expect(box).to_have_value("x" * 20_001)


def test_two_browsers_do_not_mix(browser, address) -> None:
    with opened(browser, address) as one, opened(browser, address) as other:
        ask(one, TEXAS, 1)
        expect(other.get_by_role("heading", name="Which US registrations")).to_be_visible()
        expect(other.locator("article.turn")).to_have_count(0)


def test_the_page_loads_nothing_from_elsewhere(browser, address) -> None:
    asked: list[str] = []
    with opened(browser, address) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.reload()
        ask(page, TEXAS, 1)
        tab(page, "Article")
        for name in ("Rulebook", "Article"):
            page.get_by_role("link", name=name).click()
            page.get_by_role("heading", level=1).wait_for()
            settled(page)
    assert asked
    assert [
        url for url in asked if not url.startswith((address, "data:", "blob:", address.replace("http", "ws")))
    ] == []


def test_a_quote_in_the_rulebook_opens_in_the_article(browser, address) -> None:
    with opened(browser, address) as page:
        page.get_by_role("link", name="Rulebook").click()
        page.locator("[data-rule] .mark").first.click()
        mark = page.locator(".whole mark").first
        expect(mark).to_be_in_viewport()
        assert mark.inner_text() in SOURCE.text


def quote_is_shown(page: Page) -> None:
    """The Article tab is open, the quote is highlighted and in view, and the bar has its number and line."""
    expect(page.get_by_role("tab", name="Article")).to_have_attribute("aria-selected", "true")
    mark = page.locator(".text mark").first
    expect(mark).to_be_in_viewport()
    assert "".join(page.locator(".text mark").all_inner_texts()) in SOURCE.text
    expect(page.locator(".place")).to_contain_text(re.compile(r"Line \d+"))
    expect(page.locator(".place .n")).to_have_text(re.compile(r"^\d+$"))


def no_sideways_scroll(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
