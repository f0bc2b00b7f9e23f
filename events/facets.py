"""What a reader can narrow the events by, with how many each choice would leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events.filters import FAILURE, EventFilter
from events.markets import market_label
from events.models import Event, Tag
from events.platform_tree import in_tree_order
from events.selection import Selection

# As many as a reader takes in at a glance; the others are a click away.
SHOWN = 8


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


Counted = list[tuple[str, str, int, int]]  # value, label, count, depth


def facets_of(selection: Selection) -> list[Facet]:
    """Every facet, its first choices and those chosen, with counts.

    Each count heeds all other facets but its own.
    """
    return [_shortened(_facet(selection, key)) for key in FACETS]


def facet_of(selection: Selection, key: str) -> Facet:
    """One facet with all its choices. Raises KeyError for a facet that is not there."""
    return _facet(selection, key)


def _facet(selection: Selection, key: str) -> Facet:
    name, label, count = FACETS[key]
    chosen = selection.chosen
    given = set(chosen.data.getlist(name))
    choices = tuple(
        Choice(value, text, number, value in given, toggled(chosen, name, value), depth)
        for value, text, number, depth in count(selection)
        if number or value in given
    )
    return Facet(key, name, str(label), choices, len(choices))


def _shortened(facet: Facet) -> Facet:
    """The facet with its first choices, and of the others those that are chosen.

    Of a tree's, the tops come first, and what is chosen with what lies right below it.
    """
    tops = [choice for choice in facet.choices if choice.depth == 0][:SHOWN]
    near: list[Choice] = []
    chosen_depth = None
    for choice in facet.choices:
        if choice.is_chosen:
            chosen_depth = choice.depth
        elif chosen_depth is not None and choice.depth <= chosen_depth:
            chosen_depth = None
        is_part = chosen_depth is not None and choice.depth == chosen_depth + 1
        if choice in tops or choice.is_chosen or is_part:
            near.append(choice)
    return Facet(facet.key, facet.name, facet.label, tuple(near[: 3 * SHOWN]), facet.total)


def toggled(chosen: EventFilter, name: str, value: str) -> str:
    """The query string with one value added, or taken out if it is there. Starts the list anew."""
    data = chosen.data.copy()
    for place in ("cursor", "at"):
        data.pop(place, None)
    values = data.getlist(name)
    data.setlist(name, [v for v in values if v != value] if value in values else [*values, value])
    return data.urlencode()


def _kinds(selection: Selection) -> Counted:
    counts = _coded(selection, "kind", len(Event.Kind))
    counted = [(kind.value, str(kind.label), counts[kind.value], 0) for kind in Event.Kind]
    return sorted(counted, key=lambda item: -item[2])


def _outcomes(selection: Selection) -> Counted:
    counts = _coded(selection, "outcome", len(Event.Outcome))
    failed = sum(counts[outcome.value] for outcome in Event.Outcome.failures())
    plain = [(item.value, str(item.label), counts[item.value], 0) for item in Event.Outcome]
    return [(FAILURE, _("any failure"), failed, 0), *sorted(plain, key=lambda item: -item[2])]


def _coded(selection: Selection, name: str, size: int) -> dict[str, int]:
    """How many events have each value of `kind` or `outcome`."""
    rows = selection.rows(name)
    column = getattr(selection.columns, name)
    values = {"kind": Event.Kind.values, "outcome": Event.Outcome.values}[name]
    counts = selection.columns.remember(
        ("counts", name, selection.key_without(name)),
        lambda: np.bincount(column[rows], minlength=size + 1),
    )
    return dict(zip(values, counts[1:].tolist(), strict=True))


def _linked(selection: Selection, name: str, links: str) -> np.ndarray:
    """How many events carry each code of some links."""
    return selection.columns.remember(
        ("counts", links, selection.key_without(name)),
        lambda: getattr(selection.columns, links).counts_in(selection.rows(name)),
    )


def _sources(selection: Selection) -> Counted:
    counts = _linked(selection, "source", "sources").tolist()
    vocabulary = selection.columns.vocabulary
    given = set(selection.chosen.data.getlist("source"))
    shown = [
        (row.slug, str(row.display_title), count, 0)
        for row, count, accepted in zip(
            vocabulary.sources, counts, vocabulary.accepted.tolist(), strict=False
        )
        if (count or row.slug in given) and (accepted or selection.chosen.sees_drafts)
    ]
    return sorted(shown, key=lambda item: (-item[2], item[0]))


def _tags(facet: Tag.Facet) -> Callable[[Selection], Counted]:
    def count(selection: Selection) -> Counted:
        counts = _linked(selection, "tag", "tags").tolist()
        given = set(selection.chosen.data.getlist("tag"))
        shown = [
            (tag.slug, str(tag.label), count, 0)
            for tag, count in zip(selection.columns.vocabulary.tags, counts, strict=False)
            if tag.facet == facet and (count or tag.slug in given) and not tag.merged_into_id
        ]
        return sorted(shown, key=lambda item: (-item[2], item[1]))

    return count


def _markets(selection: Selection) -> Counted:
    counts = _linked(selection, "market", "markets").tolist()
    language = get_language()
    shown = [
        (code, market_label(code, language), count, 0)
        for code, count in zip(selection.columns.vocabulary.markets, counts, strict=False)
    ]
    return sorted(shown, key=lambda item: (-item[2], item[1]))


def _platforms(selection: Selection) -> Counted:
    counts = _linked(selection, "platform", "branches").tolist()
    vocabulary = selection.columns.vocabulary
    given = set(selection.chosen.data.getlist("platform"))
    shown = {
        code
        for code, row in enumerate(vocabulary.platforms)
        if code < len(counts) and (counts[code] or row.slug in given)
    }
    return [
        (row.slug, str(row.name), counts[code], depth)
        for code, depth in in_tree_order(vocabulary, shown, lambda code: -counts[code])
        for row in [vocabulary.platforms[code]]
    ]


FACETS: dict[str, tuple[str, object, Callable[[Selection], Counted]]] = {
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
    counts = selection.columns.branches.counts_in(selection.rows()).tolist()
    platforms = selection.columns.vocabulary.platforms
    return {row.pk: count for row, count in zip(platforms, counts, strict=False) if count}
