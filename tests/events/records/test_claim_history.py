import pghistory
import pytest
from django.contrib.auth.models import AnonymousUser

from events.records.claim_history import versions_of
from tests.factories import ClaimantFactory, ClaimFactory, evidence_for, published_claim

pytestmark = pytest.mark.django_db
READER = AnonymousUser()


def change(claim, **fields):
    for name, value in fields.items():
        setattr(claim, name, value)
    claim.save()


def history_of(claim, user=READER):
    return [
        (version.verb, [(field.name, field.before, field.after) for field in version.fields])
        for version in versions_of(claim, user)
    ]


def test_published_claim_has_one_version():
    assert history_of(published_claim()) == [("published", [])]


def test_draft_has_no_public_version():
    claim = ClaimFactory(statement_en="A first try.")
    change(claim, statement_en="A second try.")
    assert history_of(claim) == []


def test_public_change_has_the_values_before_and_after():
    claim = published_claim(statement_en="It was so.", value=2, unit="people")
    change(claim, statement_en="It was otherwise.", value=3)
    assert history_of(claim) == [
        (
            "changed",
            [("statement in English", "It was so.", "It was otherwise."), ("value", "2", "3")],
        ),
        ("published", []),
    ]


def test_save_without_a_public_change_is_no_version():
    claim = published_claim()
    change(claim, key="another-key")
    assert history_of(claim) == [("published", [])]


def test_claim_published_again_shows_the_total_change_without_drafts():
    claim = published_claim(statement_en="One.")
    change(claim, state="retracted")
    change(claim, state="draft", statement_en="A secret try.")
    change(claim, state="published", statement_en="Two.")
    assert history_of(claim) == [
        ("changed", [("statement in English", "One.", "Two.")]),
        ("retracted", []),
        ("published", []),
    ]


def test_change_of_claimant_shows_the_names():
    claim = published_claim(claimant=ClaimantFactory(name_en="Ann"))
    change(claim, claimant=ClaimantFactory(name_en="Bea"))
    [(_, [field]), _] = history_of(claim)
    assert field == ("claimant", "Ann", "Bea")


def test_name_of_a_claimant_that_waits_for_approval_is_only_for_editors(editor_user):
    earlier = ClaimantFactory(name_en="Ann")
    claim = published_claim(claimant=earlier)
    change(claim, claimant=ClaimantFactory(name_en="Bea"))
    type(earlier).objects.filter(pk=earlier.pk).update(is_approved=False)
    public, full = versions_of(claim, READER)[0], versions_of(claim, editor_user)[0]
    assert [field.before for field in (*public.fields, *full.fields)] == ["", "Ann"]


def test_editor_and_reason_are_only_for_editors(editor_user):
    claim = published_claim()
    with pghistory.context(user=editor_user.pk, reason="a slip of the pen"):
        change(claim, rank="deprecated", rank_reason="Superseded.")
    public, full = versions_of(claim, READER)[0], versions_of(claim, editor_user)[0]
    assert (public.who, public.reason) == ("", "")
    assert (full.who, full.reason) == (editor_user.username, "a slip of the pen")


def test_history_takes_a_fixed_number_of_queries(django_assert_num_queries):
    claim = ClaimFactory()
    evidence_for(claim)
    change(claim, state="published")
    with django_assert_num_queries(2):
        versions_of(claim, READER)
    for number in range(5):
        change(claim, statement_en=f"Version {number}.")
    with django_assert_num_queries(2):
        assert len(versions_of(claim, READER)) == 6
