"""Social cards: their text, drawing and caching."""

import io

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from events.models import Event
from events.sharing.cards import Card, claim_card, event_card, fonts, render_png, site_card
from events.sharing.cards.drawing import HEIGHT, WIDTH, wrap_lines
from tests.factories import PlatformFactory, published_claim, published_event

CARD = Card("launch · 2019", "港湾向所有人开放, and so on", "shut down", "Timeline", True)


def pixels(card):
    image = Image.open(io.BytesIO(render_png(card)))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    return image.convert("RGB").tobytes()


@pytest.mark.slow
def test_card_is_a_small_png_of_the_open_graph_size():
    assert pixels(CARD)
    assert len(render_png(CARD)) < 40_000


@pytest.mark.slow
def test_chinese_is_drawn_with_glyphs():
    assert fonts.font_file().parent.name == fonts.PACKAGE
    draws = [pixels(Card("", sign, "", "")) for sign in ("港", "湾", "\ue000")]
    assert len(set(draws)) == 3


@pytest.mark.slow
def test_different_text_gives_a_different_image():
    assert pixels(CARD) != pixels(Card("", "Other", "", ""))


@pytest.mark.slow
def test_card_without_a_font_has_no_text(monkeypatch):
    monkeypatch.setattr(fonts, "PACKAGE", "no_such_package")
    monkeypatch.setattr(fonts, "SYSTEM_FONTS", ())
    fonts.font.cache_clear()
    try:
        assert pixels(CARD) == pixels(Card("", "Other", "", "", True))
    finally:
        fonts.font.cache_clear()


@pytest.mark.slow
@given(st.text(max_size=120), st.integers(4, 40), st.integers(1, 4))
def test_lines_fit_and_are_a_prefix_of_the_text(text, room, max_lines):
    lines = wrap_lines(text, len, room, max_lines)
    assert len(lines) <= max_lines
    # A closing character may extend beyond the line rather than begin the next one.
    assert all(
        len(line) <= room + len(line) - len(line.rstrip("，。、；：？！”’）》」』…,.;:?!)%"))
        for line in lines
    )
    shown = "".join("".join(lines).split()).removesuffix("…")
    assert "".join(text.split()).startswith(shown)


def test_words_are_not_broken_and_chinese_breaks_except_before_a_comma():
    assert wrap_lines("Harbour closes soon", len, 10, 3) == ["Harbour", "closes", "soon"]
    assert wrap_lines("港湾开放，很好", len, 4, 3) == ["港湾开放，", "很好"]
    assert wrap_lines("one two three", len, 7, 1) == ["one tw…"]


def test_etag_depends_only_on_the_text():
    assert CARD.etag == Card("launch · 2019", CARD.title, "shut down", "Timeline", True).etag
    assert CARD.etag != Card("launch · 2020", CARD.title, "shut down", "Timeline", True).etag


@pytest.mark.django_db
def test_card_is_in_the_language_of_the_request():
    event = published_event(title_en="Opens", title_zh="开放", when="2017-37", outcome="shut_down")
    assert event_card(event, "en") == Card(
        "launch · early 2017", "Opens", "shut down", "Social Commerce Timeline", True
    )
    with translation.override("zh-hans"):
        assert event_card(event, "zh-hans").title == "开放"
    claim = published_claim(kind="statistic", value=30_000_000, unit="people")
    assert claim_card(claim, "en").above == "statistic · 30 million people"
    assert site_card().title


@pytest.mark.slow
@pytest.mark.django_db
def test_image_is_sent_once(reader):
    event = published_event(slug="opens")
    PlatformFactory(slug="harbour")
    claim = published_claim()
    for name in ("site", "events/opens", "platforms/harbour", f"claims/{claim.pk}"):
        address = f"/zh-hans/cards/{name}.png"
        first = reader.get(address)
        assert (first.status_code, first["Content-Type"]) == (200, "image/png")
        again = reader.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert "max-age" in again["Cache-Control"]
    Event.objects.filter(pk=event.pk).update(title_en="Changed")
    address = "/en/cards/events/opens.png"
    etag = reader.get(address)["ETag"]
    Event.objects.filter(pk=event.pk).update(title_en="Changed again")
    assert reader.get(address, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("weak", ["", "W/"])
def test_client_that_accepts_gzip_is_sent_an_image_once(reader, weak):
    packed = {"Accept-Encoding": "gzip"}
    first = reader.get("/en/cards/site.png", headers=packed)
    assert "Content-Encoding" not in first
    known = {**packed, "If-None-Match": weak + first["ETag"]}
    assert reader.get("/en/cards/site.png", headers=known).status_code == 304
