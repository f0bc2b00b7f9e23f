"""The parameters that filtered lists share: keywords, choices, and rows of other models.

A parameter is a filter of django-filter that also describes its values. Each value that a reader
chose has a code, as in the query string, and a label, as on the page.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from events.filters.fields import INVALID_CHOICE, ChoicesField, RowsField
from events.models import Platform, Tag
from sources.models import Source


class Parameter(django_filters.Filter):
    """One parameter of a list, with a valid value that is not empty.

    `is_repeatable` is whether it may occur more than once in a query string. Its values are then
    combined with "or", and the value of the parameter is a sequence of items.
    """

    is_repeatable = False

    def filter(self, rows: QuerySet, value: Any) -> QuerySet:
        """Return the rows that match."""
        raise NotImplementedError

    def items(self, value: Any) -> Iterable[Any]:
        """Return the single values of the parameter."""
        return value if self.is_repeatable else [value]

    def code_of(self, item: Any) -> str:
        """Return one value as in the query string."""
        return str(item)

    def label_of(self, item: Any) -> str:
        """Return one value in the active language."""
        raise NotImplementedError

    def key(self, value: Any) -> Hashable:
        """Return a key of the value: equal keys match the same rows."""
        return tuple(sorted(self.code_of(item) for item in self.items(value)))


class KeywordParameter(Parameter, django_filters.CharFilter):
    """A full-text query. `search` names the QuerySet method that runs it."""

    def __init__(self, search: str = "search") -> None:
        super().__init__(max_length=200, label=_("Keywords"))
        self.search = search

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        """Keep the rows that match the query."""
        return getattr(rows, self.search)(value)

    def label_of(self, item: str) -> str:
        """Return the query in quotation marks."""
        return f"“{item}”"


class ChoicesParameter(Parameter, django_filters.MultipleChoiceFilter):
    """Any number of the choices of a field that has the name of the parameter."""

    is_repeatable = True
    field_class = ChoicesField

    def filter(self, rows: QuerySet, value: list[str]) -> QuerySet:
        """Keep the rows that have one of these values."""
        return rows.filter(**{f"{self.field_name}__in": value})

    def label_of(self, item: str) -> str:
        """Return the label of a choice."""
        return str(dict(self.field.choices)[item])


class RowsParameter(Parameter, django_filters.ModelMultipleChoiceFilter):
    """Any number of rows of a related model, identified by slug.

    `label_field` names the attribute that labels a row.
    """

    is_repeatable = True
    label_field = "name"
    field_class = RowsField

    def __init__(self, queryset: QuerySet, **kwargs: Any) -> None:
        super().__init__(
            queryset=queryset, to_field_name="slug", error_messages=INVALID_CHOICE, **kwargs
        )

    def filter(self, rows: QuerySet, value: Iterable[Any]) -> QuerySet:
        """Keep the rows that refer to one of these."""
        return rows.filter(**{f"{self.field_name}__in": value})

    def code_of(self, item: Any) -> str:
        """Return the slug of a row."""
        return item.slug

    def label_of(self, item: Any) -> str:
        """Return the label of a row."""
        return str(getattr(item, self.label_field))


class PlatformParameter(RowsParameter):
    """Any number of platforms; each includes its parts."""

    def __init__(self) -> None:
        super().__init__(Platform.objects.approved().without_tree_fields(), label=_("Platform"))

    def filter(self, rows: QuerySet, value: Iterable[Platform]) -> QuerySet:
        """Keep the rows on any of these platforms or their parts."""
        slugs = [platform.slug for platform in value]
        platforms = Platform.objects.with_descendants(slugs).without_tree_fields()
        return rows.for_platforms(platforms.values("pk"))


class TagParameter(RowsParameter):
    """Any number of tags."""

    label_field = "label"

    def __init__(self) -> None:
        super().__init__(Tag.objects.approved(), label=_("Tag"))

    def filter(self, rows: QuerySet, value: Iterable[Tag]) -> QuerySet:
        """Keep the rows with any of these tags."""
        return rows.tagged(value)


class SourceParameter(RowsParameter):
    """Any number of articles used as evidence."""

    label_field = "display_title"

    def __init__(self) -> None:
        super().__init__(Source.objects.for_readers(), label=_("Source"))

    def filter(self, rows: QuerySet, value: Iterable[Source]) -> QuerySet:
        """Keep the rows that have evidence from any of these articles."""
        return rows.from_sources(value)


class ModeParameter(django_filters.ChoiceFilter):
    """A choice that keeps all rows: it changes how the list is read or shown."""

    def __init__(self, default: str, **kwargs: Any) -> None:
        super().__init__(error_messages=INVALID_CHOICE, **kwargs)
        self.default = default

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        """Return all rows."""
        return rows
