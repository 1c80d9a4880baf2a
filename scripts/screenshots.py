"""Makes the pictures of the README from the page itself: `python scripts/screenshots.py`.

Starts the chat page, asks a real question in a real Chromium, and writes docs/pictures/*.png.
"""

import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "page"))

from browser import ask, chromium, opened, server, set_fact, tab  # noqa: E402
from playwright.sync_api import Browser, Page, expect  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
QUESTION = (
    "We run an order-flow platform for customers in Texas, settle in USDC, no leverage, dividends paid out, "
    "no transfer agent partner. What do we need?"
)
MATCHES = re.compile("match several parties' buy and sell orders")


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as address, chromium() as browser:
        start(browser, address)
        for theme in ("light", "dark"):
            answer(browser, address, theme)
        narrow(browser, address)


def start(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        save(page, "start")


def answer(browser: Browser, address: str, theme: str) -> None:
    """The answer with its licences, the article at a quote, and a fact corrected."""
    with opened(browser, address, theme=theme) as page:
        ask(page, QUESTION, 1)
        tab(page, "Licences")
        check(page)
        save(page, f"answer-{theme}")
        page.locator("article.turn .mark").nth(1).click()
        expect(page.locator(".text mark").first).to_be_in_viewport()
        save(page, f"article-{theme}")
        tab(page, "Platform")
        set_fact(page, MATCHES, "yes")
        save(page, f"platform-{theme}")
        tab(page, "Licences")
        expect(page.locator("[data-licence=ats]")).to_have_attribute("data-verdict", "required")
        save(page, f"corrected-{theme}")
        page.get_by_role("button", name="Save platform").click()
        page.get_by_label("Name", exact=True).fill("Texas desk, matching")
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_role("link", name="Platforms").click()
        page.get_by_role("button", name="Ask about it").first.wait_for()
        save(page, f"platforms-{theme}")
        page.get_by_role("link", name="Rulebook").click()
        page.get_by_role("combobox").click()
        page.get_by_role("option").nth(2).click()
        page.locator("[data-rule=required_matching]").wait_for()
        page.locator(".decision .tree .taken").first.wait_for()
        save(page, f"rulebook-{theme}")


def check(page: Page) -> None:
    """A picture of a wrong answer is none: the verdicts are those that the rulebook gives this platform."""
    for licence, verdict in (
        ("fincen_msb", "required"),
        ("transfer_agent", "required"),
        ("ats", "not_required"),
    ):
        expect(page.locator(f"[data-licence={licence}]")).to_have_attribute("data-verdict", verdict)


def narrow(browser: Browser, address: str) -> None:
    with opened(browser, address, width=390, height=844) as page:
        ask(page, QUESTION, 1)
        save(page, "answer-390")
        tab(page, "Licences")
        page.locator("[data-licence=fincen_msb]").scroll_into_view_if_needed()
        save(page, "licences-390")
        page.locator("article.turn .mark").nth(1).click()
        expect(page.locator(".text mark").first).to_be_in_viewport()
        save(page, "article-390")


def save(page: Page, name: str) -> None:
    """A picture of what stands still: scrolling and fading are over when two pictures in a row are the same."""
    page.mouse.move(0, 0)
    before = b""
    while (now := page.screenshot(animations="disabled", caret="hide")) != before:
        before = now
    (PICTURES / f"{name}.png").write_bytes(now)


if __name__ == "__main__":
    main()
