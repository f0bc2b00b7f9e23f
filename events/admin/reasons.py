"""Forms of the pages between choosing an action and running it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.utils.translation import gettext_lazy as _

from events.models import Tag, Tagged
from sources.models.merging import in_use


def optional_reason() -> forms.CharField:
    """Return the field for the reason of a change, on the page of the row itself."""
    return forms.CharField(
        label=_("Reason for this change"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("Stored in the history."),
    )


class ReasonForm(forms.Form):
    """The reason for an action."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=_("Stored in the history, where all editors can see it."),
    )


class RetractForm(ReasonForm):
    """The reason for retracting records."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "Stored in the history. Readers see it at the address of a retracted record."
        )


class SupportForm(RetractForm):
    """The reason for taking support away, and the choice to retract what rests on it."""

    retract = forms.BooleanField(
        label=_("Retract these records"),
        required=False,
        help_text=_("Without this nothing is changed."),
    )


class TagsForm(forms.Form):
    """Tags to add to rows or to remove from them."""

    tags = forms.ModelMultipleChoiceField(in_use(Tag.objects.all()), label=_("Tags"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["tags"]
        field.widget = AutocompleteSelectMultiple(Tagged._meta.get_field("tag"), admin.site)
        field.widget.choices = field.choices


class MergeForm(forms.Form):
    """The tag that other tags are merged into."""

    into = forms.ModelChoiceField(in_use(Tag.objects.all()), label=_("Merge into"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        field.widget = AutocompleteSelect(Tagged._meta.get_field("tag"), admin.site)
        field.widget.choices = field.choices
