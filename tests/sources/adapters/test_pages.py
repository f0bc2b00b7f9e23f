"""Sample pages of each format, compared with the expected draft."""

from __future__ import annotations

import re

import pytest
import yaml

from sources.adapters import read
from sources.adapters.base import ErrorPage, NothingToRead
from tests.sources.written import PAGES, SAMPLES, read_sample

ENCODINGS = ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
CHINESE = [name for name in SAMPLES if name.startswith(("front", "dump", "page"))]


@pytest.mark.parametrize("name", SAMPLES)
def test_read_sample_page(name):
    draft = read(read_sample(name))
    expected = yaml.safe_load((PAGES / f"{name}.expected.yaml").read_text(encoding="utf-8"))
    blocks = [[block.kind, block.level, block.text] for block in draft.blocks]
    assert blocks == expected.pop("blocks")
    figures = [[f.address, f.address_as_served, f.after, f.caption] for f in draft.figures]
    assert figures == expected.pop("figures")
    assert {key: _plain(getattr(draft, key)) for key in expected} == expected


def _plain(value):
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("name", SAMPLES)
def test_read_spans_match_block_texts(name):
    draft = read(read_sample(name))
    texts = [draft.text[start:end] for start, end in draft.spans]
    assert texts == [block.text for block in draft.blocks]
    assert all(text and text == text.strip() for text in texts)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", CHINESE)
def test_read_any_encoding(name, encoding):
    data = read_sample(name).decode().encode(encoding)
    assert read(data).blocks == read(read_sample(name)).blocks


@pytest.mark.parametrize("name", ["dump_once"])
def test_read_big5(name):
    data = read_sample(name).decode().encode("big5", errors="ignore")
    draft = read(data)
    assert draft.encoding == "big5"
    assert draft.title == read(read_sample(name)).title


@pytest.mark.parametrize(
    ("declared", "real"), [("gb2312", "utf-8"), ("utf-8", "gb18030"), ("big5", "gb18030")]
)
def test_read_wrong_declared_charset(declared, real):
    page = re.sub('charset="?[a-z0-9-]+"?', f'charset="{declared}"', read_sample("page").decode())
    draft = read(page.encode(real))
    assert draft.encoding == real
    assert draft.blocks == read(read_sample("page")).blocks


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_read_other_line_ends(newline):
    page = read_sample("dump_twice").decode().replace("\n", newline)
    assert read(page.encode()).blocks == read(read_sample("dump_twice")).blocks


def test_read_hint_is_the_url_only_if_the_page_has_none():
    hint = "https://elsewhere.example.com/9"
    assert read(read_sample("dump_once"), hint).url == hint
    assert read(read_sample("page"), hint).url == "https://riverside.example.com/posts/77"


def test_read_ignores_the_file_name():
    assert read(read_sample("page"), "notes.txt").adapter == "html-page"


@pytest.mark.parametrize("path", sorted(PAGES.glob("error_*")), ids=lambda path: path.stem)
def test_read_error_page(path):
    with pytest.raises(ErrorPage):
        read(path.read_bytes())


def test_read_article_that_quotes_an_error_message():
    text = "网站上写着页面不存在，可是我们都知道它昨天还在。" * 40
    assert read(text.encode()).blocks[0].text == text


@pytest.mark.parametrize("markup", ["<p></p><div> </div>", "<html><body></body></html>"])
def test_read_markup_without_text(markup):
    with pytest.raises(NothingToRead):
        read(markup.encode())


def test_read_navigation_only():
    with pytest.raises(NothingToRead):
        read((PAGES / "nothing_but_navigation.txt").read_bytes())
