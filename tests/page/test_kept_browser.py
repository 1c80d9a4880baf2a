"""What a person comes back to, takes away and puts forward, in a real browser against the real assistant."""

import csv
import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import FIRST_ANSWER_MS, ask, free_port, opened, serving, settled, tab
from playwright.sync_api import Page, expect
from ruamel.yaml import YAML
from sign_in import provider, secrets

pytestmark = pytest.mark.browser

OHIO = "We match orders of users in Ohio. Do we need an ATS licence?"
STARTS = {"Markdown": b"#", "Word": b"PK", "PDF": b"%PDF", "JSON": b"{"}
MEMO = b"<!doctype html>\n<p>The exam fee for a compliance officer is &lt;i&gt;ninety&lt;/i&gt; dollars.</p>"
ROWS = b"id,asked\n1,What is an ATS?\n2,\n3,What is SIPC for?\n"


def test_a_conversation_outlives_a_reload_a_second_tab_and_a_server_killed_in_mid_answer(
    browser, tmp_path
) -> None:
    port = free_port()
    where = f"http://127.0.0.1:{port}"
    with serving(tmp_path, port) as process, opened(browser, where) as page:
        ask(page, OHIO, 1)
        page.reload()
        expect(page.locator("article.turn .words")).to_have_text([OHIO])
        kept = page.url
        with opened(browser, kept) as other:
            expect(other.locator("article.turn .words")).to_have_text([OHIO])
        box = page.get_by_test_id("stChatInputTextArea")
        box.fill(f"{OHIO} " * 300)
        box.press("Enter")
        expect(page.get_by_text("Reading the question")).to_be_visible()
        process.kill()
        process.wait()
    with serving(tmp_path, port), opened(browser, kept) as page:
        expect(page.locator("article.turn .words").first).to_have_text(OHIO)
        turns = page.locator("article.turn").count()
        ask(page, "And FINRA?", turns + 1)
        expect(page.locator("article.turn")).to_have_count(turns + 1)


def test_conversations_are_listed_searched_renamed_and_deleted(browser, address) -> None:
    with opened(browser, address) as page:
        ask(page, OHIO, 1)
        page.get_by_role("button", name="New conversation").click()
        expect(page.locator("article.turn")).to_have_count(0)
        ask(page, "What is SIPC for?", 1)
        kept = page.get_by_role("navigation", name="Kept conversations").locator("[data-conversation]")
        page.get_by_role("searchbox", name="Search conversations").fill("OHIO")
        expect(kept).to_have_count(1)
        kept.get_by_role("link").click()
        expect(page.locator("article.turn .words")).to_have_text([OHIO])
        kept.get_by_role("button", name="Rename").click()
        page.get_by_label("Title of the conversation").fill("Ohio desk <b>")
        page.keyboard.press("Enter")
        expect(kept.get_by_role("link")).to_have_text(
            ["Ohio desk <b>We match orders of users in Ohio. Do we need an ATS licence?"]
        )
        kept.get_by_role("button", name="Delete").click()
        kept.get_by_role("button", name="Delete").click()
        expect(page.locator("article.turn")).to_have_count(0)
        expect(page.get_by_text("No conversation has these words.")).to_be_visible()


def test_a_platform_is_saved_handed_on_as_a_file_and_compared(browser, address, tmp_path) -> None:
    with opened(browser, address) as page:
        ask(page, OHIO, 1)
        page.get_by_role("button", name="Save platform").click()
        page.get_by_label("Name", exact=True).fill("Ohio desk")
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_role("link", name="Platforms").click()
        card = (
            page.locator(".st-key-platforms")
            .locator("[data-testid=stVerticalBlock]")
            .filter(has=page.get_by_role("heading", name="Ohio desk", exact=True))
            .last
        )
        expect(card).to_contain_text("required")
        card.get_by_role("button", name="Take away").click()
        with page.expect_download() as exported:
            page.get_by_role("button", name="Platform file (JSON)").click()
        held = json.loads(exported.value.path().read_text())
        assert (held["name"], held["facts"]["matches_orders"]) == ("Ohio desk", "yes")
        held["facts"]["matches_orders"] = "no"
        file = tmp_path / "variant.json"
        file.write_text(json.dumps(held | {"name": "Variant"}))
        page.keyboard.press("Escape")
        page.locator("input[type=file]").set_input_files(file)
        expect(page.get_by_role("heading", name="Variant")).to_be_visible()
        page.get_by_role("button", name="Compare").last.click()
        ats = page.locator("[data-licence=ats][data-today]")
        expect(ats).to_have_attribute("data-today", "required")
        expect(ats).to_have_attribute("data-variant", "not_required")


def test_a_conversation_is_taken_away_in_every_format(browser, address) -> None:
    with opened(browser, address) as page:
        ask(page, OHIO, 1)
        page.get_by_role("button", name="Take away").click()
        for name, start in STARTS.items():
            with page.expect_download() as taken:
                page.get_by_role("button", name=f"Memo as {name}").click()
            assert taken.value.path().read_bytes().startswith(start)
            assert taken.value.suggested_filename.startswith("we-match-orders")


def test_a_wrong_answer_becomes_an_eval_case_in_two_clicks(browser, address) -> None:
    with opened(browser, address) as page:
        ask(page, OHIO, 1)
        page.get_by_role("button", name="Mark as wrong").click()
        with page.expect_download() as taken:
            page.get_by_role("button", name="Take as eval case").click()
        case = YAML(typ="safe", pure=True).load(taken.value.path().read_text())["cases"][0]
        assert case["question"] == OHIO
        page.get_by_label("Remark on the answer").fill("Says <i>ATS</i>")
        page.get_by_role("button", name="Save remark").click()
        settled(page)
        page.reload()
        expect(page.get_by_label("Remark on the answer")).to_have_value("Says <i>ATS</i>")


def test_a_questionnaire_is_looked_at_answered_and_downloaded(browser, address) -> None:
    with opened(browser, address) as page:
        page.get_by_role("link", name="Batch").click()
        page.locator("input[type=file]").set_input_files(
            {"name": "q.csv", "mimeType": "text/csv", "buffer": ROWS}
        )
        expect(page.get_by_text("The first 3 rows")).to_be_visible()
        expect(page.get_by_role("button", name="Answer them")).to_be_disabled()
        page.get_by_role("combobox", name="Column with the questions").click()
        page.get_by_role("option", name="asked").click()
        page.get_by_role("button", name="Answer them").click()
        answers = page.get_by_role("button", name="Download the answers")
        answers.wait_for(timeout=FIRST_ANSWER_MS)
        expect(page.get_by_text("3 rows are answered, 1 of them could not be.")).to_be_visible()
        with page.expect_download() as taken:
            answers.click()
        with Path(taken.value.path()).open(encoding="utf-8-sig", newline="") as file:
            assert [row["kind"] for row in csv.DictReader(file)] == ["passage", "", "passage"]


def test_a_document_is_put_forward_cited_apart_from_the_article_and_removed(browser, address) -> None:
    memo = {"name": "memo.html", "mimeType": "text/html", "buffer": MEMO}
    with opened(browser, address) as page:
        page.get_by_role("link", name="Documents").click()
        page.locator("input[type=file]").set_input_files(memo | {"name": "bad.pdf"})
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_test_id("stAlert")).to_contain_text("bad.pdf: is damaged")
        page.locator("input[type=file]").set_input_files(memo)
        page.get_by_label("Title").fill("Our <b>memo</b> $a$")
        page.get_by_label("Where it is from").fill("outside counsel")
        page.get_by_label("Date").fill("2026-05-02")
        page.get_by_label("Date").press("Enter")
        settled(page)
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_role("heading", name="Our <b>memo</b> $a$")).to_be_visible()
        page.get_by_role("link", name="Ask").click()
        ask(page, "What is the exam fee for a compliance officer?", 1)
        apart = page.locator("article.turn .further")
        expect(apart).to_contain_text("outside the article (1)")
        expect(apart).to_contain_text("Our <b>memo</b> $a$")
        expect(apart).to_contain_text("2026-05-02, outside counsel, line 2")
        expect(apart.locator("blockquote")).to_have_text(
            "“The exam fee for a compliance officer is <i>ninety</i> dollars.”"
        )
        expect(page.locator("article.turn .answered")).not_to_contain_text("ninety")
        assert faults(page) == []
        page.get_by_role("link", name="Documents").click()
        page.get_by_role("button", name="Remove", exact=True).click()
        page.get_by_role("button", name="Remove Our").click()
        expect(page.get_by_text("There are none yet.")).to_be_visible()


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
def test_axe_finds_no_serious_fault(browser, address, width, theme) -> None:
    with opened(browser, address, width=width, theme=theme) as page:
        assert faults(page) == []
        ask(page, OHIO, 1)
        for name in ("Platform", "Licences", "What if", "Article"):
            tab(page, name)
            assert faults(page) == [], name
        for place in ("platforms", "batch", "documents", "rulebook", "article"):
            page.goto(f"{address}/{place}")
            page.get_by_role("heading", level=1).wait_for()
            settled(page)
            assert faults(page) == [], place


def faults(page: Page) -> list[str]:
    """What axe-core finds serious, once nothing fades in or out any more: half faded, every text lacks contrast."""
    page.wait_for_function(
        "document.getAnimations().every(one => one.playState !== 'running' ||"
        " one.effect.getComputedTiming().iterations === Infinity)"
    )
    page.locator('[data-stale="true"]').first.wait_for(state="detached")
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} {node['target']}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def test_who_signs_in_sees_only_what_is_theirs(browser, tmp_path) -> None:
    port = free_port()
    where = f"http://127.0.0.1:{port}"
    with provider("ann", "bob") as signing:
        (tmp_path / ".streamlit").mkdir()
        (tmp_path / ".streamlit" / "secrets.toml").write_text(secrets(signing, where))
        with serving(tmp_path, port), opened(browser, where) as anns, opened(browser, where) as bobs:
            expect(anns.get_by_test_id("stChatInputTextArea")).to_have_count(0)
            signed_in(anns, "ann")
            ask(anns, OHIO, 1)
            signed_in(bobs, "bob")
            expect(bobs.locator("[data-conversation]")).to_have_count(0)
            bobs.goto(anns.url)
            expect(bobs.get_by_test_id("stAlert")).to_contain_text("there is no conversation")
            expect(bobs.locator("article.turn")).to_have_count(0)
            anns.get_by_role("button", name="Sign out").click()
            expect(anns.get_by_role("button", name="Sign in")).to_be_visible()
            expect(anns.locator("article.turn")).to_have_count(0)


def signed_in(page: Page, name: str) -> None:
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text(f"Signed in as {name}")).to_be_visible()
    settled(page)
