"""The facets of the event filter: each choice with the number of events that it would leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy

from events.filters.base import ListFilter
from events.filters.event_parameters import FAILURE
from events.filters.selection import Selection
from events.index.platform_tree import in_tree_order
from events.models import Event, Platform, Tag

# As many choices as a reader can scan at a glance; the full list is one click away.
CHOICES_SHOWN, SHOW_ALL_UP_TO = 6, 8


@dataclass(frozen=True)
class Choice:
    """One value of a facet. `query` is the query string that selects or deselects it."""

    value: str
    label: str
    count: int
    is_chosen: bool
    query: str
    depth: int = 0


@dataclass(frozen=True)
class Facet:
    """One parameter of the filter with the values that match at least one event.

    Several facets can share one parameter: those of tags do, so `key` identifies the facet and
    `name` is the parameter. `total` counts all values; `choices` may hold only the first few.
    """

    key: str
    name: str
    label: str
    choices: tuple[Choice, ...]
    total: int

    @property
    def chosen_count(self) -> int:
        """The number of selected choices."""
        return sum(choice.is_chosen for choice in self.choices)

    @property
    def hidden_count(self) -> int:
        """The number of values that are not among the choices."""
        return self.total - len(self.choices)


@dataclass(frozen=True)
class Value:
    """One counted value of a facet: an item of its parameter, with its code."""

    item: Any
    code: str
    count: int
    depth: int = 0


def facets_of(selection: Selection) -> list[Facet]:
    """Return every facet with its first choices and the selected ones.

    A count applies the filters of all parameters except that of its own facet.
    """
    return [_facet(selection, key, _first_choices) for key in FACETS]


def facet_of(selection: Selection, key: str) -> Facet:
    """Return one facet with all its choices. Raises KeyError for an unknown key."""
    return _facet(selection, key, lambda values, selected: values)


def _facet(
    selection: Selection, key: str, shorten: Callable[[list[Value], set[str]], list[Value]]
) -> Facet:
    name, label, count = FACETS[key]
    filter_set = selection.filter_set
    parameter = filter_set.filters[name]
    selected = set(filter_set.data.getlist(name))
    values = [value for value in count(selection) if value.count or value.code in selected]
    choices = tuple(
        Choice(
            value.code,
            parameter.label_of(value.item),
            value.count,
            value.code in selected,
            toggled(filter_set, name, value.code),
            value.depth,
        )
        for value in shorten(values, selected)
    )
    return Facet(key, name, str(label), choices, len(values))


def _first_choices(values: list[Value], selected: set[str]) -> list[Value]:
    """Return the first values, and of the others those that are selected.

    Of a tree, keep the first root values, the selected values, and the direct children of these.
    """
    if len(values) <= SHOW_ALL_UP_TO:
        return values
    result: list[Value] = []
    tops, chosen_depth = 0, None
    for value in values:
        is_chosen = value.code in selected
        if is_chosen:
            chosen_depth = value.depth
        elif chosen_depth is not None and value.depth <= chosen_depth:
            chosen_depth = None
        is_part = chosen_depth is not None and value.depth == chosen_depth + 1
        is_top = value.depth == 0 and tops < CHOICES_SHOWN
        tops += is_top
        if is_top or is_chosen or is_part:
            result.append(value)
    return result[: 3 * CHOICES_SHOWN]


def toggled(filter_set: ListFilter, name: str, value: str) -> str:
    """Return the query string with a value added, or removed if present; the list restarts."""
    data = filter_set.data.copy()
    for position in ("cursor", "at"):
        data.pop(position, None)
    values = data.getlist(name)
    data.setlist(name, [v for v in values if v != value] if value in values else [*values, value])
    return data.urlencode()


def _kinds(selection: Selection) -> list[Value]:
    return _most_first(_choices(_coded(selection, "kind", Event.Kind.values)))


def _outcomes(selection: Selection) -> list[Value]:
    counts = _coded(selection, "outcome", Event.Outcome.values)
    failed = sum(counts[outcome.value] for outcome in Event.Outcome.failures())
    return [Value(FAILURE, FAILURE, failed), *_most_first(_choices(counts))]


def _choices(counts: dict[str, int]) -> list[Value]:
    return [Value(code, code, count) for code, count in counts.items()]


def _rows(rows: Iterable, counts: list[int]) -> list[Value]:
    # A row added to the dictionary after the postings were made has no count.
    return [Value(row, row.slug, count) for row, count in zip(rows, counts, strict=False)]


def _most_first(values: list[Value]) -> list[Value]:
    """Sort values by count, highest first; equal counts keep their order."""
    return sorted(values, key=lambda item: -item.count)


def _coded(selection: Selection, name: str, values: list[str]) -> dict[str, int]:
    """Return the number of events by value of the column `kind` or `outcome`."""
    rows, column = selection.rows(name), getattr(selection.index, name)
    counts = selection.index.memoize(
        ("counts", name, selection.key_without(name)),
        lambda: np.bincount(column[rows], minlength=len(values) + 1),
    )
    return dict(zip(values, counts[1:].tolist(), strict=True))


def _linked(selection: Selection, name: str, links: str) -> np.ndarray:
    """Return the number of events by code of the postings `links`."""
    return selection.index.memoize(
        ("counts", links, selection.key_without(name)),
        lambda: getattr(selection.index, links).counts_in(selection.rows(name)),
    )


def _sources(selection: Selection) -> list[Value]:
    counts = _linked(selection, "source", "sources").tolist()
    sources = _rows(selection.index.dictionary.sources, counts)
    if not selection.filter_set.sees_drafts:
        accepted = selection.index.dictionary.accepted.tolist()
        sources = [value for value, shown in zip(sources, accepted, strict=False) if shown]
    return _most_first(sources)


def _may_show(selection: Selection, row: Platform | Tag) -> bool:
    """Return whether the user may see a platform or a tag, which may be selected without events."""
    return row.is_approved or selection.filter_set.sees_drafts


def _tags(facet: Tag.Facet) -> Callable[[Selection], list[Value]]:
    def count(selection: Selection) -> list[Value]:
        tags = _rows(selection.index.dictionary.tags, _linked(selection, "tag", "tags").tolist())
        return _most_first(
            [
                value
                for value in tags
                if value.item.facet == facet and _may_show(selection, value.item)
            ]
        )

    return count


def _markets(selection: Selection) -> list[Value]:
    counts = _linked(selection, "market", "markets").tolist()
    markets = zip(selection.index.dictionary.markets, counts, strict=False)
    return _most_first(_choices(dict(markets)))


def _platforms(selection: Selection) -> list[Value]:
    counts = _linked(selection, "platform", "platform_closure").tolist()
    dictionary = selection.index.dictionary
    selected = set(selection.filter_set.data.getlist("platform"))
    shown = {
        code
        for code, (row, count) in enumerate(zip(dictionary.platforms, counts, strict=False))
        if (count or row.slug in selected) and _may_show(selection, row)
    }
    return [
        Value(row, row.slug, counts[code], depth)
        for code, depth in in_tree_order(dictionary, shown, lambda code: -counts[code])
        for row in [dictionary.platforms[code]]
    ]


FACETS: dict[str, tuple[str, object, Callable[[Selection], list[Value]]]] = {
    "platform": ("platform", gettext_lazy("Platform"), _platforms),
    "kind": ("kind", gettext_lazy("Kind"), _kinds),
    "outcome": ("outcome", gettext_lazy("Outcome"), _outcomes),
    "cause": ("tag", gettext_lazy("Cause"), _tags(Tag.Facet.CAUSE)),
    "market": ("market", gettext_lazy("Market"), _markets),
    "theme": ("tag", gettext_lazy("Theme"), _tags(Tag.Facet.THEME)),
    "region": ("tag", gettext_lazy("Region"), _tags(Tag.Facet.REGION)),
    "audience": ("tag", gettext_lazy("Audience"), _tags(Tag.Facet.AUDIENCE)),
    "source": ("source", gettext_lazy("Source"), _sources),
}
"""Parameter, label and counting function of each facet by key, in the order of the page."""


def counts_with_parts(selection: Selection) -> dict[int, int]:
    """Return the number of events by platform id; events of its parts count too."""
    counts = selection.index.platform_closure.counts_in(selection.rows()).tolist()
    platforms = selection.index.dictionary.platforms
    return {row.pk: count for row, count in zip(platforms, counts, strict=False) if count}
