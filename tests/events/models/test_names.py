"""The database refuses a second row in use whose name looks the same."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from events.editing.lookalikes import NAMED
from events.editing.merging.merge import merge
from events.editing.merging.unmerge import unmerge
from events.models import Platform
from sources.models.naming import name_key
from tests.events.models.referring import MAKERS
from tests.events.models.rejections import rejected_by
from tests.factories import PlatformFactory

pytestmark = pytest.mark.django_db

SPELLINGS = {
    "same": "Côte 直播",
    "decomposed": "Co\u0302te 直播",
    "wide": "Ｃôte　直播",
    "case": "CÔTE 直播",
    "spaces": "Côte  直播 ",
    "zero width": "Côte\u200b 直\u200b播",
    "soft hyphen": "Cô\u00adte 直播",
}
each_name = pytest.mark.parametrize(
    ("model", "name"),
    [(model, name) for model, names in NAMED.items() for name in names],
    ids=lambda value: getattr(value, "__name__", value),
)


each_optional_name = pytest.mark.parametrize(
    ("model", "name"),
    [(model, "name_zh") for model in NAMED],
    ids=lambda value: getattr(value, "__name__", value),
)


@each_name
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_second_row_with_the_name_is_refused(model, name, spelling):
    MAKERS[model](**{name: SPELLINGS["same"]})
    # The names of tags are unique as they are, too.
    with rejected_by(f"{name}_is_distinct|events_tag_name_key"):
        MAKERS[model](**{name: SPELLINGS[spelling]})


@each_name
def test_other_chinese_script_is_the_same_name(model, name):
    MAKERS[model](**{name: "购物直播"})
    with rejected_by(f"{name}_is_distinct"):
        MAKERS[model](**{name: "購物直播"})


@each_name
def test_row_is_not_renamed_to_the_name_of_another(model, name):
    MAKERS[model](**{name: "Harbour"})
    row = MAKERS[model](**{name: "Dock"})
    setattr(row, name, "harbour")
    with rejected_by(f"{name}_is_distinct"):
        row.save()


@each_name
def test_merged_row_may_have_the_name(model, name):
    row = MAKERS[model](**{name: "Harbour"})
    target = MAKERS[model]()
    model._base_manager.filter(pk=row.pk).update(
        merged_into=target, **({"name": "Harbour gone"} if name == "name" else {})
    )
    MAKERS[model](**{name: "harbour"})


@each_optional_name
def test_empty_names_are_no_names(model, name):
    for _ in range(2):
        assert getattr(MAKERS[model](), f"{name}_key") is None


@each_optional_name
def test_empty_name_is_not_filled_with_the_name_of_another(model, name):
    MAKERS[model](**{name: "抖音"})
    row = MAKERS[model]()
    setattr(row, name, "抖音 ")
    with rejected_by(f"{name}_is_distinct"):
        row.save()


def test_row_from_before_the_rule_is_not_renamed_to_the_name_of_another():
    PlatformFactory(name_en="Dock")
    PlatformFactory(name_en="Harbour")
    twin = PlatformFactory(name_en="Other")
    Platform.objects.filter(pk=twin.pk).update(name_en="HARBOUR", name_en_key=None)
    twin.refresh_from_db()
    twin.name_en = "dock"
    with rejected_by("name_en_is_distinct"):
        twin.save()


def test_name_of_a_row_that_was_merged_before_the_rule_is_one_again_when_it_is_undone():
    record, target = PlatformFactory(name_en="Old"), PlatformFactory()
    merge(Platform, record.pk, target.pk)
    Platform.objects.filter(pk=record.pk).update(name_en_key=None)
    unmerge(Platform, record.pk)
    assert Platform.objects.get(pk=record.pk).name_en_key == "old"


def test_rows_from_before_the_rule_can_be_edited():
    old = PlatformFactory(name_en="Harbour")
    twin = PlatformFactory(name_en="Other")
    Platform.objects.filter(pk=twin.pk).update(name_en="HARBOUR", name_en_key=None)
    twin.refresh_from_db()
    twin.summary_en = "Edited."
    twin.save()
    assert Platform.objects.get(pk=twin.pk).name_en_key is None
    old.name_en = "Dock"
    old.save()
    twin.save()
    assert Platform.objects.get(pk=twin.pk).name_en_key == "harbour"


@pytest.mark.parametrize(
    ("migration", "models"),
    [
        ("events.migrations.0031_names_tell_rows_apart", 3),
        ("sources.migrations.0015_names_tell_rows_apart", 1),
    ],
)
def test_migration_gives_each_name_to_the_first_row(migration, models):
    module = import_module(migration)
    assert len(module.NAMES) == models
    for model, names in module.NAMES.items():
        rows = apps.get_model(migration.split(".")[0], model)._base_manager
        make = MAKERS[rows.model]
        first, second = make(**{names[0]: "Harbour"}), make(**{names[0]: "Dock"})
        rows.filter(pk=second.pk).update(**{names[0]: "HARBOUR"})
        rows.update(**{f"{name}_key": None for name in names})
        module.fill(apps, connection.schema_editor())
        keys = dict(rows.values_list("pk", f"{names[0]}_key"))
        assert keys == {first.pk: "harbour", second.pk: None}


def test_key_ignores_what_cannot_be_seen():
    assert len({name_key(text) for text in SPELLINGS.values()}) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        PlatformFactory.create_batch(2, name_en="Same")
