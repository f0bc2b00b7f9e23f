"""Differences: what a reviewer reads of each field, relation, part and passage."""

from __future__ import annotations

from copy import deepcopy

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from events.editing.proposals.content import content_of, empty_content
from events.editing.proposals.differences import difference
from events.editing.proposals.merging import Conflict
from events.editing.proposals.records import RECORD_TYPES
from events.editing.proposals.review import Review
from events.models import Claim, Dispute, Event, Evidence, Platform, Proposal
from sources.comparison.segments import Segment, compared
from tests.events.editing.proposals.complete import (
    RELATED,
    complete,
    fields,
    model_at,
    named,
    part_of,
    relations,
    row_of,
    with_other_value,
)
from tests.factories import PlatformFactory

every_model = pytest.mark.parametrize("model", RECORD_TYPES, ids=lambda model: model.__name__)
PLACES = [
    place
    for place in [*fields(), *relations()]
    if place[1] != "evidence"  # shown as a passage
]


def shown(row, before, after, conflicts=()):
    """Return what a reviewer sees of two contents of a record."""
    return difference(Review(Proposal(kind="change"), row, before, after, tuple(conflicts)))


def plain(segments):
    return "".join(segment.text for segment in segments)


def lines(seen):
    return [(change.label, plain(change.before), plain(change.after)) for change in seen.changes]


def changed(row, part="", index=0, relations=None, **values):
    """Return the content before and after other values at one place."""
    before = content_of(row)
    after = deepcopy(before)
    item = row_of(after, part, index)
    item["fields"] |= values
    item["relations"] |= relations or {}
    return before, after


@pytest.mark.django_db
class TestRecords:
    """Differences of records in the database."""

    @every_model
    def test_same_content_has_no_difference(self, model):
        row = complete(model)
        seen = shown(row, content_of(row), content_of(row))
        assert (seen.changes, seen.conflicts) == ((), ())
        assert {passage.verb for passage in seen.passages} <= {""}

    @pytest.mark.slow
    @pytest.mark.parametrize("place", PLACES, ids=named)
    def test_every_value_is_shown(self, place):
        model, part, name = place
        row = complete(model)
        before = content_of(row)
        after = with_other_value(before, place)
        field = model_at(model, part)._meta.get_field(name)
        seen = shown(row, before, after)
        assert seen.changes
        label = str(field.verbose_name)
        assert all(change.label.endswith(label) for change in seen.changes)
        verbs = ["removed", "added"] if field.many_to_many else ["changed"]
        assert [change.verb for change in seen.changes] == verbs

    @every_model
    def test_new_record_is_shown_as_added(self, model):
        row = complete(model)
        seen = shown(row, empty_content(model), content_of(row))
        assert {change.verb for change in seen.changes} == {"added"}
        labels = {change.label for change in seen.changes}
        assert {str(field.verbose_name) for field in RECORD_TYPES[model].fields} <= labels
        assert {passage.verb for passage in seen.passages} <= {"added"}

    @every_model
    def test_retracted_record_is_shown_as_removed(self, model):
        row = complete(model)
        seen = shown(row, content_of(row), empty_content(model))
        assert {change.verb for change in seen.changes} == {"removed"}

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            ("-3.2500", "-3.25"),
            ("-0.5000", "-0.5"),
            ("860000000.0000", "860,000,000"),
            ("0.0000", "0"),
            ("0.0001", "0.0001"),
            ("-12345.6000", "-12,345.6"),
        ],
    )
    def test_number_is_shown_with_its_sign_and_groups(self, value, text):
        claim = complete(Claim)
        before, after = changed(claim, value=value)
        before["fields"]["value"] = "7.0000"
        assert lines(shown(claim, before, after)) == [("value", "7", text)]

    def test_choices_lists_and_references_are_shown_as_their_names(self):
        platform = complete(Platform)
        parent = PlatformFactory(name_en="Harbour")
        old = platform.parent.name_en
        before, after = changed(platform, kind="company", parent=parent.pk, name_zh="")
        assert lines(shown(platform, before, after)) == [
            ("kind", "product", "company"),
            ("name in Chinese", "港湾", ""),
            ("part of", old, "Harbour"),
        ]
        event = complete(Event)
        before, after = changed(event, markets=["US", "GB"], outcome="")
        assert lines(shown(event, before, after)) == [
            ("outcome", "failed", ""),
            ("markets", "US\neurope", "US\nGB"),
        ]

    def test_names_are_in_the_language_of_the_reviewer(self):
        platform = complete(Platform)
        before, after = changed(platform, kind="company")
        with translation.override("zh-hans"):
            assert lines(shown(platform, before, after)) == [("类型", "产品", "公司")]

    def test_relations_are_shown_row_by_row(self):
        claim = complete(Claim)
        one, two = claim.platforms.order_by("pk")
        other = PlatformFactory()
        before, after = changed(claim, relations={"platforms": [two.pk, other.pk]})
        assert lines(shown(claim, before, after)) == [
            ("about platforms", one.name_en, ""),
            ("about platforms", "", other.name_en),
        ]

    def test_rows_of_parts_are_shown_by_their_names(self):
        event = complete(Event)
        first, second = event.event_platforms.select_related("platform").order_by("pk")
        before, after = changed(event, "event_platforms", role="target")
        del after["parts"]["event_platforms"][str(second.pk)]
        assert lines(shown(event, before, after)) == [
            (f"platform of an event: {first.platform}, role", "subject", "target"),
            ("platform of an event", f"{second.platform} · subject", ""),
        ]

    def test_relations_of_rows_are_shown_with_the_row(self):
        dispute = complete(Dispute)
        first = dispute.positions.order_by("order")[0]
        claim, event = first.claims.order_by("pk")[0], first.events.order_by("pk")[0]
        before, after = changed(
            dispute, "positions", relations={"claims": [claim.pk], "events": []}
        )
        assert [label for label, _old, _new in lines(shown(dispute, before, after))] == [
            "position: 1, claims", "position: 1, events", "position: 1, events",
        ]  # fmt: skip
        empty = deepcopy(before)
        empty["parts"]["positions"] = {}
        seen = lines(shown(dispute, empty, before))
        assert ("claims", "", str(claim)) in seen
        assert ("events", "", str(event)) in seen
        seen = lines(shown(dispute, before, empty))
        assert [label for label, _old, _new in seen] == ["position", "position"]

    def test_row_that_does_not_exist_any_more_is_named_by_its_id(self):
        claim = complete(Claim)
        before, after = changed(claim, claimant=2**40)
        assert lines(shown(claim, before, after))[0][2] == f"deleted claimant {2**40}"

    def test_passages_are_shown_with_what_happens_to_them(self):
        event = complete(Event)
        before, after = changed(event, "evidence", stance="disputes")
        first, second = before["parts"]["evidence"]
        removed = deepcopy(after)
        del removed["parts"]["evidence"][second]
        seen = shown(event, before, removed).passages
        assert [(passage.verb, passage.stance, passage.before_stance) for passage in seen] == [
            ("changed", "disputes", "supports"),
            ("removed", "supports", ""),
        ]
        assert [str(passage.evidence.pk) for passage in seen] == [first, second]
        seen = shown(event, removed, before).passages
        assert [passage.verb for passage in seen] == ["changed", "added"]

    def test_passages_that_are_touched_come_first(self):
        event = complete(Event)
        before, after = changed(event, "evidence", 1, stance="mentions")
        assert [passage.verb for passage in shown(event, before, after).passages] == ["changed", ""]

    @every_model
    def test_number_of_queries_is_fixed(self, model, django_assert_max_num_queries):
        row = complete(model)
        content, empty = content_of(row), empty_content(model)
        models = {
            field.related_model
            for place in [*fields(), *relations()]
            if place[0] is model
            and (field := model_at(*place[:2])._meta.get_field(place[2])).is_relation
        }
        assert models <= set(RELATED)
        shown(row, empty, content)
        with django_assert_max_num_queries(len(models)):
            shown(row, empty, content)

    @every_model
    def test_proposal_that_is_older_than_the_model_is_shown(self, model):
        """Its content lacks a field and the parts, or has some that are gone."""
        row = complete(model)
        before, after = content_of(row), content_of(row)
        for content in (before, after):
            for item in [
                content,
                *(row for rows in content["parts"].values() for row in rows.values()),
            ]:
                item["fields"]["gone"], item["relations"]["gone"] = "x", [1]
            content["parts"]["gone"] = {}
        after["fields"]["gone"] = "y"
        assert shown(row, before, after).changes == ()
        older = {"fields": {}, "relations": {}, "parts": {}}
        assert shown(row, older, content_of(row)).changes
        assert shown(row, older, older).changes == ()

    def test_conflicts_are_named_by_field_and_part(self):
        event = complete(Event)
        content = content_of(event)
        conflicts = [
            Conflict("title_en"), Conflict("stance", "evidence", "1"),
            Conflict("stance", "evidence", "2"), Conflict("", "tags", "3"),
        ]  # fmt: skip
        names = ("title in English", "evidence: stance", "tag assignment")
        assert shown(event, content, content, conflicts).conflicts == names


def test_every_part_is_covered():
    assert {model_at(model, part) for model, part, _name in PLACES} | {Evidence} >= {
        part_of(model, part.name).model
        for model, record_type in RECORD_TYPES.items()
        for part in record_type.parts
    }


def marks(segments):
    return "".join(item.text if item.tag == "span" else f"[{item.text}]" for item in segments)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "It closed in May.",
            "It closed in June.",
            ("It closed in [May].", "It closed in [June]."),
        ),
        ("用户在六月离开", "用户在七月离开", ("用户在[六]月离开", "用户在[七]月离开")),
        ("TikTok在六月离开", "TikTok在七月离开", ("TikTok在[六]月离开", "TikTok在[七]月离开")),
        ("用8600万美元买", "用8.6亿美元买", ("用[8600万]美元买", "用[8.6亿]美元买")),
        ("港𠮷湾", "港𠮷𠮷湾", ("港𠮷湾", "港𠮷[𠮷]湾")),
        ("a", "a b", ("a", "a[ b]")),
        ("", "a b", ("", "[a b]")),
        ("a b", "", ("[a b]", "")),
    ],
)
def test_texts_are_compared_by_word_and_by_chinese_character(before, after, expected):
    assert tuple(map(marks, compared(before, after))) == expected


TEXTS = st.text(st.sampled_from("港湾六 aB1，.\n𠮷é"), max_size=30)


@pytest.mark.slow
@given(TEXTS, TEXTS)
def test_segments_are_the_texts_and_their_unchanged_ones_are_equal(before, after):
    left, right = compared(before, after)
    assert (plain(left), plain(right)) == (before, after)
    if before and after:
        same = ([item.text for item in side if item.tag == "span"] for side in (left, right))
        assert next(same) == next(same)


def test_long_text_with_few_changes():
    text = "".join(chr(0x4E00 + number % 400) for number in range(5000))
    left, right = compared(text, text[:2500] + "改" + text[2501:])
    assert [item.text for item in left if item.tag != "span"] == [text[2500]]
    assert right[1] == Segment("改", "ins")
