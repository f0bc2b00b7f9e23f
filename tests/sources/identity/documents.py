"""Made-up documents: an article, its forms as a file, and pairs of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from random import Random

from sources.repair.damage import damage, fold

FORMS = ("page", "front-matter-html", "front-matter-markdown")
SUFFIXES = {
    "page": "html",
    "front-matter-html": "txt",
    "front-matter-markdown": "md",
    "dump": "txt",
}


@dataclass(frozen=True)
class Article:
    """An article before it becomes a file; an unknown outlet, address or day is empty."""

    title: str
    outlet: str
    url: str
    published: str
    blocks: tuple[str, ...]

    @property
    def length(self) -> int:
        """The number of characters in all blocks."""
        return sum(map(len, self.blocks))


@dataclass(frozen=True)
class Document:
    """A file, and what an adapter reads in it."""

    name: str
    data: bytes
    title: str
    outlet: str
    url: str
    published: str
    blocks: tuple[str, ...]

    @property
    def text(self) -> str:
        """The article's text as an adapter joins its blocks."""
        return "\n\n".join(self.blocks)


@dataclass(frozen=True)
class Pair:
    """Two documents in the order in which they arrive."""

    kind: str
    first: Document
    second: Document


def of_kind(pairs: Iterable[Pair], kind: str) -> list[Pair]:
    """Return the pairs of a kind. Without any, a test about them would assert nothing."""
    chosen = [pair for pair in pairs if pair.kind == kind]
    assert chosen, kind
    return chosen


def make_pair(kind: str, number: int, first: Article, second: Article, rng: Random) -> Pair:
    """Return two articles as files, each in a random form."""
    name = f"{kind.replace(' ', '-')}-{number:02}"
    return Pair(
        kind,
        make_document(f"{name}-first", first, rng.choice(FORMS)),
        make_document(f"{name}-second", second, rng.choice(FORMS)),
    )


def make_document(name: str, article: Article, form: str) -> Document:
    """Return an article as a file of one form."""
    write = {"page": _page, "dump": _dump}.get(form, _post)
    is_dump = form == "dump"
    return Document(
        name=f"{name}.{SUFFIXES[form]}",
        data=write(article, form).encode(),
        # Damaged dumps have full-width marks in half width.
        title=fold(article.title) if is_dump else article.title,
        outlet=article.outlet,
        url=article.url,
        published=article.published,
        blocks=tuple(map(fold, article.blocks)) if is_dump else article.blocks,
    )


def _page(article: Article, form: str) -> str:
    """Write a whole page with navigation. Without a day, a reader may guess one from the text."""
    head = [f"<title>{escape(article.title)}</title>"]
    if article.published:
        moment = f"{article.published}T08:00:00+08:00"
        head.append(f'<meta property="article:published_time" content="{moment}">')
    if article.outlet:
        head.append(f'<meta property="og:site_name" content="{escape(article.outlet)}">')
    if article.url:
        head.append(f'<link rel="canonical" href="{escape(article.url)}">')
    heading = f"<h1>{escape(article.title)}</h1>"
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8">{"".join(head)}</head><body>'
        f'<nav><a href="/">首页</a> <a href="/list">更多</a></nav>'
        f"<article>{heading}{_html(article)}</article></body></html>"
    )


def _post(article: Article, form: str) -> str:
    """Write a post with front matter."""
    values = {
        "title": article.title,
        "site": article.outlet,
        "url": article.url,
        "date": article.published,
    }
    lines = [f"{key}: {json.dumps(v, ensure_ascii=False)}" for key, v in values.items() if v]
    body = _html(article) if form == "front-matter-html" else "\n\n".join(article.blocks)
    return "\n".join(["---", *lines, "---", "", body, ""])


def _dump(article: Article, form: str) -> str:
    """Write a text dump damaged by the filter that inserts pinyin. It has no address."""
    assert not article.url
    lines = (
        article.title,
        f"来源：{article.outlet}\n{article.published}",
        *article.blocks,
    )
    return fold(damage("\n\n".join(lines)))


def _html(article: Article) -> str:
    return "\n".join(f"<p>{escape(block)}</p>" for block in article.blocks)
