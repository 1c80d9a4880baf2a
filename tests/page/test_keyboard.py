"""Everything on the page, worked with the keyboard alone, in a real browser against the real assistant."""

import re

import pytest
from browser import FIRST_ANSWER_MS, opened, settled
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

OHIO = "We run a platform for users in Ohio. Do we need an ATS licence?"
SIPC = "What is SIPC for?"
MOST = 150  # presses of Tab that lead through a whole page


def test_a_question_its_next_question_the_switches_and_the_tabs(browser, address) -> None:
    with opened(browser, address) as page:
        typed(page, OHIO)
        press(page, page.get_by_role("button", name="Yes", exact=True), "Space")
        fact = switch(page, re.compile("match several parties"))
        expect(fact.get_by_role("radio", name="yes")).to_be_checked()

        reach(page, fact.get_by_role("radio", name="yes"))
        page.keyboard.press("ArrowRight")
        expect(fact.get_by_role("radio", name="no", exact=True)).to_be_checked()
        settled(page)
        expect(fact.get_by_role("radio", name="no", exact=True)).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(fact.get_by_role("radio", name="unknown")).to_be_checked()
        settled(page)

        reach(page, page.get_by_role("tab", name="Platform"))
        page.keyboard.press("ArrowRight")
        opened_tab(page, "Licences")
        fold = page.locator("[data-licence=ats] .fold")
        press(page, fold, "Enter")
        expect(fold).to_have_attribute("aria-expanded", "true")
        press(page, page.locator("[data-licence=ats] .decision summary"), "Enter")
        expect(page.locator("[data-licence=ats] .tree .taken").first).to_be_visible()

        reach(page, page.get_by_role("tab", name="Licences"), "Shift+Tab")
        page.keyboard.press("ArrowRight")
        opened_tab(page, "What if")
        variant = page.locator("[data-fact=offers_derivatives]")
        reach(page, variant.get_by_role("radio", name="unknown"))
        page.keyboard.press("ArrowLeft")
        expect(variant.get_by_role("radio", name="no", exact=True)).to_be_checked()
        settled(page)
        press(page, page.get_by_role("button", name="Make the variant today's platform"), "Enter")
        expect(page.get_by_role("button", name="Make the variant")).to_be_disabled()
        expect(page.locator("article.turn .by-hand")).to_contain_text("derivatives or leverage: no")


def test_an_answer_is_judged_edited_and_taken_away(browser, address) -> None:
    with opened(browser, address) as page:
        typed(page, OHIO)
        press(page, page.get_by_role("button", name="Mark as wrong"), "Enter")
        remark = page.get_by_label("Remark on the answer")
        reach(page, remark)
        page.keyboard.type("Too short")
        press(page, page.get_by_role("button", name="Save remark"), "Enter")
        settled(page)
        expect(remark).to_have_value("Too short")
        press(page, page.get_by_role("button", name="Take back"), "Enter")
        expect(remark).to_have_count(0)
        press(page, page.get_by_role("button", name="Edit"), "Enter", "Shift+Tab")
        expect(page.get_by_label("The question, to be asked otherwise")).to_be_focused()
        page.keyboard.press("Control+A")
        page.keyboard.type(SIPC)
        press(page, page.locator("article.turn").get_by_role("button", name="Ask"), "Enter")
        expect(page.locator("article.turn .words")).to_have_text([SIPC])
        settled(page)
        press(page, page.get_by_role("button", name="Take away"), "Enter")
        memo = page.get_by_role("button", name="Memo as Markdown")
        memo.wait_for()
        with page.expect_download():
            press(page, memo, "Enter")


def test_kept_conversations_are_opened_searched_renamed_and_deleted(browser, address) -> None:
    with opened(browser, address) as page:
        typed(page, "Quebec desk: " + SIPC)
        press(page, page.get_by_role("button", name="New conversation"), "Enter", "Shift+Tab")
        expect(page.locator("article.turn")).to_have_count(0)
        settled(page)
        reach(page, page.get_by_role("searchbox", name="Search conversations"))
        page.keyboard.type("quebec nowhere")
        expect(page.get_by_text("No conversation has these words.")).to_be_visible()
        page.keyboard.press("Control+A")
        page.keyboard.type("quebec")
        entry = page.locator("[data-conversation]")
        expect(entry).to_have_count(1)
        settled(page)
        press(page, entry.get_by_role("link"), "Enter")
        expect(page.locator("article.turn")).to_have_count(1)
        settled(page)

        press(page, entry.get_by_role("button", name="Rename"), "Enter")
        expect(page.get_by_label("Title of the conversation")).to_be_focused()
        page.keyboard.type("Quebec, renamed")
        page.keyboard.press("Enter")
        expect(entry.get_by_role("link")).to_contain_text("Quebec, renamed")
        settled(page)
        expect(entry.get_by_role("link")).to_be_focused()

        press(page, entry.get_by_role("button", name="Delete"), "Enter")
        page.keyboard.press("Escape")
        expect(entry.get_by_role("link")).to_be_focused()
        press(page, entry.get_by_role("button", name="Delete"), "Enter")
        page.keyboard.press("Enter")
        expect(entry).to_have_count(0)
        settled(page)
        expect(page.get_by_role("searchbox", name="Search conversations")).to_be_focused()


def test_platforms_rulebook_questionnaires_and_documents(browser, address) -> None:
    with opened(browser, address) as page:
        typed(page, OHIO)
        press(page, page.get_by_role("button", name="Save platform"), "Enter")
        name = page.get_by_label("Name", exact=True)
        reach(page, name)
        page.keyboard.type("Keys")
        press(page, page.get_by_role("button", name="Save", exact=True), "Enter")
        expect(page.get_by_text("Saved as “Keys”.")).to_be_visible()
        expect(name).to_have_count(0)

        goes(page, "Platforms")
        press(page, page.get_by_role("button", name="Change").last, "Enter")
        reach(page, name)
        page.keyboard.press("End")
        page.keyboard.type(" two")
        press(page, page.get_by_role("button", name="Rename", exact=True), "Enter")
        expect(page.get_by_role("heading", name="Keys two")).to_be_visible()
        settled(page)
        page.keyboard.press("Escape")
        press(page, page.get_by_role("button", name="Compare").last, "Enter")
        opened_tab(page, "What if")

        goes(page, "Rulebook")
        press(page, page.get_by_role("combobox"), "ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator("[data-rule]").first).to_be_visible()

        for place in ("Batch", "Documents"):
            goes(page, place)
            with page.expect_file_chooser():
                press(page, page.get_by_test_id("stFileUploaderDropzone").locator("button"), "Enter")

        goes(page, "Article")
        reach(page, page.get_by_role("region", name="The source article"))


def typed(page: Page, question: str) -> None:
    # The sidebar is drawn last: nothing takes the box away any more.
    page.get_by_role("navigation", name="Kept conversations").wait_for()
    settled(page)
    box = page.get_by_test_id("stChatInputTextArea")
    reach(page, box)
    page.keyboard.type(question)
    expect(box).to_have_value(question)
    page.keyboard.press("Enter")
    page.locator("article.turn").first.wait_for(timeout=FIRST_ANSWER_MS)
    settled(page)


def switch(page: Page, question: re.Pattern[str]) -> Locator:
    return page.get_by_role("group", name=question)


def opened_tab(page: Page, name: str) -> None:
    expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
    settled(page)


def goes(page: Page, name: str) -> None:
    """To another page, by its link in the sidebar."""
    press(page, page.get_by_role("link", name=name, exact=True), "Enter", "Shift+Tab")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settled(page)


def press(page: Page, target: Locator, key: str, by: str = "Tab") -> None:
    reach(page, target, by)
    page.keyboard.press(key)


def reach(page: Page, target: Locator, by: str = "Tab") -> None:
    """Tab along until the focus is on `target`, as somebody without a mouse does."""
    target.wait_for(state="attached")
    for _ in range(MOST):
        if target.evaluate(
            "node => node.getRootNode().activeElement === node && node.matches(':focus-visible')"
        ):
            return
        page.keyboard.press(by)
    pytest.fail(f"{MOST} times {by} do not lead to {target}")
