import pghistory
import pytest
from django.contrib.auth.models import AnonymousUser

from events.records.claim_history import versions_of
from tests.factories import ClaimantFactory, ClaimFactory, evidence_for, published_claim

pytestmark = pytest.mark.django_db
READER = AnonymousUser()


def changed(claim, **fields):
    for name, value in fields.items():
        setattr(claim, name, value)
    claim.save()


def told(claim, user=READER):
    return [
        (version.verb, [(change.name, change.before, change.after) for change in version.fields])
        for version in versions_of(claim, user)
    ]


def test_published_claim_tells_when_it_was_published():
    assert told(published_claim()) == [("published", [])]


def test_draft_tells_readers_nothing():
    claim = ClaimFactory(statement_en="A first try.")
    changed(claim, statement_en="A second try.")
    assert told(claim) == []


def test_change_of_what_was_public_is_told_with_before_and_after():
    claim = published_claim(statement_en="It was so.", value=2, unit="people")
    changed(claim, statement_en="It was otherwise.", value=3)
    assert told(claim) == [
        (
            "changed",
            [("statement in English", "It was so.", "It was otherwise."), ("value", "2", "3")],
        ),
        ("published", []),
    ]


def test_save_that_changes_nothing_readers_see_is_not_told():
    claim = published_claim()
    changed(claim, key="another-key")
    assert told(claim) == [("published", [])]


def test_claim_taken_back_and_published_again_tells_the_sum_and_no_draft_between():
    claim = published_claim(statement_en="One.")
    changed(claim, state="retracted")
    changed(claim, state="draft", statement_en="A secret try.")
    changed(claim, state="published", statement_en="Two.")
    assert told(claim) == [
        ("changed", [("statement in English", "One.", "Two.")]),
        ("taken back", []),
        ("published", []),
    ]


def test_claimant_is_named():
    claim = published_claim(claimant=ClaimantFactory(name_en="Ann"))
    changed(claim, claimant=ClaimantFactory(name_en="Bea"))
    [(_, [change]), _] = told(claim)
    assert change == ("who says so", "Ann", "Bea")


def test_who_and_why_is_for_those_who_edit(editor_user):
    claim = published_claim()
    with pghistory.context(user=editor_user.pk, reason="a slip of the pen"):
        changed(claim, rank="deprecated", rank_reason="Superseded.")
    public, own = versions_of(claim, READER)[0], versions_of(claim, editor_user)[0]
    assert (public.who, public.reason) == ("", "")
    assert (own.who, own.reason) == (editor_user.username, "a slip of the pen")


def test_history_takes_as_many_queries_however_long_it_is(django_assert_num_queries):
    claim = ClaimFactory()
    evidence_for(claim)
    changed(claim, state="published")
    with django_assert_num_queries(2):
        versions_of(claim, READER)
    for number in range(5):
        changed(claim, statement_en=f"Version {number}.")
    with django_assert_num_queries(2):
        assert len(versions_of(claim, READER)) == 6
