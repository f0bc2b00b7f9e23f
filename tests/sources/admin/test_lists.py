"""Lists typed in the admin: what separates items, and that an untouched list is unchanged."""

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.test import RequestFactory
from hypothesis import example, given
from hypothesis import strategies as st

from sources.admin.lists import ListField, join_items, split_items


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


@given(ITEMS)
@example(["Okafor, Jr."])
@example(['"'])
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
    assert {"Source.authors", "Outlet.aliases", "Tag.aliases", "Event.markets"} <= set(found)
    assert {type(formfield) for formfield in found.values()} == {ListField}
    assert all("One item per line" in str(formfield.help_text) for formfield in found.values())
