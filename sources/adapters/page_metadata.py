"""The metadata of a whole HTML page: its head, its linked data and its bylines."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from htmldate import find_date
from lxml.html import HtmlElement

from sources.adapters.base import Parsed
from sources.adapters.credits import is_byline, split_names
from sources.adapters.published import parse_published

ARTICLE_TYPES = re.compile(r"Article|Posting|Report|WebPage")
SEPARATOR = re.compile(
    r"\s*[|丨｜_]\s*|\s+[-–—]\s+|(?<=[\u4e00-\u9fff?!？！”])[-–—](?=[\w\u4e00-\u9fff]+$)"
)
BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:author(?:-?name)?|byline|writer|post-?meta|article-?(?:info|meta|source)|"
    r"source|info|meta)(?:$|[\s_-])",
    re.I,
)
AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:author(?:-?name)?|byline|writer)(?:$|[\s_-])", re.I)
ACCOUNT_NAME = re.compile(
    r"(?:^|[\s_-])(?:js_name|nickname|account-?name|media-?name)(?:$|\s)", re.I
)
MAX_BYLINE_BOX_CHARACTERS = 120
NO_PERSON = re.compile(r"^https?:|@|\d{4}|^(?:admin|editor|staff)$", re.I)


@dataclass
class Metadata:
    """The metadata of a page; missing texts are empty. `bylines` are labelled lines.

    `account` is the name under which an author or outlet posts on someone else's site.
    """

    title: str = ""
    site: str = ""
    account: str = ""
    url: str = ""
    published: str = ""
    authors: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)


def read_metadata(tree: HtmlElement) -> Metadata:
    """Read the metadata of a parsed page; the tree is not changed."""
    meta_tags = _meta_tags(tree)
    linked_data = _linked_data(tree)
    metadata = Metadata()
    metadata.site = meta_tags.get("og:site_name") or _name(linked_data.get("publisher"))
    _read_title(metadata, tree, meta_tags, linked_data)
    metadata.url = _canonical(tree, meta_tags, linked_data)
    metadata.published = _published(tree, meta_tags, linked_data)
    _read_bylines(metadata, tree)
    accounts = [" ".join(e.text_content().split()) for e in _elements_by_class(tree, ACCOUNT_NAME)]
    metadata.account = next((name for name in accounts if 1 < len(name) <= 24), "")
    names = [_name(author) for author in _as_list(linked_data.get("author"))]
    names += [
        meta_tags.get(key, "") for key in ("author", "article:author", "byl", "parsely-author")
    ]
    names = [name for value in names for name in split_names(re.sub(r"^By\s+", "", value))]
    names = [name for name in names if not NO_PERSON.search(name)] or _authors_by_class(tree)
    other_names = (metadata.site, metadata.title, metadata.account)
    metadata.authors = [name for name in dict.fromkeys(names) if name not in other_names]
    return metadata


def _meta_tags(tree: HtmlElement) -> dict[str, str]:
    """Return the contents of meta tags by lower-case name; the first of several with one name."""
    values: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            values.setdefault(name.lower(), content)
    return values


def _linked_data(tree: HtmlElement) -> dict[str, Parsed]:
    """Return the first JSON-LD object that describes an article; invalid JSON is skipped."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text_content(), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _as_list(data):
            for entry in _as_list(item.get("@graph", item) if isinstance(item, dict) else None):
                if isinstance(entry, dict) and _is_article(entry):
                    return entry
    return {}


def _is_article(entry: dict[str, Parsed]) -> bool:
    types = _as_list(entry.get("@type"))
    return any(isinstance(name, str) and ARTICLE_TYPES.search(name) for name in types)


def _as_list(value: Parsed) -> list[Parsed]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _name(value: Parsed) -> str:
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(value.split()) if isinstance(value, str) else ""


def _read_title(
    metadata: Metadata, tree: HtmlElement, meta_tags: dict[str, str], linked_data: dict[str, Parsed]
) -> None:
    """Read the title: the heading, if the HTML title begins with it or a declared title equals it.

    Otherwise use a declared title (Open Graph, JSON-LD, Twitter), otherwise the HTML title. A
    site's name at the end is removed where it is known, or where the heading ends before it.
    """
    html_title = " ".join((tree.findtext(".//title") or "").split())
    headings = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    declared_titles = [
        meta_tags.get("og:title", ""),
        _name(linked_data.get("headline")),
        meta_tags.get("twitter:title", ""),
    ]
    for heading in headings:
        if len(heading) > 3 and (html_title.startswith(heading) or heading in declared_titles):
            metadata.title = heading
            break
    metadata.title = metadata.title or next((t for t in declared_titles if t), "") or html_title
    if not metadata.title and headings:
        metadata.title = headings[0]
    tail = html_title[len(metadata.title) :] if html_title.startswith(metadata.title) else ""
    pieces = [piece for piece in SEPARATOR.split(tail) if piece.strip(" -–—_|")]
    if pieces and not metadata.site:
        metadata.site = pieces[-1].strip(" -–—_|")
    _strip_site(metadata)


def _strip_site(metadata: Metadata) -> None:
    pieces = [piece for piece in SEPARATOR.split(metadata.title) if piece]
    if len(pieces) < 2:
        return
    if metadata.site and pieces[-1].strip().lower() == metadata.site.lower():
        end = metadata.title.rindex(pieces[-1])
        metadata.title = metadata.title[:end].rstrip(" -–—_|丨｜")
    elif not metadata.site and len(pieces[-1]) <= 20 and len(pieces[0]) > len(pieces[-1]):
        metadata.site = pieces[-1].strip()
        metadata.title = metadata.title[: metadata.title.rindex(pieces[-1])].rstrip(" -–—_|丨｜")


def _canonical(tree: HtmlElement, meta_tags: dict[str, str], linked_data: dict[str, Parsed]) -> str:
    links = tree.xpath("//link[@rel='canonical']/@href")
    page = linked_data.get("mainEntityOfPage")
    page = page.get("@id", "") if isinstance(page, dict) else page
    candidates = [*links, meta_tags.get("og:url", ""), page, linked_data.get("url")]
    # Convert to a plain string: a result of XPath keeps the whole tree in memory.
    return next((str(c) for c in candidates if isinstance(c, str) and c.startswith("http")), "")


def _published(tree: HtmlElement, meta_tags: dict[str, str], linked_data: dict[str, Parsed]) -> str:
    values = [
        linked_data.get("datePublished"),
        *(
            meta_tags.get(k)
            for k in ("article:published_time", "datepublished", "pubdate", "publishdate")
        ),
    ]
    for value in values:
        if isinstance(value, str | int) and (published := parse_published(value)):
            return published
    return find_date(tree, original_date=True, extensive_search=True) or ""


def _elements_by_class(tree: HtmlElement, pattern: re.Pattern[str]) -> list[HtmlElement]:
    return [
        element
        for element in tree.iter("span", "div", "p", "a", "address", "em", "li", "strong", "i")
        # Test for attributes first: most of a page's thousands of elements have none.
        if element.attrib
        and pattern.search(
            f"{element.get('class') or ''} {element.get('id') or ''} {element.get('rel') or ''}"
        )
    ]


def _read_bylines(metadata: Metadata, tree: HtmlElement) -> None:
    for element in _elements_by_class(tree, BYLINE_CLASS):
        text = " ".join(" ".join(element.itertext()).split())
        if (
            is_byline(text)
            and len(text) <= MAX_BYLINE_BOX_CHARACTERS
            and text not in metadata.bylines
        ):
            metadata.bylines.append(text)


def _authors_by_class(tree: HtmlElement) -> list[str]:
    for element in _elements_by_class(tree, AUTHOR_CLASS):
        text = " ".join(element.text_content().split())
        if 1 < len(text) <= 30 and not is_byline(text):
            names = split_names(re.sub(r"^[Bb]y\s+", "", text))
            return [name for name in names if not NO_PERSON.search(name)]
    return []
