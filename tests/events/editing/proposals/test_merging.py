"""The three-way merge: its laws for made-up contents, and each case of a conflict."""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.editing.proposals.merging import Conflict, merge
from events.editing.proposals.records import RECORD_TYPES
from events.models import Claim, Dispute, Event, Platform

VALUES = st.sampled_from(["", "甲", "乙", "Harbour"])
IDS = st.sets(st.integers(1, 5)).map(sorted)
every_model = pytest.mark.parametrize("model", RECORD_TYPES, ids=lambda model: model.__name__)


def values_of(names, values=VALUES):
    return st.fixed_dictionaries(dict.fromkeys(names, values))


@st.composite
def contents(draw, model):
    """Draw a content: rows with ids from 1 to 4, which never have the same identity."""
    record_type = RECORD_TYPES[model]
    content = {
        "fields": draw(values_of([field.name for field in record_type.fields])),
        "relations": draw(values_of(record_type.relations, IDS)),
        "parts": {},
    }
    for part in record_type.parts:
        keys = draw(st.lists(st.sampled_from("1234"), unique=True))
        places = draw(st.lists(st.integers(1, 6), min_size=4, max_size=4, unique=True))
        rows = content["parts"][part.name] = {}
        for key, place in zip(keys, places, strict=False):
            fields = draw(values_of([field.name for field in part.fields]))
            fields |= dict.fromkeys(part.identity, place)
            rows[key] = {"fields": fields, "relations": draw(values_of(part.relations, IDS))}
    return content


def merged(model, *sides):
    return merge(RECORD_TYPES[model], *deepcopy(sides))


@pytest.mark.slow
@every_model
@given(data=st.data())
def test_proposal_alone_is_the_result(model, data):
    base, proposed = data.draw(contents(model)), data.draw(contents(model))
    result = merged(model, base, base, proposed)
    assert (result.content, result.conflicts) == (proposed, [])


@pytest.mark.slow
@every_model
@given(data=st.data())
def test_live_record_stays_if_nothing_is_proposed(model, data):
    base, live = data.draw(contents(model)), data.draw(contents(model))
    result = merged(model, base, live, base)
    assert (result.content, result.conflicts) == (live, [])


@pytest.mark.slow
@every_model
@given(data=st.data())
def test_same_change_on_both_sides_is_no_conflict(model, data):
    base, live = data.draw(contents(model)), data.draw(contents(model))
    result = merged(model, base, live, live)
    assert (result.content, result.conflicts) == (live, [])


@pytest.mark.slow
@every_model
@given(data=st.data())
def test_merge_changes_none_of_its_arguments(model, data):
    sides = [data.draw(contents(model)) for _side in range(3)]
    copies = deepcopy(sides)
    result = merge(RECORD_TYPES[model], *sides)
    for name in result.content["relations"]:
        result.content["relations"][name].append(9)
    assert sides == copies


@pytest.mark.slow
@every_model
@given(data=st.data())
def test_merge_never_has_the_same_row_twice(model, data):
    """Unless one side changed a row into one that the other side has: that cannot be merged."""
    base, live, proposed = (data.draw(contents(model)) for _side in range(3))
    for part in RECORD_TYPES[model].parts:
        for side in (live, proposed):
            for key, row in side["parts"][part.name].items():
                place = 100 + int(key) if key in base["parts"][part.name] else int(key)
                row["fields"] |= dict.fromkeys(part.identity, place)
        for key, row in base["parts"][part.name].items():
            row["fields"] |= dict.fromkeys(part.identity, 100 + int(key))
    result = merged(model, base, live, proposed).content
    for part in RECORD_TYPES[model].parts:
        rows = result["parts"][part.name].values()
        identities = [part.identity_of(row["fields"]) for row in rows]
        assert len(identities) == len(set(identities))


@pytest.mark.slow
@every_model
@given(data=st.data())
def test_changes_of_different_places_commute(model, data):
    """Each place of the record is changed by one side at most."""
    base, one, two = (data.draw(contents(model)) for _side in range(3))
    left, right = deepcopy(base), deepcopy(base)
    for kind, names in (("fields", base["fields"]), ("relations", base["relations"])):
        for name in names:
            side, source = data.draw(st.sampled_from([(left, one), (right, two)]))
            side[kind][name] = source[kind][name]
    for name in base["parts"]:
        side, source = data.draw(st.sampled_from([(left, one), (right, two)]))
        side["parts"][name] = source["parts"][name]
    there, back = merged(model, base, left, right), merged(model, base, right, left)
    assert there.content == back.content
    assert there.conflicts == back.conflicts == []


@pytest.mark.slow
@every_model
@given(data=st.data())
def test_conflicts_are_where_both_sides_changed_a_value_differently(model, data):
    base, live, proposed = (data.draw(contents(model)) for _side in range(3))
    expected, names = set(), [field.name for field in RECORD_TYPES[model].fields]
    for name in names:
        values = {side["fields"][name] for side in (base, live, proposed)}
        if len(values) == 3:
            expected.add(Conflict(name))
    conflicts = merged(model, base, live, proposed).conflicts
    assert {conflict for conflict in conflicts if not conflict.part} == expected


def dispute(**rows):
    """Return a dispute whose positions are (order, statement, claims) by id."""
    return {
        "fields": {"question_en": "When?"},
        "relations": {},
        "parts": {
            "positions": {
                key.strip("_"): {
                    "fields": {"order": order, "statement_en": statement},
                    "relations": {"claims": claims},
                }
                for key, (order, statement, claims) in rows.items()
            }
        },
    }


A, B = (1, "In May.", [1]), (2, "In June.", [2])
CHANGED, OTHER = (1, "In March.", [1]), (1, "In April.", [1])
ROWS = {
    "changed by both": ({"_1": A}, {"_1": CHANGED}, {"_1": OTHER}, {"_1": OTHER}, "statement_en"),
    "changed, and deleted meanwhile": ({"_1": A}, {}, {"_1": OTHER}, {"_1": OTHER}, ""),
    "deleted, and changed meanwhile": ({"_1": A}, {"_1": OTHER}, {}, {}, ""),
    "deleted by both": ({"_1": A, "_2": B}, {"_2": B}, {"_2": B}, {"_2": B}, None),
    "deleted by one": ({"_1": A, "_2": B}, {"_1": A, "_2": B}, {"_2": B}, {"_2": B}, None),
    "deleted by the other": ({"_1": A, "_2": B}, {"_1": A}, {"_1": A, "_2": B}, {"_1": A}, None),
    "added by each": ({}, {"_1": A}, {"_2": B}, {"_1": A, "_2": B}, None),
    "the same added by both": ({}, {"_1": A}, {"_2": A}, {"_1": A}, None),
    "added by both at one place": ({}, {"_1": A}, {"_2": OTHER}, {"_1": OTHER}, "statement_en"),
    "replaced at the same place": ({"_1": A}, {"_1": A}, {"_2": OTHER}, {"_2": OTHER}, None),
    "deleted, and added again meanwhile": ({"_1": A}, {"_3": A}, {}, {}, None),
    "changed, and added again meanwhile": (
        {"_1": A}, {"_3": A}, {"_1": OTHER}, {"_3": OTHER}, None,
    ),
    "moved, and another put there meanwhile": (
        {"_1": A}, {"_1": A, "_2": B}, {"_1": (3, "In May.", [1])},
        {"_1": (3, "In May.", [1]), "_2": B}, None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ROWS)
def test_rows_of_a_part(case):
    base, live, proposed, expected, conflict = ROWS[case]
    result = merged(Dispute, dispute(**base), dispute(**live), dispute(**proposed))
    assert result.content == dispute(**expected)
    assert [found.name for found in result.conflicts] == ([] if conflict is None else [conflict])
    assert all(found.part == "positions" for found in result.conflicts)


def test_relations_get_what_either_side_added_and_lose_what_either_removed():
    def claim(*events):
        return {"fields": {}, "relations": {"events": list(events)}, "parts": {}}

    result = merged(Claim, claim(1, 2, 3), claim(2, 3, 4), claim(1, 3, 5))
    assert result.content["relations"]["events"] == [3, 4, 5]
    assert result.conflicts == []


def test_two_added_rows_that_are_the_same_now_are_one():
    """The proposal added two tags, one of which was merged into the other meanwhile."""

    def event(**tags):
        rows = {key[1:]: {"fields": {"tag": tag}, "relations": {}} for key, tag in tags.items()}
        return {"fields": {}, "relations": {}, "parts": {"tags": rows}}

    result = merged(Event, event(), event(), event(_1=7, _2=7))
    assert result.content["parts"]["tags"] == event(_1=7)["parts"]["tags"]
    assert result.conflicts == []


def test_field_that_one_side_does_not_know_has_the_live_value():
    """The proposal is older than the field, or the field is gone."""
    live = {"fields": {"kind": "a", "name_en": "b"}, "relations": {}, "parts": {}}
    older = {"fields": {"kind": "a", "gone": "x"}, "relations": {}, "parts": {}}
    assert merged(Platform, older, live, older).content["fields"] == live["fields"]
    changed = {"fields": {"kind": "c", "gone": "y"}, "relations": {}, "parts": {}}
    result = merged(Platform, older, live, changed)
    assert result.content["fields"] == {"kind": "c", "name_en": "b"}
    assert result.conflicts == []
