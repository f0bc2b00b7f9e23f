"""A post as a mirror keeps it: a head of named values, then the article in HTML or Markdown."""

from __future__ import annotations

import re
import tomllib

import yaml

from sources.adapters.base import Block, Draft, Figure, NothingToRead, Page
from sources.adapters.html_fragment import credits_of, looks_like_html, read_fragment
from sources.adapters.markdown import to_html
from sources.adapters.published import published_of
from sources.languages.detection import detect_language

FENCE = re.compile(r"\A\s*(?P<fence>---|\+\+\+)[ \t]*\n")
PAIR = re.compile(r"^(?P<key>[A-Za-z_][\w-]*)\s*[:=]\s*(?P<value>.*)$")
ITEM = re.compile(r"^\s*-\s+(?P<value>.+)$")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
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


def split_front_matter(text: str) -> tuple[dict[str, object], str, list[str]]:
    """The head's values by lower-case name, the body, and what was wrong with the head.

    A head that is no valid YAML or TOML, or that is never closed, is read line by line.
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
    values, wrong = _values(head, fence)
    return values, body, doubts + wrong


def _head_without_end(rest: str) -> tuple[str, str]:
    """The leading lines that are values, items of a list or empty."""
    lines = rest.split("\n")
    count = 0
    for line in lines:
        if line.strip() and not (PAIR.match(line) or ITEM.match(line)):
            break
        count += 1
    return "\n".join(lines[:count]), "\n".join(lines[count:])


def _values(head: str, fence: str) -> tuple[dict[str, object], list[str]]:
    try:
        values = tomllib.loads(head) if fence == "+++" else yaml.load(head, LOADER)  # noqa: S506
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError):
        values = None
    if isinstance(values, dict):
        return {str(key).lower(): value for key, value in values.items()}, []
    return _values_by_line(head), ["The front matter is neither valid YAML nor TOML."]


def _values_by_line(head: str) -> dict[str, object]:
    values: dict[str, object] = {}
    key = ""
    for line in head.split("\n"):
        if pair := PAIR.match(line):
            key = pair["key"].lower()
            value = pair["value"].strip()
            # A value that opens a quotation and never closes it is still that value.
            values.setdefault(key, value.strip("'\"").strip())
        elif (item := ITEM.match(line)) and key:
            listed = values[key] if isinstance(values.get(key), list) else []
            values[key] = [*listed, item["value"].strip().strip("'\"")]
    return values


class FrontMatter:
    """YAML, TOML or broken front matter with an HTML fragment or Markdown under it."""

    name = "front-matter"
    version = 1

    def recognises(self, page: Page) -> bool:
        """Whether the first line is a fence and the next one that is not empty names a value."""
        opened = FENCE.match(page.text)
        following = page.text[opened.end() :].lstrip("\n").split("\n", 1)[0] if opened else ""
        return bool(PAIR.match(following))

    def read(self, page: Page) -> Draft:
        """Read the post. Raises `ErrorPage` or `NothingToRead`."""
        values, body, doubts = split_front_matter(page.text)
        title = _word(values.get("title"))
        blocks, figures = _read_body(body, title)
        said = credits_of(blocks)
        served_by, persons = _author_or_site(values)
        if persons and not said.authors:
            doubts.append("The front matter's author was taken for a person, not for a site.")
        if not title:
            doubts.append("The front matter gives no title; the first words stand for it.")
        address = next((v for k in URL_KEYS if (v := _word(values.get(k))).startswith("http")), "")
        dates = [values[key] for key in DATE_KEYS if values.get(key)]
        published = published_of(dates[0]) if dates else published_of(said.published)
        if not published:
            doubts.append("The page gives no date of publication.")
        return Draft(
            adapter=self.name,
            adapter_version=self.version,
            encoding=page.encoding,
            title=title or blocks[0].text[:60],
            language=detect_language("\n".join(block.text for block in blocks)),
            blocks=tuple(blocks),
            authors=tuple(said.authors or persons),
            outlet=said.outlet or ("" if said.outlet_unknown else served_by),
            publisher=served_by or said.publisher,
            url=said.url or address,
            published=published,
            figures=tuple(figures),
            doubts=tuple(doubts),
        )


def _read_body(body: str, title: str) -> tuple[list[Block], list[Figure]]:
    if not body.strip():
        raise NothingToRead("There is nothing under the front matter.")
    return read_fragment(body if looks_like_html(body) else to_html(body), title)


def _author_or_site(values: dict[str, object]) -> tuple[str, list[str]]:
    """Who served the post, and the persons who wrote it.

    Mirrors put the site's name under `author`, and again among the categories; only a name that
    can be nothing but a person's is taken for one.
    """
    site = next((word for key in SITE_KEYS if (word := _word(values.get(key)))), "")
    names = [name for key in ("author", "authors") for name in _words(values.get(key))]
    categories = {w for key in ("categories", "tags") for w in _words(values.get(key))}
    if site:
        return site, [name for name in names if name != site]
    persons = [name for name in names if name not in categories and PERSON.match(name)]
    sites = [name for name in names if name not in persons]
    return (sites[0] if sites else ""), persons


def _word(value: object) -> str:
    words = _words(value)
    return words[0] if words else ""


def _words(value: object) -> list[str]:
    """The texts a value holds: one, several, or the names of things that have one."""
    if value is None or value == "":
        return []
    if isinstance(value, dict):
        return _words(value.get("name"))
    if isinstance(value, list):
        return [word for item in value for word in _words(item)]
    return [" ".join(str(value).split())]
