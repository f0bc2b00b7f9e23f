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
    re.compile(r"\]\((?:https?:|/|\.|#)[^)\]\s]*\)"),
    re.compile(r"(?:^|[^*])\*\*[^*\s][^*\n]*\*\*"),
    re.compile(r"^> \S", re.M),
    re.compile(r"^(?:\* |- |\+ )\S", re.M),
    re.compile(r"^\|?[ :]*-{3,}[ :]*\|", re.M),
)


# A short row of a table is filled up to the columns of its header.
MAX_TABLE_COLUMNS = 50


@cache
def _parser(*, tables: bool) -> MarkdownIt:
    return MarkdownIt("commonmark").enable(
        ["table", "strikethrough"] if tables else "strikethrough"
    )


def to_html(text: str) -> tuple[str, list[str]]:
    """Render Markdown (CommonMark with tables) as an HTML fragment; return it and doubts."""
    if any(line.count("|") > MAX_TABLE_COLUMNS for line in text.split("\n")):
        doubt = f"Tables are left as text: one has more than {MAX_TABLE_COLUMNS} columns."
        return _parser(tables=False).render(text), [doubt]
    return _parser(tables=True).render(text), []


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
        markup, doubts = to_html(page.text)
        draft = HtmlFragment().read(replace(page, text=markup))
        return replace(
            draft,
            adapter=self.name,
            adapter_version=self.version,
            doubts=(*doubts, *draft.doubts),
        )
