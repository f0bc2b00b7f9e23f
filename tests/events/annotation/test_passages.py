"""What a user sees of a passage: quoted words, our summary, or only where it is."""

import itertools

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from events.annotation.passages import quotation_of, shown_passages
from events.models import Evidence
from tests.factories import (
    EventFactory,
    OutletFactory,
    SourceFactory,
    evidence_for,
    snapshot_of,
    user_in,
)

pytestmark = pytest.mark.django_db

WORDS = "closed in June 2019"
SUMMARY = "Our summary of the block."
CLOSERS = ("outlet", "publisher", "original's outlet", "taken down", "original taken down")
"""Each reason for which readers see no words of an article."""


def article(*closers, has_digest=True):
    """Return evidence of an article that readers must not see words of for these reasons."""

    def outlet(name):
        return OutletFactory(allows_quotations=name not in closers)

    now = timezone.now()
    original = SourceFactory(
        outlet=outlet("original's outlet"),
        taken_down_at=now if "original taken down" in closers else None,
    )
    source = SourceFactory(
        outlet=outlet("outlet"), publisher=outlet("publisher"), repost_of=original,
        taken_down_at=now if "taken down" in closers else None,
    )  # fmt: skip
    snapshot = snapshot_of(source)
    if has_digest:
        snapshot_of(source, SUMMARY, "digest")
    return evidence_for(EventFactory(), snapshot, WORDS, quoted=True)


def shown(user, *items):
    rows = Evidence.objects.filter(pk__in=[item.pk for item in items]).with_sources()
    return shown_passages(rows.order_by("pk"), user)


def test_reader_sees_the_quoted_words_and_no_others():
    row = article()
    (passage,) = shown(AnonymousUser(), row)
    assert (passage.words, passage.text, passage.is_quoted) == (WORDS, "original", True)
    Evidence.objects.filter(pk=row.pk).update(quote_start=0, quote_end=6)
    (passage,) = shown(AnonymousUser(), row)
    assert (passage.words, passage.before, passage.after) == ("closed", "", "")


def test_reader_sees_the_summary_of_a_passage_that_is_not_quoted():
    row = article()
    Evidence.objects.filter(pk=row.pk).update(quoted=False)
    (passage,) = shown(AnonymousUser(), row)
    assert (passage.words, passage.text, passage.language) == (SUMMARY, "digest", "en")
    assert passage.is_summary
    assert passage.is_withheld


@pytest.mark.parametrize("closer", CLOSERS)
@pytest.mark.parametrize("quoted", [True, False])
def test_reader_sees_no_words_of_an_article_that_must_not_be_quoted(closer, quoted):
    row = article(closer)
    Evidence.objects.filter(pk=row.pk).update(quoted=quoted)
    row = Evidence.objects.with_sources().get(pk=row.pk)
    assert quotation_of(row) == ""
    (passage,) = shown(AnonymousUser(), row)
    assert passage.words == ("" if "taken down" in closer else SUMMARY)
    assert not passage.is_quoted


@pytest.mark.parametrize("closers", list(itertools.combinations(CLOSERS, 2)))
def test_each_reason_is_enough(closers):
    row = article(*closers)
    assert quotation_of(Evidence.objects.with_sources().get(pk=row.pk)) == ""


@pytest.mark.parametrize("closer", ["taken down", "original taken down"])
def test_summary_of_an_article_that_was_taken_down_is_hidden(closer):
    row = article(closer)
    digest = row.source.snapshots.digests().get()
    other = evidence_for(EventFactory(), digest, "Our summary")
    assert [passage.words for passage in shown(AnonymousUser(), other)] == [""]
    assert [passage.words for passage in shown(user_in("editor"), other)] == ["Our summary"]


@pytest.mark.parametrize("closer", [None, *CLOSERS])
@pytest.mark.parametrize("role", ["editor", "curator"])
def test_editors_see_everything(role, closer):
    row = article(*([closer] if closer else []))
    Evidence.objects.filter(pk=row.pk).update(quote_start=7, quote_end=14)
    (passage,) = shown(user_in(role), row)
    assert passage.before + passage.words + passage.after == WORDS
    assert passage.is_quoted == (closer is None)
    if closer is None:
        assert passage.words == "in June"


def test_the_same_words_are_shown_once_and_passages_without_words_each():
    row = article(has_digest=False)
    others = [
        evidence_for(row.event, row.snapshot, "closed in June", quoted=True),
        evidence_for(
            row.event, row.snapshot, WORDS, quoted=True, stance="disputes", block_start=0,
            block_end=len(WORDS),
        ),
    ]  # fmt: skip
    Evidence.objects.filter(pk=others[0].pk).update(quoted=False)
    assert [passage.words for passage in shown(AnonymousUser(), row, *others)] == [WORDS, "", WORDS]
    snapshot_of(row.source, SUMMARY, "digest")
    Evidence.objects.filter(pk__in=[row.pk, others[0].pk]).update(quoted=False)
    words = [passage.words for passage in shown(AnonymousUser(), row, *others)]
    assert words == [SUMMARY, WORDS]


def test_passages_need_one_query(django_assert_num_queries):
    rows = [article() for _ in range(3)]
    Evidence.objects.update(quoted=False)
    query = Evidence.objects.filter(pk__in=[row.pk for row in rows]).with_sources()
    with django_assert_num_queries(2):
        assert len(shown_passages(query, AnonymousUser())) == 3


def test_summary_is_used_only_for_the_text_whose_blocks_it_numbers():
    row = article()
    Evidence.objects.filter(pk=row.pk).update(quoted=False)
    source = row.source
    source.original_sha256 = row.snapshot.text_sha256
    source.save()
    assert [passage.words for passage in shown(AnonymousUser(), row)] == [SUMMARY]
    source.original_sha256 = "0" * 64
    source.save()
    assert [passage.words for passage in shown(AnonymousUser(), row)] == [""]
