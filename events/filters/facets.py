"""What a reader can narrow the events by, with how many each choice would leave."""

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

# As many as a reader takes in at a glance; the others are a click away.
CHOICES_SHOWN, SHOW_ALL_UP_TO = 6, 8


@dataclass(frozen=True)
class Choice:
    """One value of a facet. `query` is the query string that chooses it, or unchooses it."""

    value: str
    label: str
    count: int
    is_chosen: bool
    query: str
    depth: int = 0


@dataclass(frozen=True)
class Facet:
    """One parameter of the filter and the values that would find something.

    `key` names the facet where several share a parameter, as those of tags do. `total` is how many
    values there are, of which `choices` may be the first few.
    """

    key: str
    name: str
    label: str
    choices: tuple[Choice, ...]
    total: int

    @property
    def chosen_count(self) -> int:
        return sum(choice.is_chosen for choice in self.choices)

    @property
    def hidden_count(self) -> int:
        return self.total - len(self.choices)


@dataclass(frozen=True)
class Value:
    """One value of a facet before it is a choice; `named` gives its label, asked where shown."""

    value: str
    named: Callable[[], object]
    count: int
    depth: int = 0


def facets_of(selection: Selection) -> list[Facet]:
    """Every facet, its first choices and those chosen, with counts.

    Each count heeds all other facets but its own.
    """
    return [_facet(selection, key, _foremost) for key in FACETS]


def facet_of(selection: Selection, key: str) -> Facet:
    """One facet with all its choices. Raises KeyError for a facet that is not there."""
    return _facet(selection, key, lambda values, given: values)


def _facet(
    selection: Selection, key: str, shown: Callable[[list[Value], set[str]], list[Value]]
) -> Facet:
    name, label, count = FACETS[key]
    chosen = selection.chosen
    given = set(chosen.data.getlist(name))
    values = [value for value in count(selection) if value.count or value.value in given]
    choices = tuple(
        Choice(
            item.value,
            str(item.named()),
            item.count,
            item.value in given,
            toggled(chosen, name, item.value),
            item.depth,
        )
        for item in shown(values, given)
    )
    return Facet(key, name, str(label), choices, len(values))


def _foremost(values: list[Value], given: set[str]) -> list[Value]:
    """The first values and, of the others, those that are chosen.

    Of a tree's, the tops come first, and what is chosen with what lies right below it.
    """
    if len(values) <= SHOW_ALL_UP_TO:
        return values
    near: list[Value] = []
    tops, chosen_depth = 0, None
    for item in values:
        is_chosen = item.value in given
        if is_chosen:
            chosen_depth = item.depth
        elif chosen_depth is not None and item.depth <= chosen_depth:
            chosen_depth = None
        is_part = chosen_depth is not None and item.depth == chosen_depth + 1
        is_top = item.depth == 0 and tops < CHOICES_SHOWN
        tops += is_top
        if is_top or is_chosen or is_part:
            near.append(item)
    return near[: 3 * CHOICES_SHOWN]


def toggled(chosen: EventFilter, name: str, value: str) -> str:
    """The query string with one value added, or taken out if it is there. Starts the list anew."""
    data = chosen.data.copy()
    for place in ("cursor", "at"):
        data.pop(place, None)
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
    """Values by their counts; equal ones in the order given."""
    return sorted(values, key=lambda item: -item.count)


def _coded(selection: Selection, name: str, size: int) -> dict[str, int]:
    """How many events have each value of `kind` or `outcome`."""
    rows = selection.rows(name)
    column = getattr(selection.index, name)
    values = {"kind": Event.Kind.values, "outcome": Event.Outcome.values}[name]
    counts = selection.index.memoize(
        ("counts", name, selection.key_without(name)),
        lambda: np.bincount(column[rows], minlength=size + 1),
    )
    return dict(zip(values, counts[1:].tolist(), strict=True))


def _linked(selection: Selection, name: str, links: str) -> np.ndarray:
    """How many events carry each code of some links."""
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
    given = set(selection.chosen.data.getlist("platform"))
    shown = {
        code
        for code, (row, count) in enumerate(zip(dictionary.platforms, counts, strict=False))
        if count or row.slug in given
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
"""Parameter, label and counter of each facet by its key, in the order of the page."""


def counts_with_parts(selection: Selection) -> dict[int, int]:
    """How many of the events each platform or a part of it takes part in, by the platform's id."""
    counts = selection.index.platform_closure.counts_in(selection.rows()).tolist()
    platforms = selection.index.dictionary.platforms
    return {row.pk: count for row, count in zip(platforms, counts, strict=False) if count}
