"""Pages of the admin that write tags while somebody merges one of them."""

from __future__ import annotations

from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse

from events.editing.merging.actions import merge_records
from events.models import Event, Tag, Tagged
from tests.events.admin.test_admin import TAGS, change_url, form_data
from tests.events.editing.racing import Step
from tests.factories import EventFactory, TagFactory

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("self_approval"),
]


@pytest.fixture
def user():
    return User.objects.create_superuser("ana")


@pytest.fixture
def client(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def tags():
    return [TagFactory(name="Alpha"), TagFactory(name="Beta")]


def posted_during_merge(client, user, tags, url, data):
    """Post a form while a merge of the first tag into the second is not committed yet."""
    with transaction.atomic():
        merge_records(record=tags[0], into=tags[1], by=user)
        step = Step(partial(client.post, url, data, follow=True))
        step.run_until_blocked()
    return step.finish().content.decode()


def test_tag_that_is_merged_meanwhile_is_a_message_of_the_form(client, user, tags):
    event = EventFactory()
    prefix = "events-tagged-content_type-object_id"
    data = form_data(client, event, title_en="Renamed")
    data |= {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-0-tag": tags[0].pk}
    page = posted_during_merge(client, user, tags, change_url(event), data)
    assert "was merged into another one. Choose that one." in page
    assert not Tagged.objects.exists()
    assert Event.objects.get().title_en != "Renamed"


def test_saved_tag_stays_merged(client, user, tags):
    url = reverse("admin:events_tag_change", args=[tags[0].pk])
    data = form_data(client, tags[0], name_zh="甲")
    page = posted_during_merge(client, user, tags, url, data)
    tag = Tag.objects.get(pk=tags[0].pk)
    assert (tag.name_zh, tag.merged_into) == ("", tags[1])
    assert "It was merged into “Beta”." in page
    assert "Undo the merge…" in page


def test_merges_in_opposite_directions_are_a_message(client, user, tags):
    data = {"action": "merge", "_selected_action": [tags[1].pk], "confirmed": "yes"}
    page = posted_during_merge(client, user, tags, TAGS, data | {"into": tags[0].pk})
    assert (
        "was not changed: A record cannot be merged into itself, or into a merged or deleted one."
        in page
    )
    assert list(Tag.objects.filter(merged_into=None)) == [tags[1]]


@pytest.mark.parametrize("action", ["add_tags", "remove_tags"])
def test_deleted_tag_is_a_message_of_the_action(client, tags, action):
    event = EventFactory()
    data = {"action": action, "_selected_action": [event.pk], "confirmed": "yes"}
    with transaction.atomic():
        Tag.objects.filter(pk=tags[0].pk).delete()
        url = reverse("admin:events_event_changelist")
        sent = data | {"tags": [tags[0].pk]}
        step = Step(partial(client.post, url, sent, follow=True))
        step.run_until_blocked()
    assert "A tag was deleted meanwhile. Choose again." in step.finish().content.decode()


def test_tag_added_twice_at_the_same_time_is_a_message(client, tags):
    event = EventFactory()
    prefix = "events-tagged-content_type-object_id"
    data = form_data(client, event)
    data |= {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-0-tag": tags[0].pk}
    with transaction.atomic():
        event.tags.add(tags[0])
        step = Step(partial(client.post, change_url(event), data, follow=True))
        step.run_until_blocked()
    assert "this record was saved (" in step.finish().content.decode()
    assert Tagged.objects.count() == 1
