"""Links with the slug that a record had before, or a record that was merged into it, lead to it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from events.editing.merging.merge import merge
from events.models import Event, Platform, Tag
from events.records.former_addresses import present_address
from sources.models.former_slugs import former_holder
from tests.events.outputs.test_published_only import OUTPUTS
from tests.factories import (
    ClaimantFactory,
    DisputeFactory,
    EventFactory,
    OutletFactory,
    PlatformFactory,
    PositionFactory,
    SourceFactory,
    TagFactory,
    published_claim,
    published_event,
    snapshot_of,
    user_in,
)

pytestmark = pytest.mark.django_db

OLD, NEW = "the-old-name", "the-new-name"


def source(slug=OLD):
    row = SourceFactory(slug=slug)
    snapshot_of(row)
    return row


def dispute(slug=OLD):
    row = DisputeFactory(slug=slug)
    position = PositionFactory(dispute=row)
    position.claims.add(published_claim())
    return row


def tag(slug=OLD):
    row = TagFactory(slug=slug)
    published_event(tags=[row])
    return row


def platform(slug=OLD):
    row = PlatformFactory(slug=slug)
    published_event(platforms=[row])
    return row


MAKERS = {
    "event": lambda slug=OLD: published_event(slug=slug),
    "claim": lambda slug=OLD: published_claim(key=slug),
    "platform": platform,
    "dispute": dispute,
    "tag": tag,
    "source": source,
}


def rename(row):
    field = "key" if hasattr(row, "key") else "slug"
    type(row).objects.filter(pk=row.pk).update(**{field: NEW})
    row.refresh_from_db()
    return row


def merge_away(row):
    """Merge a record into another one of its kind, and return that."""
    target = MAKERS[str(row._meta.model_name)](NEW)
    merge(type(row), row.pk, target.pk)
    target.refresh_from_db()
    return target


def rename_and_merge(row):
    """Rename a record, and merge it into another one then."""
    field = "key" if hasattr(row, "key") else "slug"
    type(row).objects.filter(pk=row.pk).update(**{field: "in-between"})
    return merge_away(row)


WAYS = {"renamed": rename, "merged": merge_away, "renamed and merged": rename_and_merge}


def ways_of(kind):
    return [way for way in WAYS if way == "renamed" or kind != "dispute"]


def named_by_slug():
    """Yield the name of each URL that contains a slug, the kind of its record, its arguments."""

    def walk(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern

    for pattern in walk(get_resolver().url_patterns):
        converters = {
            name: type(converter).__name__ for name, converter in pattern.pattern.converters.items()
        }
        slugs = [name for name, kind in converters.items() if "Slug" in kind]
        if slugs and pattern.name in OUTPUTS and slugs != ["name"] and pattern.name != "facet":
            kind = next(kind for kind in MAKERS if kind in pattern.name)
            rest = {"format": "bib"} if "format" in converters else {}
            yield pattern.name, kind, slugs[0], rest


ADDRESSES = list(named_by_slug())


def test_every_kind_of_record_has_addresses():
    assert {kind for _name, kind, _argument, _rest in ADDRESSES} == set(MAKERS)
    assert len(ADDRESSES) > 15


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "kind", "argument", "rest", "way"),
    [(*address, way) for address in ADDRESSES for way in ways_of(address[1])],
)
def test_former_address_leads_to_the_present_one(name, kind, argument, rest, way, client):
    WAYS[way](MAKERS[kind]())
    old = reverse(name, kwargs={argument: OLD, **rest})
    # The API refuses parameters that it does not know.
    query = "" if name.startswith("api-") else "?part=2"
    response = client.get(f"{old}{query}")
    assert response.status_code == 302, old
    assert response.url == reverse(name, kwargs={argument: NEW, **rest}) + query
    assert client.get(response.url.partition("?")[0]).status_code == 200


@pytest.mark.parametrize("kind", [kind for kind in MAKERS if kind != "claim"])
def test_record_that_has_the_address_now_comes_first(kind, client):
    rename(MAKERS[kind]())
    MAKERS[kind]()
    assert client.get(reverse(kind, args=[OLD])).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("role", ["reader", "editor"])
@pytest.mark.parametrize("parameter", ["platform", "tag", "source"])
@pytest.mark.parametrize("page", ["timeline", "claims", "api-events"])
def test_filter_by_a_former_slug_means_the_record(parameter, page, role, way, client):
    if role == "editor":
        client.force_login(user_in("editor"))
    row = WAYS[way](MAKERS[parameter]())
    if parameter == "source":
        published_event(snapshot=row.snapshots.current().get())
    address = reverse(page)
    present = client.get(address, {parameter: NEW})
    former = client.get(address, {parameter: OLD})
    assert former.status_code == present.status_code == 200
    if page == "api-events":
        assert former.json()["results"] == present.json()["results"]
    assert client.get(address, {parameter: "never-existed"}).content != former.content


def test_record_that_readers_do_not_see_is_not_named(client):
    event = EventFactory(slug=OLD)
    rename(event)
    response = client.get(reverse("event", args=[OLD]))
    assert response.status_code == 404
    assert NEW not in response.content.decode()


def test_retracted_record_says_why_at_its_former_address(client):
    event = rename(published_event(slug=OLD))
    Event.objects.filter(pk=event.pk).update(state="retracted")
    assert client.get(reverse("event", args=[OLD]), follow=True).status_code == 410


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("page", "parameter"),
    [("claims", "claimant"), ("api-claims", "claimant"), ("api-sources", "outlet"),
     ("api-platforms", "parent")],
)  # fmt: skip
def test_filter_of_a_list_by_a_former_slug(page, parameter, way, client):
    if parameter == "claimant":
        row = published_claim(claimant=ClaimantFactory(slug=OLD)).claimant
        target = published_claim(claimant=ClaimantFactory(slug=NEW)).claimant
    elif parameter == "outlet":
        row = SourceFactory(outlet=OutletFactory(slug=OLD)).outlet
        target = SourceFactory(outlet=OutletFactory(slug=NEW)).outlet
    else:
        row = PlatformFactory(parent=PlatformFactory(slug=OLD)).parent
        target = PlatformFactory(parent=PlatformFactory(slug=NEW)).parent
    slug = "in-between" if way == "renamed and merged" else OLD
    if way == "renamed":
        type(row).objects.filter(pk=target.pk).update(slug="another")
        slug = NEW
    type(row).objects.filter(pk=row.pk).update(slug=slug)
    if way != "renamed":
        merge(type(row), row.pk, target.pk)
    assert client.get(reverse(page), {parameter: OLD}).status_code == 200
    assert client.get(reverse(page), {parameter: "never-existed"}).status_code in (200, 400)
    if page.startswith("api-"):
        found = client.get(reverse(page), {parameter: OLD}).json()["results"]
        assert len(found) == (1 if way == "renamed" else 2)


@pytest.mark.parametrize("name", ["claim", "claim_card", "claim-citation"])
def test_merged_claim_leads_to_the_other_one_by_its_number(name, client):
    claim = published_claim(key=OLD)
    target = merge_away(claim)
    rest = {"format": "bib"} if name == "claim-citation" else {}
    argument = "key" if name == "claim-citation" else "pk"
    response = client.get(reverse(name, kwargs={argument: claim.pk, **rest}))
    assert response.status_code == 302
    assert response.url == reverse(name, kwargs={argument: target.pk, **rest})


def test_merged_record_leads_nowhere_if_readers_do_not_see_the_other(client):
    record, target = PlatformFactory.create_batch(2, is_approved=False)
    merge(Platform, record.pk, target.pk)
    assert client.get(reverse("platform", args=[record.slug])).status_code == 404


def test_chain_of_merges_leads_to_its_end(client):
    tags = [tag(slug) for slug in ("first", "second", "third")]
    for record, target in pairwise(tags):
        merge(Tag, record.pk, target.pk)
    for slug in ("first", "second"):
        assert client.get(reverse("tag", args=[slug])).url == reverse("tag", args=["third"])
        events = client.get(reverse("api-events"), {"tag": slug}).json()["results"]
        assert len(events) == 3


def test_deleted_record_has_no_address(client):
    row = EventFactory(slug=OLD)
    rename(row)
    row.delete()
    assert client.get(reverse("event", args=[OLD])).status_code == 404


def test_last_of_several_holders_is_meant():
    first = rename(published_event(slug=OLD))
    Event.objects.filter(pk=first.pk).update(slug="first")
    second = published_event(slug=OLD)
    Event.objects.filter(pk=second.pk).update(slug="second")
    assert former_holder(Event.objects.all(), OLD) == second
    assert former_holder(Event.objects.exclude(pk=second.pk), OLD) == first


def test_address_without_a_slug_has_no_present_one(rf):
    assert present_address(None) is None


def test_post_is_not_redirected(client):
    rename(published_event(slug=OLD))
    assert client.post(reverse("event", args=[OLD])).status_code in (404, 405)


@pytest.mark.parametrize("way", WAYS)
def test_oembed_of_a_former_address(way, client):
    WAYS[way](published_event(slug=OLD))
    address = f"http://testserver{reverse('event', args=[OLD])}"
    answer = client.get(reverse("oembed"), {"url": address, "format": "json"})
    assert answer.status_code == 200
    assert NEW in answer.json()["html"]


@pytest.mark.slow
def test_identifiers_do_not_depend_on_the_slug(client):
    event = published_event(slug=OLD)
    feed, calendar = reverse("feed"), reverse("export_events", args=["ics"])

    def identifiers():
        lines = client.get(calendar).getvalue().decode().splitlines()
        atom = client.get(feed).content.decode()
        return [line for line in lines if line.startswith("UID")], atom.split("<id>")[2:]

    before = identifiers()
    rename(event)
    after = identifiers()
    assert before[0] == after[0] != []
    assert [text.split("</id>")[0] for text in before[1]] == [
        text.split("</id>")[0] for text in after[1]
    ]


def test_former_address_of_another_record_is_refused_in_forms(editor: Client):
    event = rename(published_event(slug=OLD))
    response = editor.post(
        reverse("admin:events_event_add"), {"slug": OLD, "title_en": "Another", "kind": "launch"}
    )
    assert response.status_code == 200
    assert f"This was the address of “{event}”" in response.content.decode()


def test_redirect_of_the_api_may_be_followed_by_other_sites(client):
    rename(published_event(slug=OLD))
    response = client.get(reverse("api-event", args=[OLD]), headers={"Origin": "https://a.example"})
    assert response.status_code == 302
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("values", [["one"] * 500, [f"slug-{number}" for number in range(500)]])
def test_unknown_slugs_take_few_queries(values, client, django_assert_max_num_queries):
    client.get(reverse("timeline"))
    with django_assert_max_num_queries(30):
        assert client.get(reverse("timeline"), {"tag": values}).status_code == 200
