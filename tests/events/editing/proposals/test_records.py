"""The registry of record types covers all that the admin edits."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.contenttypes.admin import GenericInlineModelAdmin
from django.test import RequestFactory

from events.admin.proposing import ProposingAdmin
from events.editing.proposals.records import RECORD_TYPES, is_public, set_public
from events.models import Evidence
from sources.admin.curated import ReadOnlyAdmin
from tests.events.editing.proposals.complete import complete
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PAGES = {
    model: page
    for model, page in admin.site._registry.items()
    if model._meta.app_label in ("events", "sources")
}
OF_A_RECORD = {Evidence}
"""Models with a page of their own whose rows are parts of records."""

every_model = pytest.mark.parametrize("model", RECORD_TYPES, ids=lambda model: model.__name__)


def request_of(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_every_model_that_the_admin_edits_is_reviewed():
    request = request_of(UserFactory(is_superuser=True))
    edited = {
        model
        for model, page in PAGES.items()
        if page.has_change_permission(request) or page.has_add_permission(request)
    }
    assert edited == {*RECORD_TYPES, *OF_A_RECORD}
    for model in edited:
        assert isinstance(PAGES[model], ProposingAdmin), model
        assert not isinstance(PAGES[model], ReadOnlyAdmin), model


@every_model
def test_every_field_of_the_form_is_content(model):
    row = complete(model)
    request, record_type = request_of(UserFactory(is_superuser=True)), RECORD_TYPES[model]
    form = PAGES[model].get_form(request, row, change=True)
    columns = {field.name for field in model._meta.get_fields()}
    known = {field.name for field in record_type.fields} | {*record_type.relations}
    assert columns & set(form.base_fields) <= known | record_type.outside
    assert known <= set(form.base_fields) | {"original_sha256"}  # nobody types a hash


@every_model
def test_every_inline_of_the_form_is_a_part(model):
    row = complete(model)
    request, parts = request_of(UserFactory(is_superuser=True)), list(RECORD_TYPES[model].parts)
    for inline in PAGES[model].get_inline_instances(request, row):
        if not inline.has_add_permission(request, row):
            continue
        formset = inline.get_formset(request, row)
        owner = "" if isinstance(inline, GenericInlineModelAdmin) else formset.fk.name
        part = next(part for part in parts if (part.model, part.owner) == (inline.model, owner))
        parts.remove(part)
        columns = {field.name for field in part.model._meta.get_fields()}
        names = {field.name for field in part.fields} | {*part.relations}
        assert columns & set(formset.form.base_fields) <= names
    assert parts == []


@every_model
def test_record_is_public_once_it_is_set_so(model):
    row = complete(model)
    assert is_public(row)
    if hasattr(row, "is_approved"):
        row.is_approved = False
    else:
        row.state = "rejected" if model.__name__ == "Source" else "in_review"
    row.save()
    assert not is_public(row)
    if model.__name__ != "Source":
        set_public(row)
        row.refresh_from_db()
        assert is_public(row)
