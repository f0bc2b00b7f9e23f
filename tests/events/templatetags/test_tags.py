"""Template tags and filters."""

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


def test_wording_in_the_active_language_is_plain_text():
    assert wording(Wording("<Harbour>", "en", False)) == "<Harbour>"


def test_wording_in_another_language_has_a_badge_and_is_escaped():
    shown = wording(Wording("<港湾>", "zh", True))
    assert shown.startswith('<span lang="zh-Hans">&lt;港湾&gt;</span>')
    assert "in Chinese only" in shown
    assert fallback_badge(Wording("", "zh", False)) == ""


@pytest.mark.parametrize(
    ("code", "tag"),
    [("zh", "zh-Hans"), ("zh-hans", "zh-Hans"), ("zh-Hant", "zh-Hant"), ("en", "en"), ("und", "")],
)
def test_language_tag(code, tag):
    assert language_tag(code) == tag


def test_partial_date_of_a_day_is_a_time_element():
    shown = partial_date(PartialDate.parse("2019-06-14"))
    assert shown == '<time datetime="2019-06-14">14 June 2019</time>'


def test_vague_partial_date_has_its_bounds_as_title():
    shown = partial_date(PartialDate.parse("2017-37"))
    assert "<time" not in shown
    assert 'title="Between 1 January 2017 and 30 April 2017"' in shown


def test_partial_date_of_nothing():
    assert partial_date(None) == ""


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//[", "file:///x"])
def test_web_address_refuses_other_schemes(address):
    assert web_address(address) == ""


def test_web_address_keeps_http_and_https():
    assert web_address("https://example.org/a") == "https://example.org/a"


def test_page_in_languages_keeps_page_and_query():
    request = RequestFactory().get("/en/claims/?q=a%26b")
    addresses = {
        version["code"]: version["address"] for version in page_in_languages({"request": request})
    }
    assert addresses == {"en": "/en/claims/?q=a%26b", "zh-hans": "/zh-hans/claims/?q=a%26b"}


def test_page_in_languages_of_an_unknown_url_is_the_home_page():
    request = SimpleNamespace(get_full_path=lambda: "//evil.example/x")
    addresses = {version["address"] for version in page_in_languages({"request": request})}
    assert addresses == {"/en/", "/zh-hans/"}


def test_every_kind_and_outcome_has_an_icon():
    assert {kind_icon(kind) for kind in Event.Kind.values} == {
        "begin", "grow", "deal", "result", "trouble", "end",
    }  # fmt: skip
    failures = {outcome for outcome in Event.Outcome.values if outcome_icon(outcome) == "failure"}
    assert failures == set(Event.Outcome.failures())


def test_market_names_countries_and_regions():
    assert (market("US"), market("europe"), market("XQ")) == ("United States", "Europe", "XQ")
    with override("zh-hans"):
        assert market("US") == "美国"
