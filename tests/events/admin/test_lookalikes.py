"""A name that looks like an existing one is named in the form, which asks."""

from __future__ import annotations

import re
import unicodedata

import pytest
from django.test import Client
from django.urls import reverse

from events.editing.lookalikes import NAMED, lookalikes, name_key
from events.models import Tag
from tests.events.admin.pages import sent_by
from tests.factories import (
    ClaimantFactory,
    OutletFactory,
    PlatformFactory,
    TagFactory,
)

pytestmark = pytest.mark.django_db

FACTORIES = {
    factory._meta.model: factory
    for factory in (PlatformFactory, ClaimantFactory, OutletFactory, TagFactory)
}
every_model = pytest.mark.parametrize("model", NAMED, ids=lambda model: model.__name__)
SAME = {
    "as it is": "Café Hàrbour 直播电商",
    "NFD": unicodedata.normalize("NFD", "Café Hàrbour 直播电商"),
    "full width": "Ｃafé Hàrbour 直播电商",
    "case": "CAFÉ hàrbour 直播电商",
    "spaces": " Café  Hàrbour直播 电商",
    "zero-width space": "Café\u200b Hàrbour 直播电商",
    "soft hyphen": "Café Hàr\u00adbour 直播电商",
    "traditional": "Café Hàrbour 直播電商",
    "no-break space": "Café\u00a0Hàrbour 直播电商",
}
NAME = SAME["as it is"]


def first_name(model):
    return NAMED[model][0]


def add(client, model, **values):
    """Add a row in the admin, and return the answer: the page again if it was refused."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    data = sent_by(client.get(address)) | {"slug": "added", "kind": "", "facet": "theme"}
    for field in ("kind", "facet"):
        if hasattr(model, field):
            data[field] = next(iter(model._meta.get_field(field).flatchoices))[0]
    return client.post(address, data | values)


def count(model):
    return model.objects.count()


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("written", SAME.values(), ids=SAME)
@every_model
def test_same_name_in_another_spelling_is_refused(model, written, editor: Client):
    row = FACTORIES[model](**{first_name(model): NAME})
    before = count(model)
    response = add(editor, model, **{first_name(model): written}, is_another="on")
    # The same name of a tag, letter by letter, is refused by the field itself.
    assert re.search("exists already|already exists", text_of(response))
    assert written == NAME or f"/{row.pk}/change/" in text_of(response)
    assert count(model) == before


@every_model
def test_name_of_the_other_language_is_asked_about(model, editor: Client):
    FACTORIES[model](name_zh="海港直播")
    values = {first_name(model): "海港直播"}
    before = count(model)
    response = add(editor, model, **values)
    assert "This looks like" in text_of(response)
    assert 'name="is_another"' in text_of(response)
    assert count(model) == before
    assert add(editor, model, **values, is_another="on").status_code == 302
    assert count(model) == before + 1


@pytest.mark.parametrize("make", [OutletFactory, TagFactory])
def test_alias_in_a_list_is_asked_about(make, editor: Client):
    model = make._meta.model
    make(aliases=["海港直播"])
    assert "This looks like" in text_of(add(editor, model, **{first_name(model): "海港直播"}))
    assert "This looks like" in text_of(
        add(editor, model, **{first_name(model): "Other", "aliases": "海港直播"})
    )


def test_alias_of_a_platform_is_asked_about(editor: Client):
    platform = PlatformFactory()
    platform.aliases.create(text="Hafen Live")
    response = add(editor, type(platform), name_en="HAFEN live")
    assert "This looks like" in text_of(response)
    assert str(platform) in text_of(response)


@every_model
def test_other_name_is_saved_without_a_question(model, editor: Client):
    FACTORIES[model](**{first_name(model): "Harbour"})
    assert add(editor, model, **{first_name(model): "Harbours"}).status_code == 302


def test_merged_tag_leads_to_its_target():
    target = TagFactory(name="Prices")
    TagFactory(name="Price level", merged_into=target)
    known = lookalikes(Tag(name="price LEVEL"))
    assert [(item.row, item.name) for item in known] == [(target, "Price level")]


@every_model
def test_saved_row_does_not_look_like_itself(model):
    row = FACTORIES[model](**{first_name(model): NAME, "name_zh": NAME})
    assert lookalikes(row) == []


def test_edit_of_other_fields_asks_nothing(editor: Client):
    twins = [TagFactory(name=name, is_approved=False) for name in ("Harbour", "Other")]
    # From before the rule.
    Tag.objects.filter(pk=twins[1].pk).update(name="Har\u00adbour", name_key=None)
    address = reverse("admin:events_tag_change", args=[twins[1].pk])
    data = sent_by(editor.get(address)) | {"description_en": "A place."}
    assert editor.post(address, data).status_code == 302


def test_alias_that_is_typed_in_a_row_of_a_platform_is_compared(editor: Client):
    PlatformFactory(name_en="Harbour", name_zh="港湾")
    address = reverse("admin:events_platform_add")
    data = sent_by(editor.get(address)) | {
        "name_en": "Quay",
        "slug": "quay",
        "kind": "product",
        "aliases-TOTAL_FORMS": 1,
        "aliases-0-text": "港灣",
    }
    response = editor.post(address, data)
    assert response.status_code == 200
    assert "This looks like" in response.content.decode()
    assert editor.post(address, data | {"is_another": "on"}).status_code == 302


def test_key_of_names():
    assert len({name_key(text) for text in SAME.values()}) == 1
    assert name_key("Harbour") != name_key("Harbours")
