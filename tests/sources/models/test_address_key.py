"""Normal form of addresses: which spellings mean the same page."""

from importlib import import_module

import pytest
from django.apps import apps

from sources.models import Source
from sources.models.address_key import address_key
from sources.models.history import history_of
from tests.factories import SourceFactory

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
        ("https://mp.weixin.qq.com/s/AbC", "https://mp.weixin.qq.com/s/AbC?scene=21&chksm=4"),
        (
            "https://mp.weixin.qq.com/s?src=11&timestamp=1&signature=x&utm_source=y",
            "https://mp.weixin.qq.com/s?src=11&timestamp=1&signature=x",
        ),
        (PAGE, "https://wap.news.example/a/1?id=7"),
        (PAGE, "https://amp.news.example/a/1?id=7"),
        (PAGE, "https://m.www.news.example/a/1?id=7"),
        (PAGE, "https://news.example/a/1/amp?id=7"),
        (PAGE, "https://news.example/a/1/amp/?id=7"),
        (PAGE, "https://news.example/a/1.amp?id=7"),
        (PAGE, "https://news.example/a/1?id=7&amp"),
        (PAGE, "https://news.example/a/1?amp=1&id=7"),
        (PAGE, "https://news.example/a/1?id=7&outputType=amp"),
        (PAGE, "https://www.google.com/amp/s/www.news.example/a/1?id=7"),
        (PAGE, "https://google.co.uk/amp/news.example/a/1?id=7"),
        (PAGE, "https://news-example.cdn.ampproject.org/c/s/news.example/a/1?id=7&usqp=mq331"),
        (PAGE, "https://news-example.cdn.ampproject.org/v/news.example/a/1/amp?amp_js_v=0.1&id=7"),
        ("https://x.example/2021/06/shop", "https://x.example/2021/06/shop/amp"),
        (
            "https://x.example/news/a-shop-nobody-needed",
            "https://x.example/news/a-shop-nobody-needed/amp/",
        ),
        ("https://x.example/a/shop.html", "https://x.example/a/shop.amp.html"),
        ("https://x.example/a/shop.html", "https://x.example/a/shop.html/amp"),
        ("https://x.example/a/", "https://x.example/a/index.html"),
        ("https://x.example/a", "https://x.example/a/Default.aspx?utm_source=y"),
        ("https://x.example/app", "https://x.example/app#/"),
        ("https://x.example/#/news/1", "https://x.example/index.html#/news/1"),
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
        (
            "https://mp.weixin.qq.com/s?src=11&timestamp=1",
            "https://mp.weixin.qq.com/s?src=11&timestamp=2",
        ),
        (
            "https://mp.weixin.qq.com/s?__biz=Mz&mid=1&x=1",
            "https://mp.weixin.qq.com/s?__biz=Mz&mid=1&x=2",
        ),
        (
            "https://mp.weixin.qq.com/s?__biz=Mz&mid=1&idx=2&sn=&x=1",
            "https://mp.weixin.qq.com/s?__biz=Mz&mid=1&idx=2&sn=&x=2",
        ),
        (
            "https://mp.weixin.qq.com/mp/appmsgalbum?__biz=Mz&album_id=1",
            "https://mp.weixin.qq.com/mp/appmsgalbum?__biz=Mz&album_id=2",
        ),
        (PAGE, "https://mobile.news.example/a/1?id=7"),
        (PAGE, "https://news.example/a/1?id=7&amp=3"),
        ("https://x.example/index.php?id=1", "https://x.example/?id=1"),
        ("https://x.example/a/index.php/1", "https://x.example/a/1"),
        ("https://x.example/home", "https://x.example/home/page"),
        ("https://x.example/tag/amp", "https://x.example/tag"),
        ("https://x.example/how-to/amp", "https://x.example/how-to"),
        ("https://x.example/2021/06/amp", "https://x.example/2021/06"),
        ("https://x.example/20210603/amp", "https://x.example/20210603"),
        ("https://x.example/news/stamp", "https://x.example/news/st"),
        ("https://x.example/.amp", "https://x.example/a"),
        ("https://m.co.uk/a", "https://wap.co.uk/a"),
        ("https://m.github.io/a", "https://amp.github.io/a"),
        ("https://www.google.com/amp/help", "https://help/"),
        ("https://x.example/amp/s/news.example/a", "https://news.example/a"),
    ],
)
def test_addresses_of_two_pages_have_two_keys(first, second):
    assert address_key(first) != address_key(second)


@pytest.mark.parametrize(
    "text",
    ["", "x", "/a/1", "ftp://x.example/a", "https://", "https://x.example", "https://x.example/",
     "https://www.x.example/#top", "https://x.example/?utm_source=y", "https://[::1/a",
     "https://x.example:port/a", "https://x.example/#/", "https://x.example/#!",
     "https://x.example/#!/", "https://x.example/index.html", "https://x.example/index.htm#top",
     "https://x.example/index.php", "https://x.example/index.shtml", "https://x.example/index.html/",
     "https://x.example/default.aspx", "https://x.example/Default.aspx?utm_source=y",
     "https://x.example/index.html#!/", "https://x.example//", "https://amp.x.example/",
     "https://x.example/amp/", "https://x.example/?amp=1",
     "https://www.google.com/amp/s/x.example/", "https://x-example.cdn.ampproject.org/c/x.example/"],
)  # fmt: skip
def test_text_that_identifies_no_page_has_no_key(text):
    assert address_key(text) == ""


def test_home_may_be_a_page_of_its_own():
    assert address_key("https://x.example/home") == "x.example/home"


@pytest.mark.django_db
def test_migration_computes_the_keys_of_existing_articles_again():
    address = "https://www.google.com/amp/s/x.example/a/1"
    page, front_page = SourceFactory(url=address), SourceFactory(url="https://x.example/index.html")
    Source.objects.update(address_key="key of an earlier version")
    history = history_of(Source).count()
    import_module("sources.migrations.0011_address_keys_again").fill(apps, None)
    assert list(Source.objects.order_by("pk").values_list("pk", "address_key")) == [
        (page.pk, "x.example/a/1"),
        (front_page.pk, ""),
    ]
    assert history_of(Source).count() == history
