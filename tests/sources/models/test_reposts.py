"""Reposts: each refers to an article that is no repost, in any order of saving."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sources.models import Source
from tests.factories import SourceFactory

pytestmark = pytest.mark.django_db


def saved(row, original):
    row.refresh_from_db()
    row.repost_of = original
    row.save()


def originals():
    return dict(Source.objects.values_list("slug", "repost_of__slug"))


@pytest.mark.parametrize("order", [("ab", "bc"), ("bc", "ab")])
def test_chain_resolves_to_one_original(order):
    rows = {slug: SourceFactory(slug=slug) for slug in "abc"}
    for first, second in order:
        saved(rows[first], Source.objects.get(slug=second))
    assert originals() == {"a": "c", "b": "c", "c": None}


def test_circle_is_refused_with_a_reason():
    first, second = SourceFactory(slug="a"), SourceFactory(slug="b", title="Second")
    saved(second, first)
    first.repost_of = Source.objects.get(slug="b")
    with pytest.raises(ValidationError, match="“Second” is a repost of this article"):
        first.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()
    assert originals() == {"a": None, "b": "a"}


@pytest.mark.parametrize(("slug", "original"), [("a", "b"), ("c", "b")])
def test_database_refuses_circles_and_chains(slug, original):
    rows = {slug: SourceFactory(slug=slug) for slug in "abc"}
    saved(rows["b"], rows["a"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.filter(slug=slug).update(repost_of=rows[original])


def test_form_refuses_a_repost_of_which_readers_see_reposts():
    original, other = SourceFactory(slug="a"), SourceFactory(slug="b")
    repost = SourceFactory(slug="c", title="Copied", repost_of=original)
    original.repost_of = other
    with pytest.raises(ValidationError, match="Readers see reposts of this article: Copied"):
        original.full_clean()
    Source.objects.filter(pk=repost.pk).update(state="rejected")
    original.full_clean()
