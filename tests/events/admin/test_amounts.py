"""Figures typed in the admin: the full number is saved, or an error is shown at the field."""

from contextlib import suppress
from decimal import Decimal

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import modelform_factory
from django.test import Client, RequestFactory

from events.admin.amounts import AmountField, typed_amount
from events.admin.claim import ClaimForm
from events.annotation.amounts import parse_amount
from events.models import Claim
from tests.events.admin.test_admin import change_url, form_data
from tests.events.annotation.amounts.cases import cases_of
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


def claim_form(**data: str) -> ClaimForm:
    form_class = modelform_factory(
        Claim,
        form=ClaimForm,
        fields=["value", "value_to", "unit", "currency"],
        formfield_callback=lambda field, **kwargs: field.formfield(
            **({"form_class": AmountField} if isinstance(field, models.DecimalField) else {}),
            **kwargs,
        ),
    )
    return form_class({"value": "", "value_to": "", "unit": "", "currency": "", **data})


@pytest.mark.parametrize(
    ("data", "value"),
    [
        ({"value": "3.2亿", "unit": "people"}, "320000000"),
        ({"value": "1,850万", "unit": "people"}, "18500000"),
        ({"value": "１，８５０万", "unit": "people"}, "18500000"),
        ({"value": "3.5 million", "unit": "people"}, "3500000"),
        ({"value": "30", "unit": "percent"}, "30"),
        ({"value": "30%", "unit": "percent"}, "30"),
        ({"value": "三成", "unit": "percent"}, "30"),
        ({"value": "5‰", "unit": "percent"}, "0.5"),
        ({"value": "3.6倍", "unit": "multiple"}, "3.6"),
        ({"value": "$19bn", "unit": "money", "currency": "USD"}, "19000000000"),
        ({"value": "3亿元", "unit": "money", "currency": "CNY"}, "300000000"),
        ({"value": "-5", "unit": "percent"}, "-5"),
        ({"value": "3.200000亿", "unit": "people"}, "320000000"),
    ],
)
def test_typed_figure_is_the_full_number(data, value):
    form = claim_form(**data)
    assert not form.errors.get("value")
    assert form.cleaned_data["value"] == Decimal(value)


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ({"value": "3.2 foo", "unit": "people"}, "value", "such as 320,000,000, 3.2亿"),
        ({"value": "几百万", "unit": "people"}, "value", "not an exact number"),
        ({"value": "¥500", "unit": "money", "currency": "CNY"}, "value", "more than one way"),
        ({"value": "3-5亿", "unit": "people"}, "value", "is a range"),
        ({"value": "近3亿", "unit": "people"}, "value", "is not exact"),
        ({"value": "30%", "unit": "people"}, "value", "needs the unit “percent”"),
        ({"value": "30%"}, "value", "needs the unit “percent”"),
        ({"value": "3倍", "unit": "percent"}, "value", "needs the unit “times”"),
        ({"value": "$5", "unit": "people"}, "value", "needs the unit “money”"),
        ({"value": "$5", "unit": "money", "currency": "CNY"}, "value", "needs the currency USD"),
        ({"value": "5", "value_to": "7%", "unit": "people"}, "value_to", "needs the unit"),
        ({"value": "9" * 25, "unit": "people"}, "value", "no more than"),
        ({"value": "1e30", "unit": "people"}, "value", "no more than"),
        ({"value": "999999万亿亿", "unit": "people"}, "value", "is not understood"),
        ({"value": "999999999999万亿", "unit": "people"}, "value", "no more than"),
        ({"value": "0.00001", "unit": "people"}, "value", "no more than 4 decimal"),
        ({"value": "9" * 5000, "unit": "people"}, "value", "is not understood"),
    ],
)
def test_figure_that_is_not_certain_is_an_error_at_its_field(data, field, message):
    form = claim_form(**data)
    assert message in " ".join(form.errors[field])


def test_field_never_reads_another_number_than_the_parser():
    field = AmountField(max_digits=24, decimal_places=4)
    for case in cases_of("cases_first.txt"):
        with suppress(ValidationError):
            value = field.clean(case.text)
            assert parse_amount(case.text).value in (value, 10 * value)


@pytest.mark.parametrize(
    "value", ["320000000.0000", "0.0000", "-5.2500", "99999999999999999999.9999"]
)
def test_stored_value_is_unchanged_when_untouched(value):
    field = Claim._meta.get_field("value").formfield(form_class=AmountField)
    stored = Decimal(value)
    shown = field.widget.format_value(field.prepare_value(stored))
    assert not field.has_changed(stored, shown)
    assert field.clean(shown) == stored
    assert typed_amount(shown).value == stored


def test_every_value_field_of_the_admin_reads_amounts(rf: RequestFactory, curator_user: User):
    request = rf.get("/")
    request.user = curator_user
    found = []
    for model, page in admin.site._registry.items():
        pages = [page, *page.get_inline_instances(request)]
        for part in pages:
            for field in part.model._meta.get_fields():
                if isinstance(field, models.DecimalField | models.FloatField):
                    formfield = part.formfield_for_dbfield(field, request)
                    found.append((model.__name__, field.name, type(formfield)))
    assert ("Claim", "value", AmountField) in found
    assert ("Claim", "value_to", AmountField) in found
    assert {kind for _, _, kind in found} == {AmountField}


@pytest.mark.slow
def test_typed_figures_are_saved_in_the_admin(curator: Client):
    claim = ClaimFactory(value=None, unit="")
    typed = {"value": "3.2亿", "value_to": "0.5 billion", "unit": "people"}
    assert curator.post(change_url(claim), form_data(curator, claim, **typed)).status_code == 302
    claim.refresh_from_db()
    assert (claim.value, claim.value_to) == (320000000, 500000000)
    version = claim.version
    assert curator.post(change_url(claim), form_data(curator, claim)).status_code == 302
    claim.refresh_from_db()
    assert (claim.value, claim.value_to, claim.version) == (320000000, 500000000, version)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "help_text", "message"),
    [
        ("en", "A sign must agree with the unit", "needs the unit “percent”"),
        ("zh-hans", "须与单位和货币一致", "的单位应为"),
    ],
)
def test_rule_of_signs_is_said_in_both_languages(curator: Client, language, help_text, message):
    claim = ClaimFactory(value=None, unit="")
    data = form_data(curator, claim, value="30%", unit="people")
    curator.cookies["django_language"] = language
    page = curator.post(change_url(claim), data).content.decode()
    assert help_text in page
    assert message in page
