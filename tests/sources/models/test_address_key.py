"""Normal form of addresses: which spellings mean the same page."""

import pytest

from sources.models.address_key import address_key

PAGE = "https://news.example/a/1?id=7"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (PAGE, "http://news.example/a/1?id=7"),
        (PAGE, "HTTPS://News.Example/a/1?id=7"),
        (PAGE, "https://www.news.example/a/1?id=7"),
        (PAGE, "https://m.news.example/a/1?id=7"),
        (PAGE, "https://www.m.news.example./a/1?id=7"),
        (PAGE, "https://news.example/a/1/?id=7"),
        (PAGE, "https://news.example/a/1?id=7#comments"),
        (PAGE, "https://news.example:443/a/1?id=7"),
        (PAGE, "http://news.example:80/a/1?id=7"),
        (PAGE, "https://news.example/a/1?utm_source=x&id=7&UTM_Medium=y&from=timeline"),
        (PAGE, "  https://user@news.example/%61/1?id=%37  "),
        ("https://x.example/?b=2&a=1", "https://x.example/?a=1&b=2"),
        ("https://x.example/新闻/1", "https://x.example/%e6%96%b0%E9%97%BB/1"),
        ("https://例子.example/a", "https://xn--fsqu00a.example/a"),
        ("https://x.example/a%2fb", "https://x.example/a%2Fb"),
        (
            "https://mp.weixin.qq.com/s?__biz=Mz&mid=1&idx=2&sn=3",
            "http://mp.weixin.qq.com/s?sn=3&__biz=Mz&idx=2&mid=1&chksm=4&scene=21#wechat_redirect",
        ),
    ],
)
def test_spellings_of_one_address_have_one_key(first, second):
    assert address_key(first) == address_key(second) != ""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (PAGE, "https://news.example/a/1?id=8"),
        (PAGE, "https://news.example/a/1"),
        (PAGE, "https://news.example/A/1?id=7"),
        (PAGE, "https://old.news.example/a/1?id=7"),
        (PAGE, "https://news.example:8080/a/1?id=7"),
        ("https://x.example/a%2Fb", "https://x.example/a/b"),
        ("https://x.example/a%3Fid=1", "https://x.example/a?id=1"),
        ("https://x.example/#/news/1", "https://x.example/#/news/2"),
        ("https://m.example/a", "https://example/a"),
        ("https://mp.weixin.qq.com/s/AbC", "https://mp.weixin.qq.com/s/abc"),
    ],
)
def test_addresses_of_two_pages_have_two_keys(first, second):
    assert address_key(first) != address_key(second)


@pytest.mark.parametrize(
    "text",
    ["", "x", "/a/1", "ftp://x.example/a", "https://", "https://x.example", "https://x.example/",
     "https://www.x.example/#top", "https://x.example/?utm_source=y", "https://[::1/a",
     "https://x.example:port/a"],
)  # fmt: skip
def test_text_that_identifies_no_page_has_no_key(text):
    assert address_key(text) == ""
