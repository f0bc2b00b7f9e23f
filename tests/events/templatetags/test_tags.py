from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from events.models import Event
from events.templatetags.bilingual import fallback_badge, wording
from events.templatetags.charts import kind_icon, market, outcome_icon
from events.templatetags.links import page_in_languages
from events.templatetags.partial_dates import partial_date
from events.web.links import web_address
from sources.dates import PartialDate
from sources.languages.bilingual import Wording, language_tag


def test_wording_in_the_readers_language_is_plain_text():
    assert wording(Wording("<Harbour>", "en", False)) == "<Harbour>"


def test_wording_in_another_language_says_so_and_is_escaped():
    shown = wording(Wording("<港湾>", "zh", True))
    assert shown.startswith('<span lang="zh-Hans">&lt;港湾&gt;</span>')
    assert "in Chinese only" in shown
    assert fallback_badge(Wording("", "zh", False)) == ""


@pytest.mark.parametrize(
    ("given", "tag"),
    [("zh", "zh-Hans"), ("zh-hans", "zh-Hans"), ("zh-Hant", "zh-Hant"), ("en", "en"), ("und", "")],
)
def test_language_tag(given, tag):
    assert language_tag(given) == tag


def test_partial_date_of_a_day_is_a_time():
    shown = partial_date(PartialDate.parse("2019-06-14"))
    assert shown == '<time datetime="2019-06-14">14 June 2019</time>'


def test_partial_date_that_is_vague_gives_its_bounds():
    shown = partial_date(PartialDate.parse("2017-37"))
    assert "<time" not in shown
    assert 'title="Some time from 1 January 2017 to 30 April 2017"' in shown


def test_partial_date_of_nothing():
    assert partial_date(None) == ""


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//[", "file:///x"])
def test_web_address_refuses_other_schemes(address):
    assert web_address(address) == ""


def test_web_address_keeps_http_and_https():
    assert web_address("https://example.org/a") == "https://example.org/a"


def test_page_in_languages_keeps_page_and_query():
    request = RequestFactory().get("/en/claims/?q=a%26b")
    found = {
        version["code"]: version["address"] for version in page_in_languages({"request": request})
    }
    assert found == {"en": "/en/claims/?q=a%26b", "zh-hans": "/zh-hans/claims/?q=a%26b"}


def test_page_in_languages_of_an_address_that_leads_nowhere_is_home():
    request = SimpleNamespace(get_full_path=lambda: "//evil.example/x")
    found = {version["address"] for version in page_in_languages({"request": request})}
    assert found == {"/en/", "/zh-hans/"}


def test_every_kind_and_outcome_has_a_shape():
    assert {kind_icon(kind) for kind in Event.Kind.values} == {
        "begin", "grow", "deal", "result", "trouble", "end",
    }  # fmt: skip
    failures = {outcome for outcome in Event.Outcome.values if outcome_icon(outcome) == "failure"}
    assert failures == set(Event.Outcome.failures())


def test_market_names_countries_and_regions():
    assert (market("US"), market("europe"), market("XQ")) == ("United States", "Europe", "XQ")
    with override("zh-hans"):
        assert market("US") == "美国"
