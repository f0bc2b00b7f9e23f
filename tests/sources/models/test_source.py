import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from sources.models import Outlet, Source
from tests.factories import OutletFactory, SourceFactory

pytestmark = pytest.mark.django_db


def test_save_updates_bounds_and_title_key():
    source = SourceFactory(title="A — Ｔｉｔｌｅ!", published="2020-06")
    source.refresh_from_db()
    assert source.title_key == "atitle"
    assert (str(source.published_earliest), str(source.published_latest)) == (
        "2020-06-01",
        "2020-06-30",
    )
    source.published, source.title = "", "B"
    source.save(update_fields=["published", "title"])
    source.refresh_from_db()
    assert (source.published_earliest, source.published_latest, source.title_key) == (
        None,
        None,
        "b",
    )


def test_full_clean_rejects_an_invalid_date():
    source = SourceFactory.build(published="soon", outlet=None)
    with pytest.raises(ValidationError) as error:
        source.full_clean()
    assert set(error.value.message_dict) == {"published"}


def test_for_readers_keeps_accepted_articles():
    for state in Source.State.values:
        SourceFactory(slug=state, state=state)
    assert [row.slug for row in Source.objects.for_readers()] == ["accepted"]


def test_outlet_for_name_matches_all_names():
    outlet = OutletFactory(name_en="The Quay", name_zh="码头", aliases=["Quay Daily"])
    OutletFactory(name_en="The Quay Review")
    for name in ("the quay", "码头", "Quay Daily"):
        assert list(Outlet.objects.for_name(name)) == [outlet], name
    assert list(Outlet.objects.for_name("Quay")) == []


@pytest.mark.parametrize(
    ("language", "title_en", "active", "shown"),
    [
        ("zh-Hans", "In English", "en", "In English"),
        ("zh-Hans", "In English", "zh-hans", "原题"),
        ("zh-Hans", "", "en", "原题"),
        ("en", "", "zh-hans", "原题"),
    ],
)
def test_display_title_depends_on_the_language(language, title_en, active, shown):
    source = SourceFactory.build(title="原题", title_en=title_en, language=language)
    with translation.override(active):
        assert str(source.display_title) == shown
