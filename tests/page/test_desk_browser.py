"""What a person settles, compares, stops and checks on the page, in a real browser against the real assistant."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from browser import FIRST_ANSWER_MS, ask, free_port, opened, serving, set_fact, settled, tab
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

OHIO = "We match orders of users in Ohio. Do we need an ATS licence?"
BOTH_WAYS = "We match the orders of our users in Ohio. We never match orders. Do we need an ATS licence?"
CHINESE = "我们撮合德州用户的买卖单。ATS牌照要办吗？"
ROWS = "question\n" + "".join(
    f"We match orders of users in Ohio on {n} servers. Do we need an ATS licence?\n" for n in range(2_000)
)


def test_a_chinese_question_has_a_chinese_answer_whose_mark_opens_the_english_quote(browser, address) -> None:
    with opened(browser, address) as page:
        ask(page, CHINESE, 1)
        expect(page.locator("article.turn .answered")).to_contain_text("必须办理")
        page.locator("article.turn .mark").first.click()
        expect(page.get_by_role("region", name="原文").locator("mark").first).to_be_in_viewport()


def test_a_contradiction_stands_side_by_side_until_one_side_is_taken(browser, address) -> None:
    with opened(browser, address) as page:
        ask(page, BOTH_WAYS, 1)
        tab(page, "Platform")
        clash = page.locator(".clash")
        expect(clash.locator(".side p")).to_have_text(
            ["“We match the orders of our users in Ohio.”", "“We never match orders.”"]
        )
        clash.locator(".side").filter(has_text="We never match orders.").get_by_role("button").click()
        expect(clash).to_have_count(0)
        settled(page)
        tab(page, "Licences")
        expect(page.locator("[data-licence=ats]")).to_have_attribute("data-verdict", "not_required")


def test_a_licence_says_why_what_would_change_it_and_how_it_was_decided(browser, address) -> None:
    with opened(browser, address) as page:
        ask(page, OHIO, 1)
        tab(page, "Licences")
        expect(page.locator(".order li").first).to_be_visible()
        for licence in ("ats", "nfa"):
            row = page.locator(f"[data-licence={licence}]")
            row.locator(".fold").click()
            reasons = row.locator("section").filter(
                has=page.get_by_role("heading", name="Because", exact=True)
            )
            expect(reasons.locator("li").first).to_be_visible()
            expect(row.get_by_role("heading", name="What would change it")).to_be_visible()
            row.locator(".decision summary").click()
            expect(row.locator(".tree .taken").first).to_be_visible()


def test_an_answer_is_asked_for_again(browser, address) -> None:
    with opened(browser, address) as page:
        ask(page, OHIO, 1)
        said = page.locator("article.turn .answered").inner_text()
        set_fact(
            page, re.compile("match several parties"), "no"
        )  # the question says otherwise: a new answer undoes it
        expect(page.locator("article.turn .answered")).not_to_have_text(said, use_inner_text=True)
        page.get_by_role("button", name="Answer again").click()
        settled(page)
        expect(page.locator("article.turn .words")).to_have_text([OHIO])
        expect(page.locator("article.turn .answered")).to_have_text(said, use_inner_text=True)


def test_a_platform_is_renamed_duplicated_and_deleted(browser, address) -> None:
    with opened(browser, address) as page:
        ask(page, OHIO, 1)
        page.get_by_role("button", name="Save platform").click()
        page.get_by_label("Name", exact=True).fill("Desk")
        page.get_by_role("button", name="Save", exact=True).click()
        settled(page)
        page.get_by_role("link", name="Platforms").click()
        names = page.locator(".st-key-platforms").get_by_role("heading", level=3)
        expect(names).to_have_text(["Desk"])
        changed(page, "Rename", name="Desk two")
        expect(names).to_have_text(["Desk two"])
        changed(page, "Duplicate")
        expect(names).to_have_count(2)
        changed(page, "Delete Desk two (2)")
        expect(names).to_have_text(["Desk two"])


def test_a_questionnaire_is_stopped_and_goes_on(browser, address) -> None:
    with opened(browser, address) as page:
        page.get_by_role("link", name="Batch").click()
        page.locator("input[type=file]").set_input_files(
            {"name": "many.csv", "mimeType": "text/csv", "buffer": ROWS.encode()}
        )
        page.get_by_role("button", name="Answer them").click()
        page.get_by_role("button", name="Cancel").click(timeout=FIRST_ANSWER_MS)
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        page.get_by_role("button", name="Cancel").click()
        expect(page.get_by_role("button", name="Go on")).to_be_visible()


def test_an_answer_of_the_page_is_in_the_log_where_any_change_of_it_is_found(browser, tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port), opened(browser, f"http://127.0.0.1:{port}") as page:
        ask(page, OHIO, 1)
    assert OHIO[:20] in audit(tmp_path, "list").stdout
    assert audit(tmp_path, "verify").returncode == 0
    assert audit(tmp_path, "replay", "1").returncode == 0
    log = tmp_path / "data" / "audit" / "log.jsonl"
    log.write_text(log.read_text("utf-8").replace("Ohio", "Iowa"), "utf-8")
    assert audit(tmp_path, "verify").returncode == 1


def audit(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "ASSISTANT_DATA": str(folder / "data"), "COLUMNS": "200"}
    command = [sys.executable, "-m", "assistant", "audit", *words]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def changed(page: Page, what: str, name: str | None = None) -> None:
    """Do something with the last platform, by its menu."""
    page.get_by_role("button", name="Change").last.click()
    if name is not None:
        page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name=what, exact=True).last.click()
    settled(page)
    page.keyboard.press("Escape")
