"""Contents of records: read, written, and read again, for every kind of record and every field."""

from __future__ import annotations

from copy import deepcopy

import pytest

from events.editing.merging.merge import merge
from events.editing.proposals.content import (
    content_of,
    empty_content,
    fingerprint,
    references,
    write,
)
from events.editing.proposals.missing import without_missing
from events.editing.proposals.records import RECORD_TYPES
from events.models import Event, Tag, Tagged
from sources.models.history import history_of
from tests.events.editing.proposals.complete import (
    MAKERS,
    complete,
    fields,
    model_at,
    named,
    part_of,
    parts,
    relations,
    row_of,
    with_other_value,
)
from tests.factories import TagFactory

pytestmark = pytest.mark.django_db


def every(places):
    return pytest.mark.parametrize("place", list(places), ids=named)


every_model = pytest.mark.parametrize("model", RECORD_TYPES, ids=lambda model: model.__name__)
every_part = every(parts())
every_place = every([*fields(), *relations()])


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


def history_size():
    models = {*RECORD_TYPES, *(part_of(*place).model for place in parts())}
    return {model: history_of(model).count() for model in models}


def test_every_record_has_a_maker():
    assert set(MAKERS) == set(RECORD_TYPES)


@every_model
def test_complete_record_has_a_value_in_every_field(model):
    content = content_of(complete(model))
    owners = {"event", "claim"}
    for row in [content, *(row for rows in content["parts"].values() for row in rows.values())]:
        empty = {name for name, value in row["fields"].items() if value in (None, [])}
        assert empty <= owners
        assert all(len(keys) == 2 for keys in row["relations"].values())
    assert all(len(rows) == 2 for rows in content["parts"].values())


@every_model
def test_same_content_writes_nothing(model):
    row = complete(model)
    content, before = content_of(row), history_size()
    write(fresh(row), content)
    assert history_size() == before


@pytest.mark.slow
@every_place
def test_value_is_written_and_restored(place):
    row = complete(place[0])
    content = content_of(row)
    changed = with_other_value(content, place)
    assert changed != content
    write(fresh(row), changed)
    assert content_of(row) == changed
    write(fresh(row), content)
    assert content_of(row) == content


@every_part
def test_rows_keep_their_ids_when_they_are_deleted_and_written_again(place):
    row, name = complete(place[0]), place[1]
    content = content_of(row)
    without = deepcopy(content)
    key = list(content["parts"][name])[0]
    del without["parts"][name][key]
    write(fresh(row), without)
    assert content_of(row) == without
    write(fresh(row), content)
    assert content_of(row) == content


@every_part
def test_rows_swap_their_identity(place):
    model, name = place
    row, identity = complete(model), part_of(model, name).identity
    content = content_of(row)
    swapped = deepcopy(content)
    one, two = swapped["parts"][name].values()
    for field in identity:
        one["fields"][field], two["fields"][field] = two["fields"][field], one["fields"][field]
    if name == "evidence":  # its unique place is the locator
        for field in ("block", "block_start", "block_end"):
            one["fields"][field], two["fields"][field] = two["fields"][field], one["fields"][field]
    write(fresh(row), swapped)
    assert content_of(row) == swapped


@every_part
def test_identity_moves_to_a_row_that_had_another_one(place):
    """The first row gets the identity of the second, which gets a new one."""
    model, name = place
    row, part = complete(model), part_of(model, name)
    content = content_of(row)
    moved = deepcopy(content)
    for field in part.identity:
        first, second = moved["parts"][name].values()
        first["fields"][field] = second["fields"][field]
        other = with_other_value(content, (model, name, field))
        second["fields"][field] = row_of(other, name)["fields"][field]
    if name == "evidence":
        first["fields"]["block"] += 1
    write(fresh(row), moved)
    assert content_of(row) == moved


@every_model
def test_fields_and_parts_that_a_content_does_not_name_stay(model):
    """A proposal can be older than a field or a part."""
    row = complete(model)
    content = content_of(row)
    older = {"fields": dict(list(content["fields"].items())[1:]), "relations": {}, "parts": {}}
    write(fresh(row), older)
    assert content_of(row) == content
    cleaned, lost = without_missing(model, older)
    assert lost == []
    write(fresh(row), cleaned)
    assert content_of(row) == content


@every_model
def test_names_that_the_model_does_not_know_are_ignored(model):
    """A proposal can be older than the removal of a field, a relation or a part."""
    row = complete(model)
    content = content_of(row)
    newer = deepcopy(content)
    row_content = {"fields": {"gone": 1}, "relations": {"gone": [1]}}
    for item in [newer, *(row for rows in newer["parts"].values() for row in rows.values())]:
        item["fields"]["gone"], item["relations"]["gone"] = "x", [1]
    newer["parts"]["gone"] = {"1": row_content}
    cleaned, lost = without_missing(model, newer)
    assert lost == []
    assert references(RECORD_TYPES[model], newer) == references(RECORD_TYPES[model], content)
    write(fresh(row), cleaned)
    assert content_of(row) == content


@every_model
def test_content_of_a_record_that_exists_lacks_nothing(model):
    content = content_of(complete(model))
    assert without_missing(model, content) == (content, [])


REFERENCES = [
    place
    for place in [*fields(), *relations()]
    if model_at(*place[:2])._meta.get_field(place[2]).is_relation
]


@every(REFERENCES)
def test_reference_to_a_deleted_row_is_left_out_and_named(place):
    model, part, name = place
    content = content_of(complete(model))
    broken = deepcopy(content)
    row, field = row_of(broken, part), model_at(model, part)._meta.get_field(name)
    if field.many_to_many:
        row["relations"][name].append(2**40)
    else:
        row["fields"][name] = 2**40
    cleaned, lost = without_missing(model, broken)
    expected = deepcopy(content)
    if field.many_to_many:
        label = field.verbose_name
    elif part:
        label = part_of(model, part).model._meta.verbose_name
        del expected["parts"][part][list(expected["parts"][part])[0]]
    else:
        label = field.verbose_name
        del expected["fields"][name]
    assert (cleaned, lost) == (expected, [str(label)])


def test_merged_tag_becomes_its_target():
    row, into = complete(Event), TagFactory()
    content = content_of(row)
    key, item = next(iter(content["parts"]["tags"].items()))
    tag = Tagged.objects.get(pk=key).tag
    merge(Tag, tag.pk, into.pk)
    cleaned, lost = without_missing(Event, content)
    assert lost == []
    assert cleaned["parts"]["tags"][key]["fields"] == {"tag": into.pk}
    others = {other: row for other, row in content["parts"]["tags"].items() if other != key}
    assert {**cleaned["parts"]["tags"], key: item} == {**others, key: item}


@pytest.mark.slow
@every_place
def test_fingerprint_differs_for_every_value(place):
    content = content_of(complete(place[0]))
    assert fingerprint(content) == fingerprint(deepcopy(content))
    assert fingerprint(content) != fingerprint(with_other_value(content, place))


@every_model
def test_empty_content_is_that_of_no_row(model):
    assert empty_content(model) == {
        "fields": {},
        "relations": {},
        "parts": {part.name: {} for part in RECORD_TYPES[model].parts},
    }
