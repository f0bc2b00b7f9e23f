"""The facets of the event filter: each choice with the number of events that it would leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from django.db.models import TextChoices
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events.filters.events import FAILURE, EventFilter
from events.filters.selection import Selection
from events.index.platform_tree import in_tree_order
from events.models import Event, Tag
from events.models.markets import market_label

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
    """One counted value of a facet. `get_label` is called only if the value is shown."""

    value: str
    get_label: Callable[[], object]
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
    filter_set = selection.chosen
    selected = set(filter_set.data.getlist(name))
    values = [value for value in count(selection) if value.count or value.value in selected]
    choices = tuple(
        Choice(
            item.value,
            str(item.get_label()),
            item.count,
            item.value in selected,
            toggled(filter_set, name, item.value),
            item.depth,
        )
        for item in shorten(values, selected)
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
    for item in values:
        is_chosen = item.value in selected
        if is_chosen:
            chosen_depth = item.depth
        elif chosen_depth is not None and item.depth <= chosen_depth:
            chosen_depth = None
        is_part = chosen_depth is not None and item.depth == chosen_depth + 1
        is_top = item.depth == 0 and tops < CHOICES_SHOWN
        tops += is_top
        if is_top or is_chosen or is_part:
            result.append(item)
    return result[: 3 * CHOICES_SHOWN]


def toggled(filter_set: EventFilter, name: str, value: str) -> str:
    """Return the query string with a value added, or removed if present; the list restarts."""
    data = filter_set.data.copy()
    for position in ("cursor", "at"):
        data.pop(position, None)
    values = data.getlist(name)
    data.setlist(name, [v for v in values if v != value] if value in values else [*values, value])
    return data.urlencode()


def _kinds(selection: Selection) -> list[Value]:
    return _most_first(_choices_of(Event.Kind, _coded(selection, "kind", len(Event.Kind))))


def _outcomes(selection: Selection) -> list[Value]:
    counts = _coded(selection, "outcome", len(Event.Outcome))
    failed = sum(counts[outcome.value] for outcome in Event.Outcome.failures())
    any_failure = Value(FAILURE, lambda: _("any failure"), failed)
    return [any_failure, *_most_first(_choices_of(Event.Outcome, counts))]


def _choices_of(kinds: type[TextChoices], counts: dict[str, int]) -> list[Value]:
    return [Value(item.value, lambda item=item: item.label, counts[item.value]) for item in kinds]


def _most_first(values: list[Value]) -> list[Value]:
    """Sort values by count, highest first; equal counts keep their order."""
    return sorted(values, key=lambda item: -item.count)


def _coded(selection: Selection, name: str, size: int) -> dict[str, int]:
    """Return the number of events by value of the column `kind` or `outcome`."""
    rows = selection.rows(name)
    column = getattr(selection.index, name)
    values = {"kind": Event.Kind.values, "outcome": Event.Outcome.values}[name]
    counts = selection.index.memoize(
        ("counts", name, selection.key_without(name)),
        lambda: np.bincount(column[rows], minlength=size + 1),
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
    accepted = selection.index.dictionary.accepted.tolist()
    sees_all = selection.chosen.sees_drafts
    return _most_first(
        [
            Value(row.slug, lambda row=row: row.display_title, count)
            for row, count, is_accepted in zip(
                selection.index.dictionary.sources, counts, accepted, strict=False
            )
            if is_accepted or sees_all
        ]
    )


def _tags(facet: Tag.Facet) -> Callable[[Selection], list[Value]]:
    def count(selection: Selection) -> list[Value]:
        counts = _linked(selection, "tag", "tags").tolist()
        return _most_first(
            [
                Value(tag.slug, lambda tag=tag: tag.label, count)
                for tag, count in zip(selection.index.dictionary.tags, counts, strict=False)
                if tag.facet == facet and not tag.merged_into_id
            ]
        )

    return count


def _markets(selection: Selection) -> list[Value]:
    counts = _linked(selection, "market", "markets").tolist()
    language = get_language()
    return _most_first(
        [
            Value(code, lambda code=code: market_label(code, language), count)
            for code, count in zip(selection.index.dictionary.markets, counts, strict=False)
        ]
    )


def _platforms(selection: Selection) -> list[Value]:
    counts = _linked(selection, "platform", "platform_closure").tolist()
    dictionary = selection.index.dictionary
    selected = set(selection.chosen.data.getlist("platform"))
    shown = {
        code
        for code, (row, count) in enumerate(zip(dictionary.platforms, counts, strict=False))
        if count or row.slug in selected
    }
    return [
        Value(row.slug, lambda row=row: row.name, counts[code], depth)
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
