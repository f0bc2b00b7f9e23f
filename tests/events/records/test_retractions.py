"""The address of a retracted record: gone, with the day and the reason."""

import pytest
from django.urls import reverse

from events.editing.actions import retract, submit
from events.models import State
from tests.events.editing.reviewing import publish
from tests.factories import ClaimFactory, EventFactory, published_claim, published_event, user_in

pytestmark = pytest.mark.django_db
MAKE = {"event": published_event, "claim": published_claim}
BARE = {"event": EventFactory, "claim": ClaimFactory}


@pytest.fixture(params=MAKE)
def kind(request):
    return request.param


def address(row):
    return reverse(row._meta.model_name, args=[getattr(row, "slug", row.pk)])


def shown(client, row):
    response = client.get(address(row))
    return response.status_code, response.content.decode()


def test_readers_see_when_and_why(reader, kind):
    row = MAKE[kind]()
    retract(row=row, by=user_in("curator"), reason="The figure was of another <company>.")
    status, page = shown(reader, row)
    assert status == 410
    assert "The figure was of another &lt;company&gt;." in page
    day = row.history.latest("pgh_id").pgh_created_at
    assert f"{day.day} {day:%B %Y}" in page or f"{day:%B} {day.day}, {day.year}" in page


def test_edit_after_the_retraction_does_not_replace_its_reason(reader, kind):
    row = MAKE[kind]()
    retract(row=row, by=user_in("curator"), reason="First.")
    row.save()
    assert "First." in shown(reader, row)[1]


@pytest.mark.slow
def test_last_retraction_counts(reader, kind):
    row, curator = MAKE[kind](), user_in("curator")
    for reason in ("First.", "Second."):
        row.refresh_from_db()
        if row.state != State.PUBLISHED:
            publish(row, curator)
            assert shown(reader, row)[0] == 200
        retract(row=row, by=curator, reason=reason)
    page = shown(reader, row)[1]
    assert "Second." in page
    assert "First." not in page


def test_review_after_the_retraction_leaves_its_page(reader, kind):
    row = MAKE[kind]()
    retract(row=row, by=user_in("curator"), reason="So.")
    submit(row=row, by=user_in("editor"))
    assert "So." in shown(reader, row)[1]


@pytest.mark.slow
def test_editors_see_the_record(editor, kind):
    row = MAKE[kind]()
    retract(row=row, by=user_in("curator"), reason="So.")
    assert shown(editor, row)[0] == 200


@pytest.mark.parametrize("state", [s for s in State.values if s not in ("published", "retracted")])
def test_what_was_never_published_is_not_found(reader, kind, state):
    assert shown(reader, BARE[kind](state=state))[0] == 404


def test_page_without_a_reason(reader, kind):
    row = MAKE[kind]()
    type(row).objects.filter(pk=row.pk).update(state="retracted")
    status, page = shown(reader, row)
    assert status == 410
    assert "Reason:" not in page
