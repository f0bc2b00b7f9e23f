"""Quotations in the admin: the choice of words, the page of an article, the takedown."""

import pytest
from django.test import Client
from django.urls import reverse

from events.editing.actions import submit
from events.models import Evidence, Proposal
from sources.models import Source
from tests.events.admin.pages import sent_by
from tests.factories import (
    ClaimFactory,
    EventFactory,
    SourceFactory,
    evidence_for,
    published_event,
    snapshot_of,
    user_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TEXT = "店在六月关了，店很小。" + "字" * 70


def signed_in(role):
    client = Client()
    client.force_login(user_in(role))
    return client


@pytest.fixture
def evidence():
    snapshot = snapshot_of(SourceFactory(language="zh-Hans"), TEXT)
    return evidence_for(EventFactory(), snapshot, "店在六月关了，店很小")


def page_of(evidence):
    return reverse("admin:events_evidence_change", args=[evidence.pk])


def test_editor_chooses_the_words_that_readers_see(evidence):
    client = signed_in("editor")
    data = sent_by(client.get(page_of(evidence))) | {"quoted": "on", "part": "六月关了"}
    assert client.post(page_of(evidence), data).status_code == 302
    evidence.refresh_from_db()
    assert evidence.quoted_words == "六月关了"
    assert "六月关了</textarea>" in client.get(page_of(evidence)).content.decode()


@pytest.mark.parametrize(
    ("part", "message"),
    [("七月", "not in the passage"), ("店", "several times"), ("字" * 61, "at most 60")],
)
def test_words_that_cannot_be_quoted_are_refused_and_kept_in_the_form(evidence, part, message):
    client = signed_in("editor")
    data = sent_by(client.get(page_of(evidence))) | {"quoted": "on", "part": part}
    response = client.post(page_of(evidence), data)
    assert response.status_code == 200
    page = response.content.decode()
    assert message in page
    assert f"{part}</textarea>" in page
    evidence.refresh_from_db()
    assert not evidence.quoted


def test_choice_of_somebody_else_is_not_overwritten(evidence):
    ana, bo = signed_in("editor"), signed_in("curator")
    mine = sent_by(ana.get(page_of(evidence))) | {"quoted": "on", "part": "六月关了"}
    stance = sent_by(ana.get(page_of(evidence))) | {"stance": "mentions"}
    theirs = sent_by(bo.get(page_of(evidence))) | {"quoted": "on", "part": "店很小"}
    assert bo.post(page_of(evidence), theirs).status_code == 302
    response = ana.post(page_of(evidence), mine)
    assert response.status_code == 200
    assert "Somebody else chose other words meanwhile: “店很小”" in response.content.decode()
    assert "六月关了</textarea>" in response.content.decode()
    evidence.refresh_from_db()
    assert evidence.quoted_words == "店很小"
    # A change of another field leaves the words alone.
    second = ana.post(page_of(evidence), stance)
    ana.post(page_of(evidence), sent_by(second) if second.status_code == 200 else stance)
    evidence.refresh_from_db()
    assert evidence.quoted_words == "店很小"
    # What was shown can be decided on.
    for _attempt in range(2):  # The stance that was saved meanwhile is shown, too.
        if response.status_code == 200:
            response = ana.post(page_of(evidence), sent_by(response))
    evidence.refresh_from_db()
    assert evidence.quoted_words == "六月关了"


def test_new_evidence_of_a_form_gets_the_choice_of_the_rule():
    source = SourceFactory(language="zh-Hans")
    snapshot_of(source, "公司说，注册用户总数已有1700万，很多。")
    claim = ClaimFactory(value=17_000_000, unit="people", metric="users_total")
    client = signed_in("editor")
    page = reverse("admin:events_claim_change", args=[claim.pk])
    data = sent_by(client.get(page)) | {
        "evidence-TOTAL_FORMS": "1", "evidence-0-source": source.pk,
        "evidence-0-words": "公司说，注册用户总数已有1700万，很多", "evidence-0-stance": "supports",
    }  # fmt: skip
    response = client.post(page, data)
    assert response.status_code == 302, response.context["errors"]
    assert claim.evidence.get().quoted_words == "注册用户总数已有1700万"


def test_page_of_an_article_shows_what_readers_get(evidence):
    event = published_event(snapshot=snapshot_of(SourceFactory(), "It closed in June 2019. Yes."))
    Evidence.objects.filter(event=event).update(quoted=True)
    source = event.evidence.get().source
    page = reverse("admin:sources_source_quotations", args=[source.pk])
    for role in ("editor", "curator"):
        text = signed_in(role).get(page).content.decode()
        assert "closed in June 2019" in text
        assert "word for word" in text
    assert Client().get(page).status_code == 302
    nothing = reverse("admin:sources_source_quotations", args=[SourceFactory().pk])
    assert "There is no original" in signed_in("editor").get(nothing).content.decode()


def act(client, action, source, **data):
    page = reverse("admin:sources_source_changelist")
    chosen = {"action": action, "_selected_action": [source.pk], **data}
    return client.post(page, chosen, follow=True)


def test_curator_takes_an_article_down_and_ends_it(evidence):
    source, client = evidence.source, signed_in("curator")
    response = act(client, "take_down", source)
    assert "Take down articles" in response.content.decode()
    response = act(client, "take_down", source, confirmed="1", reason="")
    assert not Source.objects.get(pk=source.pk).is_taken_down
    act(client, "take_down", source, confirmed="1", reason="The publisher asks.")
    assert Source.objects.get(pk=source.pk).is_taken_down
    change = reverse("admin:sources_source_change", args=[source.pk])
    assert "The publisher asks." in client.get(change).content.decode()
    act(client, "end_takedown", source, confirmed="1", reason="They agreed.")
    assert not Source.objects.get(pk=source.pk).is_taken_down


def test_editor_is_not_offered_the_takedown(evidence):
    client = signed_in("editor")
    page = client.get(reverse("admin:sources_source_changelist")).content.decode()
    assert 'value="take_down"' not in page
    act(client, "take_down", evidence.source, confirmed="1", reason="No.")
    assert not Source.objects.get(pk=evidence.source.pk).is_taken_down


def test_review_shows_what_the_approval_adds(evidence):
    event = evidence.event
    Evidence.objects.filter(pk=evidence.pk).update(quoted=True, quote_start=2, quote_end=6)
    submit(row=event, by=user_in("editor"))
    proposal = Proposal.objects.get()
    page = reverse("admin:events_proposal_change", args=[proposal.pk])
    text = signed_in("curator").get(page).content.decode()
    assert "word for word; the limit is 13.0 %" in text
    assert "<q>六月关了</q>" in text


def test_choice_on_our_digest_is_refused_and_other_fields_leave_it_alone():
    digest = snapshot_of(SourceFactory(), "Our words on it, which are long enough.", "digest")
    row = evidence_for(EventFactory(), digest, "Our words on it", anchor="paragraph")
    Evidence.objects.filter(pk=row.pk).update(quoted=True, quote_start=3, quote_end=12)
    client = signed_in("editor")
    data = sent_by(client.get(page_of(row)))
    assert data["part"] == ""
    assert client.post(page_of(row), data | {"stance": "mentions"}).status_code == 302
    row.refresh_from_db()
    assert (row.stance, row.quoted, row.quote_start, row.quote_end) == ("mentions", True, 3, 12)
    response = client.post(page_of(row), sent_by(client.get(page_of(row))) | {"part": "Our words"})
    assert "Ingest the original" in response.content.decode()
