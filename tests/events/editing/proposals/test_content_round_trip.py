"""Any content that was written is read again as it was: made-up values of all kinds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from hypothesis import given
from hypothesis import strategies as st

from events.editing.proposals.content import content_of, write
from events.editing.proposals.records import RECORD_TYPES
from sources.models.fields import EDTFField
from tests.events.editing.proposals.complete import complete, fields, model_at, row_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

# Chinese characters of all planes, Latin, full width, combining marks; no controls, which forms
# refuse, and no surrogates, which are no characters.
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"))
TEXTS = st.text(
    st.one_of(st.sampled_from("，。“”港湾𠮷Ａ e\u0301\n’"), CHARACTERS), min_size=1, max_size=40
)
DATES = st.sampled_from(["2019", "2019-06", "2021-36", "2018-04/2019-02", "[..2018]", "2010~"])
TYPED = {"unit", "currency", "value", "value_to", "rank", "state", "claim", "event"}
"""Fields that constraints tie to others."""


def values_of(field: models.Field) -> st.SearchStrategy | None:
    """Return valid values of a field, as contents hold them; None for references."""
    if field.is_relation:
        return st.none() if field.null else None
    if field.choices:
        return st.sampled_from([key for key, _label in field.flatchoices])
    if isinstance(field, ArrayField):
        limit = field.base_field.max_length
        return st.lists(TEXTS.map(lambda text: text[:limit]), max_size=3)
    if isinstance(field, EDTFField):
        return DATES
    if isinstance(field, models.TextField | models.CharField) and not field.unique:
        return TEXTS.map(lambda text: text[: field.max_length])
    return None


FREE = [place for place in fields() if place[2] not in TYPED and not place[1]]
MODELS = pytest.mark.parametrize("model", RECORD_TYPES, ids=lambda model: model.__name__)


@MODELS
@given(data=st.data())
def test_any_values_are_read_as_they_were_written(model, data):
    with transaction.atomic():
        row = complete(model)
        content = content_of(row)
        for _model, part, name in (place for place in FREE if place[0] is model):
            strategy = values_of(model_at(model, part)._meta.get_field(name))
            if strategy is not None:
                row_of(content, part)["fields"][name] = data.draw(strategy, name)
        write(type(row)._base_manager.get(pk=row.pk), content)
        assert content_of(row) == content
        transaction.set_rollback(True)


@given(
    number=st.decimals(
        Decimal(-(10**19)), Decimal(10**19), places=4, allow_nan=False, allow_infinity=False
    )
)
def test_any_figure_is_read_as_it_was_written(number):
    with transaction.atomic():
        row = complete(next(model for model in RECORD_TYPES if model.__name__ == "Claim"))
        content = content_of(row)
        content["fields"] |= {"value": str(number), "value_to": None}
        write(type(row)._base_manager.get(pk=row.pk), content)
        written = content_of(row)["fields"]
        assert Decimal(written["value"]) == number
        assert written["value_to"] is None
        transaction.set_rollback(True)
