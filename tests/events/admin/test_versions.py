"""Two people edit one record, of every editable model: nothing that either typed is lost."""

from __future__ import annotations

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models
from django.test import Client
from django.urls import reverse

from events.models import (
    Claim,
    Claimant,
    Dispute,
    Event,
    EventPlatform,
    Evidence,
    Platform,
    PlatformAlias,
    Position,
    Succession,
    Tag,
    Tagged,
)
from sources.admin.conflicts import VersionedAdmin
from sources.admin.curated import ReadOnlyAdmin
from sources.models import Outlet, Source
from tests.events.admin.pages import sent_by
from tests.factories import (
    ClaimantFactory,
    ClaimFactory,
    DisputeFactory,
    EventFactory,
    OutletFactory,
    PlatformFactory,
    PositionFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("self_approval")]

EDITABLE = {
    model: page
    for model, page in admin.site._registry.items()
    if model._meta.app_label in ("events", "sources") and not isinstance(page, ReadOnlyAdmin)
}
MADE = {
    Claim: lambda: ClaimFactory(),
    Claimant: lambda: ClaimantFactory(),
    Dispute: lambda: PositionFactory().dispute,
    Event: lambda: EventFactory(),
    Evidence: lambda: evidence_for(EventFactory()),
    Outlet: lambda: OutletFactory(name_en="Gazette"),
    Platform: lambda: PlatformFactory(),
    Source: lambda: SourceFactory(),
    Tag: lambda: TagFactory(),
}
PARTS = {
    (Claim, Evidence): lambda row: evidence_for(row),
    (Claim, Tagged): lambda row: row.tags.add(TagFactory()),
    (Dispute, Position): lambda row: PositionFactory(dispute=row),
    (Event, EventPlatform): lambda row: row.event_platforms.create(platform=PlatformFactory()),
    (Event, Evidence): lambda row: evidence_for(row),
    (Event, Tagged): lambda row: row.tags.add(TagFactory()),
    (Platform, PlatformAlias): lambda row: row.aliases.create(text="Lane"),
    (Platform, Succession): lambda row: Succession.objects.create(
        predecessor=row, successor=PlatformFactory(), kind="renamed"
    ),
}
each_model = pytest.mark.parametrize("model", MADE, ids=lambda model: model.__name__)
each_part = pytest.mark.parametrize(
    ("model", "part"), PARTS, ids=lambda model: getattr(model, "__name__", "")
)


@pytest.fixture
def people(db: None) -> tuple[Client, Client]:
    """Return the clients of two people."""
    clients = Client(), Client()
    for client, name in zip(clients, ("ana", "bo"), strict=True):
        client.force_login(User.objects.create_superuser(name))
    return clients


def page_of(row: models.Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def typed(client: Client, row: models.Model) -> dict[str, str]:
    """Return a changed value for each field that is typed or chosen, except addresses and dates."""
    form = client.get(page_of(row)).context["adminform"].form
    values = {}
    for bound in form:
        if bound.name in ("opened", "reason", "slug", "when", "published", "markets", "part"):
            continue
        if isinstance(bound.field, forms.URLField | forms.IntegerField | forms.DecimalField):
            continue
        if isinstance(bound.field.widget, forms.Textarea | forms.TextInput):
            values[bound.html_name] = "Typed by hand" if bound.field.max_length != 3 else "USD"
        elif isinstance(bound.field, forms.TypedChoiceField) and bound.name == "stance":
            values[bound.html_name] = "mentions"
    assert values, row
    return values


def form_data_of(client: Client, row: models.Model) -> dict[str, object]:
    """Return what the browser sends if the page of a record is submitted as it is."""
    return sent_by(client.get(page_of(row)))


def values_of(row: models.Model) -> dict[str, object]:
    return type(row).objects.filter(pk=row.pk).values().get()


def errors_of(response: object) -> list[object]:
    """Return the errors that a page shows."""
    return list(response.context["errors"])


def test_every_editable_model_has_a_version() -> None:
    assert set(EDITABLE) == set(MADE)
    assert {
        (model, inline.model)
        for model, page in EDITABLE.items()
        for inline in page.inlines
        if inline.can_delete or inline.extra
    } == set(PARTS)
    for model, page in EDITABLE.items():
        assert isinstance(page, VersionedAdmin), model


@each_model
def test_second_save_shows_both_values_and_loses_none(
    people: tuple[Client, Client], model: type[models.Model]
) -> None:
    row = MADE[model]()
    ana, bo = people
    name, value = next(iter(typed(ana, row).items()))
    mine = form_data_of(ana, row) | {name: value}
    theirs = {"Typed by hand": "Theirs", "mentions": "disputes", "USD": "EUR"}[value]
    assert bo.post(page_of(row), form_data_of(bo, row) | {name: theirs}).status_code == 302
    saved = values_of(row)
    response = ana.post(page_of(row), mine)
    assert response.status_code == 200
    assert values_of(row) == saved
    form = response.context["adminform"].form
    assert form[name].value() == value
    assert "Saved value" in str(form.errors[name])
    assert "bo, " in str(form.non_field_errors())
    assert ana.post(page_of(row), sent_by(response)).status_code == 302
    assert values_of(row)[name] in (value, [value])


@each_model
def test_field_that_only_the_other_changed_keeps_the_saved_value(
    people: tuple[Client, Client], model: type[models.Model]
) -> None:
    row = MADE[model]()
    ana, bo = people
    fields = list(typed(ana, row).items())
    (first, value), (second, other) = fields[0], fields[-1]
    if first == second:
        pytest.skip("the form has one field")
    mine = form_data_of(ana, row) | {first: value}
    assert bo.post(page_of(row), form_data_of(bo, row) | {second: other}).status_code == 302
    response = ana.post(page_of(row), mine)
    assert response.status_code == 200
    assert ana.post(page_of(row), sent_by(response)).status_code == 302
    values = values_of(row)
    assert values[first] in (value, [value])
    assert values[second] in (other, [other])


@each_part
def test_row_that_another_added_stays(
    people: tuple[Client, Client], model: type[models.Model], part: type[models.Model]
) -> None:
    row = MADE[model]()
    ana, _bo = people
    name, value = next(iter(typed(ana, row).items()))
    mine = form_data_of(ana, row) | {name: value}
    before = part.objects.count()
    PARTS[model, part](row)
    response = ana.post(page_of(row), mine)
    assert response.status_code == 200
    assert ana.post(page_of(row), sent_by(response)).status_code == 302
    assert part.objects.count() == before + 1
    assert values_of(row)[name] in (value, [value])


@each_part
@pytest.mark.parametrize("is_deleted_by_both", [False, True])
def test_row_that_another_deleted_does_not_block_the_form(
    people: tuple[Client, Client],
    model: type[models.Model],
    part: type[models.Model],
    is_deleted_by_both: bool,
) -> None:
    row = MADE[model]()
    PARTS[model, part](row)
    ana, _bo = people
    name, value = next(iter(typed(ana, row).items()))
    mine = form_data_of(ana, row) | {name: value}
    newest = part.objects.latest("pk")
    if is_deleted_by_both:
        (key,) = [key for key, pk in mine.items() if key.endswith("-id") and pk == newest.pk]
        mine[key.removesuffix("id") + "DELETE"] = "on"
    newest.delete()
    response = ana.post(page_of(row), mine)
    assert response.status_code == 200
    assert ana.post(page_of(row), sent_by(response)).status_code == 302
    assert not part.objects.filter(pk=newest.pk).exists()
    assert values_of(row)[name] in (value, [value])


def test_row_that_was_changed_here_and_deleted_there_becomes_a_new_row(
    people: tuple[Client, Client],
) -> None:
    platform = PlatformFactory()
    alias = platform.aliases.create(text="Lane")
    ana, _bo = people
    mine = form_data_of(ana, platform)
    (key,) = [key for key in mine if key.startswith("aliases-") and key.endswith("-text")]
    mine[key] = "Typed by hand"
    alias.delete()
    response = ana.post(page_of(platform), mine)
    text = "Deleted by somebody else while you changed it, and a new row below: "
    assert text in response.content.decode(), errors_of(response)
    assert ana.post(page_of(platform), sent_by(response)).status_code == 302
    assert [row.text for row in platform.aliases.all()] == ["Typed by hand"]


def test_row_that_both_changed_shows_both_values(people: tuple[Client, Client]) -> None:
    platform = PlatformFactory()
    alias = platform.aliases.create(text="Lane")
    ana, _bo = people
    mine = form_data_of(ana, platform)
    (key,) = [key for key in mine if key.startswith("aliases-") and key.endswith("-text")]
    mine[key] = "Mine"
    PlatformAlias.objects.filter(pk=alias.pk).update(text="Theirs")
    response = ana.post(page_of(platform), mine)
    assert "Saved value: “Theirs”. Your value: “Mine”." in response.content.decode()
    assert ana.post(page_of(platform), sent_by(response)).status_code == 302
    assert platform.aliases.get().text == "Mine"


@pytest.mark.parametrize("model", [Event, Claim])
def test_same_tag_twice_keeps_the_form(
    people: tuple[Client, Client], model: type[models.Model]
) -> None:
    row, tag = MADE[model](), TagFactory()
    ana, _bo = people
    name, value = next(iter(typed(ana, row).items()))
    mine = form_data_of(ana, row) | {name: value}
    (total,) = [key for key in mine if "tagged" in key and key.endswith("TOTAL_FORMS")]
    prefix = total.removesuffix("-TOTAL_FORMS")
    mine |= {total: 2, f"{prefix}-0-tag": tag.pk, f"{prefix}-1-tag": tag.pk}
    response = ana.post(page_of(row), mine)
    assert response.status_code == 200
    assert response.context["adminform"].form[name].value() == value
    fixed = sent_by(response) | {f"{prefix}-1-DELETE": "on"}
    assert ana.post(page_of(row), fixed).status_code == 302
    assert list(row.tags.all()) == [tag]
    assert values_of(row)[name] in (value, [value])


@pytest.mark.parametrize("sent", ["", "[]", "{", '{"fields": 1}', '{"fields": {}, "rows": {}}'])
def test_form_without_what_it_was_opened_with_is_refused(
    people: tuple[Client, Client], sent: str
) -> None:
    row = DisputeFactory()
    before = values_of(row)
    response = people[0].post(page_of(row), form_data_of(people[0], row) | {
        "opened": sent, "question_en": "Typed by hand",
    })  # fmt: skip
    assert response.status_code == 200
    assert values_of(row) == before


def test_save_without_a_change_is_no_conflict(people: tuple[Client, Client]) -> None:
    for model, make in MADE.items():
        row = make()
        for part in [part for owner, part in PARTS if owner is model]:
            PARTS[model, part](row)
        response = people[0].post(page_of(row), form_data_of(people[0], row))
        assert response.status_code == 302, (model, errors_of(response))
