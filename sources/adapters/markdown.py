"""An article written in Markdown."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from markdown_it import MarkdownIt

from sources.adapters.base import Draft, Page
from sources.adapters.html_fragment import HtmlFragment

MARKDOWN_SIGNS = (
    re.compile(r"^#{1,6} \S", re.M),
    re.compile(r"\]\((?:https?:|/|\.|#)[^)\s]*\)"),
    re.compile(r"(?:^|[^*])\*\*[^*\s][^*\n]*\*\*"),
    re.compile(r"^> \S", re.M),
    re.compile(r"^(?:\* |- |\+ )\S", re.M),
    re.compile(r"^\|?[ :]*-{3,}[ :]*\|", re.M),
)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def to_html(text: str) -> str:
    """Render Markdown (CommonMark with tables) as an HTML fragment."""
    return _parser().render(text)


class Markdown:
    """Adapter of Markdown without front matter, recognised by headings, links and emphasis."""

    name = "markdown"
    version = 1

    def recognises(self, page: Page) -> bool:
        """Return whether there is an ATX heading, or signs of Markdown of two kinds."""
        found_signs = [sign for sign in MARKDOWN_SIGNS if sign.search(page.text)]
        return MARKDOWN_SIGNS[0] in found_signs or len(found_signs) >= 2

    def read(self, page: Page) -> Draft:
        """Read the article. Raise `ErrorPage` or `NothingToRead`."""
        draft = HtmlFragment().read(replace(page, text=to_html(page.text)))
        return replace(draft, adapter=self.name, adapter_version=self.version)
