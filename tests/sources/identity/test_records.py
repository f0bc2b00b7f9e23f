"""Bibliographic records: what was read is refreshed, what a person edited stays."""

import pytest

from sources.adapters.base import Block, Draft
from sources.identity.records import FIELDS, add_doubts, new_source, refresh
from sources.models import Source
from tests.factories import OutletFactory

pytestmark = pytest.mark.django_db

FIRST = {
    "title": "A ferry", "language": "en", "authors": ("One",), "url": "https://a.example/1",
    "published": "2020-04", "outlet": "Gazette", "publisher": "Portal",
}  # fmt: skip
BETTER = {
    "title": "A ferry to the island", "language": "zh-Hans", "authors": ("One", "Two"),
    "url": "https://a.example/2", "published": "2020-04-03", "outlet": "The Gazette",
    "publisher": "The Portal",
}  # fmt: skip
EDITED = {
    "title": "The ferry", "language": "zh-Hant", "authors": ["Three"], "url": "https://b.example/",
    "published": "2019",
}  # fmt: skip


def draft(**values):
    common = {"adapter": "plain", "adapter_version": 1, "encoding": "utf-8"}
    return Draft(**common, blocks=(Block("paragraph", "Text."),), **values)


def value_of(source, name):
    value = getattr(source, name)
    return str(value) if name in ("outlet", "publisher") else value


def as_saved(value):
    return list(value) if isinstance(value, tuple) else value


def test_cases_name_every_field():
    assert set(FIRST) == set(BETTER) == set(FIELDS)


@pytest.mark.parametrize("name", FIELDS)
def test_better_reading_replaces_what_was_read(name):
    source = new_source(draft(**FIRST))
    refresh(source, draft(**FIRST | {name: BETTER[name]}), may_replace=True)
    source = Source.objects.get()
    assert value_of(source, name) == as_saved(BETTER[name])


@pytest.mark.parametrize("name", FIELDS)
def test_reading_of_another_copy_replaces_nothing(name):
    source = new_source(draft(**FIRST))
    refresh(source, draft(**FIRST | {name: BETTER[name]}), may_replace=False)
    assert value_of(Source.objects.get(), name) == as_saved(FIRST[name])


@pytest.mark.parametrize("name", FIELDS)
def test_reading_never_replaces_what_a_person_edited(name):
    source = new_source(draft(**FIRST))
    value = EDITED.get(name) or OutletFactory(name_en="Right")
    setattr(source, name, value)
    source.save()
    refresh(Source.objects.get(), draft(**BETTER), may_replace=True)
    assert getattr(Source.objects.get(), name) == value


@pytest.mark.parametrize("name", [name for name in FIELDS if name not in ("title", "language")])
def test_field_that_a_person_emptied_stays_empty(name):
    source = new_source(draft(**FIRST))
    setattr(
        source, name, None if name in ("outlet", "publisher") else type(as_saved(FIRST[name]))()
    )
    source.save()
    refresh(Source.objects.get(), draft(**BETTER), may_replace=True)
    assert not getattr(Source.objects.get(), name)


@pytest.mark.parametrize("name", [name for name in FIELDS if name not in ("title", "language")])
@pytest.mark.parametrize("may_replace", [True, False])
def test_field_that_nothing_was_read_for_is_filled(name, may_replace):
    source = new_source(draft(**{key: value for key, value in FIRST.items() if key != name}))
    refresh(source, draft(**FIRST), may_replace=may_replace)
    assert value_of(Source.objects.get(), name) == as_saved(FIRST[name])


def test_less_precise_date_replaces_nothing():
    source = new_source(draft(**FIRST))
    refresh(source, draft(**FIRST | {"published": "2020"}), may_replace=True)
    assert Source.objects.get().published == "2020-04"


def test_doubts_are_added_once_and_clipped():
    source = new_source(draft(**FIRST))
    for _ in range(2):
        add_doubts(source, ("Check the date.", "x" * 500))
    assert Source.objects.get().doubts == ["Check the date.", "x" * 200]


def test_doubts_of_a_new_reading_replace_those_of_the_last():
    source = new_source(draft(**FIRST, doubts=("No date.", "No title.")))
    add_doubts(source, ("Possible duplicate.",))
    source.doubts.remove("No title.")
    source.save()
    refresh(source, draft(**FIRST, doubts=("No title.", "Two dates.")), may_replace=True)
    assert Source.objects.get().doubts == ["Possible duplicate.", "Two dates."]
