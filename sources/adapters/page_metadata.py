"""What a whole HTML page says about itself in its head, its linked data and its bylines."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from htmldate import find_date
from lxml.html import HtmlElement

from sources.adapters.credits import is_byline, names_in
from sources.adapters.published import published_of

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
LONGEST_BYLINE_BOX = 120
NO_PERSON = re.compile(r"^https?:|@|\d{4}|^(?:admin|editor|staff)$", re.I)


@dataclass
class Metadata:
    """Every text is empty where the page does not say it. `bylines` are labelled lines.

    `account` is the name under which somebody posts on a site that is not their own.
    """

    title: str = ""
    site: str = ""
    account: str = ""
    url: str = ""
    published: str = ""
    authors: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)


def read_metadata(tree: HtmlElement) -> Metadata:
    """Read a parsed page's metadata; the tree is left as it is."""
    named = _named(tree)
    linked = _linked_data(tree)
    metadata = Metadata()
    metadata.site = named.get("og:site_name") or _name(linked.get("publisher"))
    _read_title(metadata, tree, named, linked)
    metadata.url = _canonical(tree, named, linked)
    metadata.published = _published(tree, named, linked)
    _read_bylines(metadata, tree)
    accounts = [" ".join(e.text_content().split()) for e in _boxes(tree, ACCOUNT_NAME)]
    metadata.account = next((name for name in accounts if 1 < len(name) <= 24), "")
    said = [_name(author) for author in _listed(linked.get("author"))]
    said += [named.get(key, "") for key in ("author", "article:author", "byl", "parsely-author")]
    said = [name for value in said for name in names_in(re.sub(r"^By\s+", "", value))]
    said = [n for n in said if not NO_PERSON.search(n)] or _authors_by_class(tree)
    told = (metadata.site, metadata.title, metadata.account)
    metadata.authors = [n for n in dict.fromkeys(said) if n not in told]
    return metadata


def _named(tree: HtmlElement) -> dict[str, str]:
    values: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            values.setdefault(name.lower(), content)
    return values


def _linked_data(tree: HtmlElement) -> dict:
    """The first JSON-LD object that describes an article; what does not parse is passed over."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text_content(), strict=False)
        except ValueError:
            continue
        for item in _listed(data):
            for thing in _listed(item.get("@graph", item) if isinstance(item, dict) else None):
                if isinstance(thing, dict) and ARTICLE_TYPES.search(str(thing.get("@type"))):
                    return thing
    return {}


def _listed(value: object) -> list:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _name(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(value.split()) if isinstance(value, str) else ""


def _read_title(metadata: Metadata, tree: HtmlElement, named: dict, linked: dict) -> None:
    """The heading the page's title begins with; else what the page hands to others; else its title.

    A site's name behind the title is taken off where it is known, or where the heading ends.
    """
    whole = " ".join((tree.findtext(".//title") or "").split())
    headings = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    given = [
        named.get("og:title", ""),
        _name(linked.get("headline")),
        named.get("twitter:title", ""),
    ]
    for heading in headings:
        if len(heading) > 3 and (whole.startswith(heading) or heading in given):
            metadata.title = heading
            break
    metadata.title = metadata.title or next((t for t in given if t), "") or whole
    if not metadata.title and headings:
        metadata.title = headings[0]
    tail = whole[len(metadata.title) :] if whole.startswith(metadata.title) else ""
    pieces = [piece for piece in SEPARATOR.split(tail) if piece.strip(" -–—_|")]
    if pieces and not metadata.site:
        metadata.site = pieces[-1].strip(" -–—_|")
    _take_site_off(metadata)


def _take_site_off(metadata: Metadata) -> None:
    pieces = [piece for piece in SEPARATOR.split(metadata.title) if piece]
    if len(pieces) < 2:
        return
    if metadata.site and pieces[-1].strip().lower() == metadata.site.lower():
        end = metadata.title.rindex(pieces[-1])
        metadata.title = metadata.title[:end].rstrip(" -–—_|丨｜")
    elif not metadata.site and len(pieces[-1]) <= 20 and len(pieces[0]) > len(pieces[-1]):
        metadata.site = pieces[-1].strip()
        metadata.title = metadata.title[: metadata.title.rindex(pieces[-1])].rstrip(" -–—_|丨｜")


def _canonical(tree: HtmlElement, named: dict, linked: dict) -> str:
    links = tree.xpath("//link[@rel='canonical']/@href")
    page = linked.get("mainEntityOfPage")
    page = page.get("@id", "") if isinstance(page, dict) else page
    choices = [*links, named.get("og:url", ""), page, linked.get("url")]
    # A plain string: what XPath gives keeps the whole tree alive.
    return next((str(c) for c in choices if isinstance(c, str) and c.startswith("http")), "")


def _published(tree: HtmlElement, named: dict, linked: dict) -> str:
    stated = [
        linked.get("datePublished"),
        *(
            named.get(k)
            for k in ("article:published_time", "datepublished", "pubdate", "publishdate")
        ),
    ]
    for value in stated:
        if value and (found := published_of(value)):
            return found
    return find_date(tree, original_date=True, extensive_search=True) or ""


def _boxes(tree: HtmlElement, pattern: re.Pattern[str]) -> list[HtmlElement]:
    return [
        element
        for element in tree.iter("span", "div", "p", "a", "address", "em", "li", "strong", "i")
        # Most elements have no attribute at all, and a page has thousands.
        if element.attrib
        and pattern.search(
            f"{element.get('class') or ''} {element.get('id') or ''} {element.get('rel') or ''}"
        )
    ]


def _read_bylines(metadata: Metadata, tree: HtmlElement) -> None:
    for element in _boxes(tree, BYLINE_CLASS):
        text = " ".join(" ".join(element.itertext()).split())
        if is_byline(text) and len(text) <= LONGEST_BYLINE_BOX and text not in metadata.bylines:
            metadata.bylines.append(text)


def _authors_by_class(tree: HtmlElement) -> list[str]:
    for element in _boxes(tree, AUTHOR_CLASS):
        text = " ".join(element.text_content().split())
        if 1 < len(text) <= 30 and not is_byline(text):
            names = names_in(re.sub(r"^[Bb]y\s+", "", text))
            return [name for name in names if not NO_PERSON.search(name)]
    return []
