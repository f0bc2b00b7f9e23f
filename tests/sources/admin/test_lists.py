"""Lists typed in the admin: what separates items, and that an untouched list is unchanged."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from sources.admin.lists import ListField, join_items, split_items
from tests.factories import ClaimantFactory, EventFactory, OutletFactory, SourceFactory, TagFactory


def field(**kwargs):
    return ListField(forms.CharField(max_length=200), required=False, **kwargs)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("", []),
        ("  \n \r\n", []),
        ("Okafor, Jr.", ["Okafor, Jr."]),
        ("Ada Okafor, Jr.\nLi Wei", ["Ada Okafor, Jr.", "Li Wei"]),
        ("Ada Okafor\r\nLi Wei\r\n", ["Ada Okafor", "Li Wei"]),
        ("李雷，韩梅梅", ["李雷", "韩梅梅"]),
        ("李雷、韩梅梅；王芳\n张三", ["李雷", "韩梅梅", "王芳", "张三"]),
        ("李雷、、韩梅梅、", ["李雷", "韩梅梅"]),
        (" a ; b ", ["a ; b"]),
        ('"腾讯，阿里"、百度', ["腾讯，阿里", "百度"]),
        ('"a ""b"" c"', ['a "b" c']),
        ('"Weird Al" Yankovic', ['"Weird Al" Yankovic']),
        ('The "Times", London', ['The "Times", London']),
        ('"open', ['"open']),
    ],
)
def test_typed_list_is_split_at_lines_and_chinese_separators(text, items):
    assert split_items(text) == items
    assert field().clean(text) == items


ITEMS = st.lists(
    st.text(st.sampled_from('ab 李雷,，、；;"\n\t'), min_size=1).filter(str.strip)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), min_size=1)
)


@pytest.mark.slow
@given(ITEMS)
@example(["Okafor, Jr."])
@example(['"', '"'])
@example([" spaces "])
@example(["a，b", 'c"d"', '"e"'])
def test_untouched_list_is_unchanged(items):
    items = [item for item in items if len(item) <= 200]
    shown = field().prepare_value(items)
    assert split_items(shown) == items
    # Browsers send line ends as CR LF.
    for text in (shown, shown.replace("\n", "\r\n")):
        assert not field().has_changed(items, text)
        assert field().clean(text) == items
    assert field().has_changed([*items, "new"], shown)
    assert join_items(items) == shown


def test_item_that_is_too_long_is_an_error():
    with pytest.raises(forms.ValidationError, match="200"):
        field().clean("x" * 201)


def test_nul_in_a_list_is_an_error():
    with pytest.raises(forms.ValidationError):
        field().clean("a\x00b")


@pytest.mark.django_db
def test_every_list_field_of_the_admin_has_this_form_field(rf: RequestFactory, curator_user: User):
    request = rf.get("/")
    request.user = curator_user
    found = {}
    for page in admin.site._registry.values():
        for part in [page, *page.get_inline_instances(request)]:
            for model_field in part.model._meta.get_fields():
                if isinstance(model_field, ArrayField):
                    formfield = part.formfield_for_dbfield(model_field, request)
                    found[f"{part.model.__name__}.{model_field.name}"] = formfield
    # A field that is added is a case of test_list_is_saved_as_typed_and_unchanged_when_untouched.
    editable = {
        "Source.authors",
        "Outlet.aliases",
        "Tag.aliases",
        "Claimant.aliases",
        "Event.markets",
    }
    assert set(found) == editable | {"Source.doubts"}
    assert all(isinstance(formfield, ListField) for formfield in found.values())
    assert all("One item per line" in str(formfield.help_text) for formfield in found.values())


def change_url(row: Model) -> str:
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


def form_data(client: Client, row: Model) -> dict[str, object]:
    """Return the POST data of a change page on which nothing was edited."""
    context = client.get(change_url(row)).context
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    forms = [context["adminform"].form, *(formset.management_form for formset in formsets)]
    forms += [form for formset in formsets for form in formset.forms]
    values = {bound.html_name: bound.value() for form in forms for bound in form}
    return {
        name: value for name, value in values.items() if value is not None and value is not False
    }


def lists_of(value: object) -> Iterator[list[str]]:
    """Yield all lists of texts in the data of a file."""
    if isinstance(value, dict):
        for part in value.values():
            yield from lists_of(part)
    elif isinstance(value, list):
        if value and all(isinstance(part, str) for part in value):
            yield value
        for part in value:
            yield from lists_of(part)


@pytest.mark.slow
def test_every_list_of_the_seeds_is_unchanged_when_untouched():
    lists = []
    for path in Path("seeds").rglob("*"):
        if path.suffix == ".yaml":
            lists += lists_of(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader))
        elif path.suffix == ".md":
            matter = path.read_text("utf-8").split("---\n", 2)[1]
            lists += lists_of(yaml.load(matter, yaml.CSafeLoader))
    assert len(lists) > 100
    for items in lists:
        assert split_items(join_items(items)) == items


AWKWARD = ["Okafor, Jr.", "腾讯，阿里", 'The "Times"', '"quoted"', "a；b", "; c"]
MARKETS = ["US", "GB", "southeast-asia"]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("factory", "name", "items"),
    [
        (SourceFactory, "authors", AWKWARD),
        (OutletFactory, "aliases", AWKWARD),
        (TagFactory, "aliases", AWKWARD),
        (ClaimantFactory, "aliases", AWKWARD),
        (EventFactory, "markets", MARKETS),
    ],
)
def test_list_is_saved_as_typed_and_unchanged_when_untouched(
    curator, self_approval, factory, name, items
):
    row = factory(**{name: items})
    data = form_data(curator, row)
    response = curator.post(change_url(row), data)
    assert response.status_code == 302, response.context["errors"]
    row.refresh_from_db()
    assert getattr(row, name) == items
    typed = "US、GB，JP\nFR；DE" if name == "markets" else "Okafor, Jr.\n李雷、韩梅梅；x，y"
    changed = form_data(curator, row) | {name: typed}
    assert curator.post(change_url(row), changed).status_code == 302
    row.refresh_from_db()
    expected = ["US", "GB", "JP", "FR", "DE"]
    assert getattr(row, name) == (
        expected if name == "markets" else ["Okafor, Jr.", "李雷", "韩梅梅", "x", "y"]
    )


@pytest.mark.slow
@pytest.mark.django_db
def test_rule_of_lists_is_said_in_both_languages(curator):
    url = change_url(OutletFactory())
    assert "One item per line" in curator.get(url).content.decode()
    curator.cookies["django_language"] = "zh-hans"
    assert "每行一项" in curator.get(url).content.decode()
