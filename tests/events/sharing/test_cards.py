import io

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from events.models import Event
from events.sharing.cards import Card, claim_card, drawn, event_card, fonts, site_card
from events.sharing.cards.drawing import HEIGHT, WIDTH, wrapped
from tests.factories import PlatformFactory, published_claim, published_event

CARD = Card("launch · 2019", "港湾向所有人开放, and so on", "shut down", "Timeline", True)


def pixels(card):
    image = Image.open(io.BytesIO(drawn(card)))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    return image.convert("RGB").tobytes()


def test_card_is_a_small_picture_of_the_size_that_is_asked_for():
    assert pixels(CARD)
    assert len(drawn(CARD)) < 40_000


def test_chinese_is_drawn_with_signs_and_not_with_boxes():
    assert fonts.font_file().parent.name == fonts.PACKAGE
    draws = [pixels(Card("", sign, "", "")) for sign in ("港", "湾", "\ue000")]
    assert len(set(draws)) == 3


def test_other_words_are_another_picture():
    assert pixels(CARD) != pixels(Card("", "Other", "", ""))


def test_machine_without_a_font_draws_no_words(monkeypatch):
    monkeypatch.setattr(fonts, "PACKAGE", "no_such_package")
    monkeypatch.setattr(fonts, "SYSTEM", ())
    fonts.font.cache_clear()
    try:
        assert pixels(CARD) == pixels(Card("", "Other", "", "", True))
    finally:
        fonts.font.cache_clear()


@given(st.text(max_size=120), st.integers(4, 40), st.integers(1, 4))
def test_lines_fit_and_hold_the_text_from_its_start(text, room, most):
    lines = wrapped(text, len, room, most)
    assert len(lines) <= most
    # One closing sign may hang over the end rather than begin the next line.
    assert all(
        len(line) <= room + len(line) - len(line.rstrip("，。、；：？！”’）》」』…,.;:?!)%"))
        for line in lines
    )
    told = "".join("".join(lines).split()).removesuffix("…")
    assert "".join(text.split()).startswith(told)


def test_words_stay_whole_and_chinese_breaks_anywhere_but_before_a_comma():
    assert wrapped("Harbour closes soon", len, 10, 3) == ["Harbour", "closes", "soon"]
    assert wrapped("港湾开放，很好", len, 4, 3) == ["港湾开放，", "很好"]
    assert wrapped("one two three", len, 7, 1) == ["one tw…"]


def test_tag_changes_with_the_words_alone():
    assert CARD.etag == Card("launch · 2019", CARD.title, "shut down", "Timeline", True).etag
    assert CARD.etag != Card("launch · 2020", CARD.title, "shut down", "Timeline", True).etag


@pytest.mark.django_db
def test_card_says_it_in_the_readers_language():
    event = published_event(title_en="Opens", title_zh="开放", when="2017-37", outcome="shut_down")
    assert event_card(event, "en") == Card(
        "launch · early 2017", "Opens", "shut down", "Social Commerce Timeline", True
    )
    with translation.override("zh-hans"):
        assert event_card(event, "zh-hans").title == "开放"
    claim = published_claim(kind="statistic", value=30_000_000, unit="people")
    assert claim_card(claim, "en").above == "statistic · 30 million people"
    assert site_card().title


@pytest.mark.django_db
def test_picture_is_sent_once(reader):
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


@pytest.mark.django_db
@pytest.mark.parametrize("weak", ["", "W/"])
def test_browser_that_takes_compressed_answers_is_sent_a_picture_once(reader, weak):
    packed = {"Accept-Encoding": "gzip"}
    first = reader.get("/en/cards/site.png", headers=packed)
    assert "Content-Encoding" not in first
    known = {**packed, "If-None-Match": weak + first["ETag"]}
    assert reader.get("/en/cards/site.png", headers=known).status_code == 304
