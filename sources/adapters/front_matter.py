"""A post as stored by a mirror: front matter, then the article in HTML or Markdown."""

from __future__ import annotations

import re
import tomllib

import yaml

from sources.adapters.base import (
    Block,
    Draft,
    Figure,
    NothingToRead,
    Page,
    Parsed,
    TooComplex,
)
from sources.adapters.data_formats import REPLACEMENT, read_toml, read_yaml, replace_refused
from sources.adapters.html_fragment import looks_like_html, read_block_credits, read_fragment
from sources.adapters.markdown import to_html
from sources.adapters.published import parse_published
from sources.languages.detection import detect_language

FENCE = re.compile(r"\A\s*(?P<fence>---|\+\+\+)[ \t]*\n")
PAIR = re.compile(r"^(?P<key>[A-Za-z_][\w-]*)\s*[:=]\s*(?P<value>.*)$")
ITEM = re.compile(r"^\s*-\s+(?P<value>.+)$")
DATE_KEYS = ("date", "published", "pubdate", "publishdate", "publish_date", "created", "datetime")
URL_KEYS = ("url", "link", "canonical", "canonical_url", "original", "source_url", "source")
SITE_KEYS = ("publisher", "site", "site_name", "sitename")
SURNAMES = (
    "王李张张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程苏魏吕丁沈任姚卢傅钟姜崔谭陆范汪廖石金韦贾夏方邹熊白孟秦邱侯江尹薛闫段雷龙"
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭蔣葉蘇呂盧鍾譚陸范賈鄒閻龍"
)
PERSON = re.compile(
    rf"^(?:[{SURNAMES}][\u4e00-\u9fff]{{1,2}}|[A-Z][a-z]+ (?:[A-Z]\. )?[A-Z][a-z]+)$"
)


def split_front_matter(text: str) -> tuple[dict[str, Parsed], str, list[str]]:
    """Return the values of the front matter by lower-case name, the body, and doubts.

    Front matter that is not valid YAML or TOML, or that is not closed, is parsed line by line.
    """
    opened = FENCE.match(text)
    if not opened:
        return {}, text, []
    fence, rest = opened["fence"], text[opened.end() :]
    closed = re.search(rf"^{re.escape(fence)}[ \t]*$\n?", rest, re.M)
    doubts = []
    if closed:
        head, body = rest[: closed.start()], rest[closed.end() :]
    else:
        head, body = _head_without_end(rest)
        doubts.append("The front matter is never closed.")
    values, value_doubts = _values(head, fence)
    return values, body, doubts + value_doubts


def _head_without_end(rest: str) -> tuple[str, str]:
    """Return the leading lines that are values, list items or empty, and the other lines."""
    lines = rest.split("\n")
    count = 0
    for line in lines:
        if line.strip() and not (PAIR.match(line) or ITEM.match(line)):
            break
        count += 1
    return "\n".join(lines[:count]), "\n".join(lines[count:])


def _values(head: str, fence: str) -> tuple[dict[str, Parsed], list[str]]:
    doubt = "The front matter is neither valid YAML nor TOML."
    try:
        if (values := _parse(head, fence)) is not None:
            return values, []
        # One character that the format refuses must not cost all the other values.
        readable, count = replace_refused(head)
        if (values := _parse(readable, fence)) is not None:
            doubt = f"{count} characters of the front matter that cannot be read were replaced by"
            return values, [f"{doubt} {REPLACEMENT}."] if count else []
    except TooComplex as error:
        doubt = str(error)
    return _values_by_line(head), [doubt]


def _parse(head: str, fence: str) -> dict[str, Parsed] | None:
    """Return the values by lower-case name; None if they are not valid. Raise `TooComplex`."""
    try:
        values = read_toml(head) if fence == "+++" else read_yaml(head)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError):
        return None
    if not isinstance(values, dict):
        return None
    return {str(key).lower(): value for key, value in values.items()}


def _values_by_line(head: str) -> dict[str, Parsed]:
    values: dict[str, Parsed] = {}
    key = ""
    for line in head.split("\n"):
        if pair := PAIR.match(line):
            key = pair["key"].lower()
            value = pair["value"].strip()
            # Accept a value with an opening quotation mark but no closing one.
            values.setdefault(key, value.strip("'\"").strip())
        elif (item := ITEM.match(line)) and key:
            listed = values.get(key)
            items = listed if isinstance(listed, list) else []
            items.append(item["value"].strip().strip("'\""))
            values[key] = items
    return values


class FrontMatter:
    """Adapter of posts with YAML, TOML or broken front matter before HTML or Markdown."""

    name = "front-matter"
    version = 1

    def recognises(self, page: Page) -> bool:
        """Return whether the first line is a fence and the next non-empty line is a named value."""
        opened = FENCE.match(page.text)
        following = page.text[opened.end() :].lstrip("\n").split("\n", 1)[0] if opened else ""
        return bool(PAIR.match(following))

    def read(self, page: Page) -> Draft:
        """Read the post. Raise `ErrorPage` or `NothingToRead`."""
        values, body, doubts = split_front_matter(page.text)
        title = _first_text(values.get("title"))
        blocks, figures, body_doubts = _read_body(body, title)
        doubts += body_doubts
        credits = read_block_credits(blocks)
        site, persons = _author_or_site(values)
        if persons and not credits.authors:
            doubts.append("The author in the front matter is assumed to be a person, not a site.")
        if not title:
            doubts.append("The front matter has no title; its first words are used as the title.")
        dates = [values[key] for key in DATE_KEYS if values.get(key)]
        published = parse_published(dates[0] if dates else credits.published)
        if not published:
            doubts.append("The page gives no date of publication.")
        return Draft(
            adapter=self.name,
            adapter_version=self.version,
            encoding=page.encoding,
            title=title or blocks[0].text[:60],
            language=detect_language("\n".join(block.text for block in blocks)),
            blocks=tuple(blocks),
            authors=tuple(credits.authors or persons),
            outlet=credits.outlet or ("" if credits.outlet_unknown else site),
            publisher=site or credits.publisher,
            url=credits.url or _address(values),
            published=published,
            figures=tuple(figures),
            doubts=tuple(doubts),
        )


def _address(values: dict[str, Parsed]) -> str:
    """Return the first web address among the values that name one; empty for none."""
    addresses = (_first_text(values.get(key)) for key in URL_KEYS)
    return next((address for address in addresses if address.startswith("http")), "")


def _read_body(body: str, title: str) -> tuple[list[Block], list[Figure], list[str]]:
    if not body.strip():
        raise NothingToRead("There is no text after the front matter.")
    if looks_like_html(body):
        return read_fragment(body, title)
    markup, markdown_doubts = to_html(body)
    blocks, figures, doubts = read_fragment(markup, title)
    return blocks, figures, [*markdown_doubts, *doubts]


def _author_or_site(values: dict[str, Parsed]) -> tuple[str, list[str]]:
    """Return the site that served the post, and the persons who wrote it.

    Mirrors put the site's name under `author` and again among the categories. Only a name that
    cannot be anything but a person's is taken as a person.
    """
    site = next((name for key in SITE_KEYS if (name := _first_text(values.get(key)))), "")
    names = [name for key in ("author", "authors") for name in _texts(values.get(key))]
    categories = {name for key in ("categories", "tags") for name in _texts(values.get(key))}
    if site:
        return site, [name for name in names if name != site]
    persons = [name for name in names if name not in categories and PERSON.match(name)]
    sites = [name for name in names if name not in persons]
    return (sites[0] if sites else ""), persons


def _first_text(value: Parsed) -> str:
    texts = _texts(value)
    return texts[0] if texts else ""


def _texts(value: Parsed) -> list[str]:
    """Return the texts of a value: itself, the items of a list, or the `name` of an object."""
    if value is None or value == "":
        return []
    if isinstance(value, dict):
        return _texts(value.get("name"))
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [" ".join(str(value).split())]
