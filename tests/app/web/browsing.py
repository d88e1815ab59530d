"""A real browser for tests: Debian's Chromium, watched for every request it makes and every complaint it has."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, sync_playwright

__all__ = ["LAPTOP", "PHONE", "Visit", "chromium", "opened", "visiting"]

LAPTOP, PHONE = (1280, 800), (390, 844)
_SCREENSHOTS = os.environ.get("EXCLUSIM_SCREENSHOTS", "")


def chromium() -> str | None:
    """Where the browser is; None where there is none."""
    return shutil.which("chromium")


@contextmanager
def opened(folder: Path) -> Iterator[Browser]:
    """The browser, with everything it writes below ``folder``."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            downloads_path=folder,
        )
        yield browser
        browser.close()


@dataclass
class Visit:
    """One visitor's page, what they clicked, and what the browser noticed.

    Args:
        page: that they see.
        home: address of the app.
        clicks: made so far, by mouse or in their place; choosing in a list and going to a field count as one each.
        elsewhere: addresses asked for that are not the app's.
        complaints: of the browser: errors of scripts, breaches of the content-security policy.
    """

    page: Page
    home: str
    clicks: int = 0
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def go(self, address: str) -> None:
        """Open an address of the app."""
        answer = self.page.goto(self.home + address)
        assert answer is not None
        assert answer.status < 500, address

    def click(self, what: Locator) -> None:
        """Click, and count it."""
        self.clicks += 1
        what.click()

    def fill(self, what: Locator, text: str) -> None:
        """Go to a field and write; what is written is no click."""
        self.click(what)
        what.fill(text)

    def choose(self, what: Locator, label: str) -> None:
        """Choose in a list."""
        self.clicks += 1
        what.select_option(label=label)

    def show(self, size: tuple[int, int]) -> None:
        """Give the page another size."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def keep_picture(self, name: str) -> None:
        """Keep the whole page as a picture where ``EXCLUSIM_SCREENSHOTS`` names a folder."""
        if _SCREENSHOTS:
            Path(_SCREENSHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{_SCREENSHOTS}/{re.sub(r'[^a-z0-9]+', '-', name)}.png", full_page=True)

    def _noticed(self, message: ConsoleMessage) -> None:
        # That a page came with status 400 or 404 is said by the page itself, and tested as such.
        own = message.location.get("url") == self.page.url and message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not own:
            self.complaints.append(message.text)

    def _asked(self, address: str) -> None:
        if not address.startswith((f"{self.home}/", "data:", "blob:")):
            self.elsewhere.append(address)


@contextmanager
def visiting(browser: Browser, home: str, language: str = "sv-SE") -> Iterator[Visit]:
    """A new visitor without cookies. At the end nothing may have been asked of other machines, or complained of."""
    context = browser.new_context(locale=language, viewport={"width": LAPTOP[0], "height": LAPTOP[1]})
    page = context.new_page()
    page.set_default_timeout(30_000)
    visit = Visit(page, home)
    context.on("request", lambda request: visit._asked(request.url))
    page.on("console", visit._noticed)
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    yield visit
    context.close()
    assert visit.elsewhere == []
    assert visit.complaints == []
