"""A person at a page: each key, click and load of a page is counted."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Frame, Locator, Page


@dataclass
class Counts:
    """What a task took. A text that is pasted is one key, a text that is typed one a character."""

    keys: int = 0
    clicks: int = 0
    loads: int = 0


class Hand:
    """Drive a page as a person does, and count."""

    def __init__(self, page: Page) -> None:
        self.page, self.counts = page, Counts()
        page.on("framenavigated", self._loaded)

    def _loaded(self, frame: Frame) -> None:
        self.counts.loads += frame == self.page.main_frame

    def count(self) -> Counts:
        """Return what was counted since the last call."""
        counts, self.counts = self.counts, Counts()
        return counts

    def click(self, target: Locator) -> None:
        """Click, and wait for the page if it loads another one."""
        target.click()
        self.counts.clicks += 1
        self.page.wait_for_load_state()

    def choose(self, target: Locator, label: str) -> None:
        """Choose an option of a select: one click opens it, one chooses."""
        target.select_option(label=label)
        self.counts.clicks += 2

    def type(self, text: str) -> None:
        """Type at the place of the cursor."""
        self.page.keyboard.type(text)
        self.counts.keys += len(text)

    def press(self, key: str) -> None:
        """Press one key, and wait for the page if it loads another one."""
        self.page.keyboard.press(key)
        self.counts.keys += 1
        self.page.wait_for_load_state()

    def paste(self, target: Locator, text: str) -> None:
        """Click into a field, and replace its text by a pasted one."""
        target.click()
        target.fill(text)
        self.counts.clicks += 1
        self.counts.keys += 1

    def complete(self, target: Locator, typed: str, option: str) -> None:
        """Open a field with suggestions, type the beginning of a name, and click a suggestion."""
        self.click(target)
        self.type(typed)
        self.click(self.page.get_by_role("option", name=option, exact=True).first)
