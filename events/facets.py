"""What a reader can narrow the events by, with how many each choice would leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from sources.models import Source

from events.filters import FAILURE, EventFilter
from events.models import Event, Evidence, Platform, Tag, Tagged


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
    """One parameter of the filter and the values that would find something."""

    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def chosen_count(self) -> int:
        return sum(choice.is_chosen for choice in self.choices)


def facets_of(chosen: EventFilter) -> list[Facet]:
    """Every facet with its counts. Each count heeds all other facets but its own."""
    return [
        _facet(chosen, "platform", _("Platform"), _platforms(chosen)),
        _facet(chosen, "kind", _("Kind"), _kinds(chosen.rows_without("kind"))),
        _facet(chosen, "outcome", _("Outcome"), _outcomes(chosen.rows_without("outcome"))),
        *_tag_facets(chosen),
        _facet(chosen, "source", _("Source"), _sources(chosen)),
    ]


Counted = Iterable[tuple[str, str, int, int]]  # value, label, count, depth

TAG_LABELS = {
    Tag.Facet.CAUSE: gettext_lazy("Cause"),
    Tag.Facet.THEME: gettext_lazy("Theme"),
    Tag.Facet.REGION: gettext_lazy("Region"),
    Tag.Facet.AUDIENCE: gettext_lazy("Audience"),
}


def _facet(chosen: EventFilter, name: str, label: str, counted: Counted) -> Facet:
    given = chosen.data.getlist(name)
    choices = [
        Choice(value, str(text), count, value in given, toggled(chosen, name, value), depth)
        for value, text, count, depth in counted
        if count or value in given
    ]
    return Facet(name, label, tuple(choices))


def toggled(chosen: EventFilter, name: str, value: str) -> str:
    """The query string with one value added, or taken out if it is there. Starts the list anew."""
    data = chosen.data.copy()
    data.pop("cursor", None)
    values = data.getlist(name)
    data.setlist(name, [v for v in values if v != value] if value in values else [*values, value])
    return data.urlencode()


def _kinds(rows: QuerySet) -> Counted:
    counts = _group(rows, "kind")
    return [(kind.value, kind.label, counts.get(kind.value, 0), 0) for kind in Event.Kind]


def _outcomes(rows: QuerySet) -> Counted:
    counts = _group(rows, "outcome")
    failed = sum(counts.get(outcome.value, 0) for outcome in Event.Outcome.failures())
    plain = [(item.value, item.label, counts.get(item.value, 0), 0) for item in Event.Outcome]
    return [(FAILURE, _("any failure"), failed, 0), *plain]


def _group(rows: QuerySet, field: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(field).annotate(Count("pk")))


def _sources(chosen: EventFilter) -> Counted:
    rows = chosen.rows_without("source").order_by().values("pk")
    counts = dict(
        Evidence.objects.visible_to(chosen.user)
        .filter(event__in=rows)
        .order_by()
        .values_list("snapshot__source")
        .annotate(Count("event", distinct=True))
    )
    sources = sorted(
        Source.objects.filter(pk__in=_with_chosen(chosen, "source", counts)),
        key=lambda source: (-counts[source.pk], source.slug),
    )
    return [(row.slug, str(row.display_title), counts[row.pk], 0) for row in sources]


def _with_chosen(chosen: EventFilter, name: str, counts: dict[int, int]) -> dict[int, int]:
    """The counts, with 0 for chosen rows that find nothing: they stay, to be taken back."""
    for row in chosen.chosen.get(name) or ():
        counts.setdefault(row.pk, 0)
    return counts


def _tag_facets(chosen: EventFilter) -> list[Facet]:
    kind = ContentType.objects.get_for_model(Event)
    rows = chosen.rows_without("tag").order_by().values("pk")
    counts = dict(
        Tagged.objects.filter(content_type=kind, object_id__in=rows)
        .values_list("tag")
        .annotate(count=Count("object_id"))
        .order_by()
    )
    tags = sorted(
        Tag.objects.live().filter(pk__in=_with_chosen(chosen, "tag", counts)),
        key=lambda tag: (-counts[tag.pk], tag.name),
    )
    return [
        _facet(
            chosen,
            "tag",
            label,
            [(tag.slug, tag.label, counts[tag.pk], 0) for tag in tags if tag.facet == facet],
        )
        for facet, label in TAG_LABELS.items()
    ]


# The events of each platform and of everything below it, each event counted once.
ROLLED_UP = """
    WITH RECURSIVE below (root, id) AS (
        SELECT id, id FROM events_platform
        UNION ALL
        SELECT below.root, part.id
        FROM events_platform part JOIN below ON part.parent_id = below.id
    )
    SELECT below.root, COUNT(DISTINCT link.event_id)
    FROM below
    JOIN events_eventplatform link ON link.platform_id = below.id
    WHERE link.event_id IN ({events})
    GROUP BY below.root
"""


def counts_with_parts(rows: QuerySet) -> dict[int, int]:
    """How many of these events each platform or a part of it takes part in, by its id."""
    try:
        sql, parameters = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # Django knows beforehand that nothing fits.
        return {}
    with connection.cursor() as cursor:
        cursor.execute(ROLLED_UP.format(events=sql), parameters)
        return dict(cursor.fetchall())


def _platforms(chosen: EventFilter) -> Counted:
    counts = counts_with_parts(chosen.rows_without("platform"))
    tree = Platform.objects.filter(pk__in=_with_chosen(chosen, "platform", counts))
    children: dict[int | None, list[Platform]] = {}
    for platform in tree.without_tree_fields():
        parent = platform.parent_id if platform.parent_id in counts else None
        children.setdefault(parent, []).append(platform)
    for branch in children.values():
        branch.sort(key=lambda platform: (-counts[platform.pk], platform.name_en))
    ordered: list[tuple[str, str, int, int]] = []
    waiting = [(platform, 0) for platform in reversed(children.get(None, []))]
    while waiting:
        platform, depth = waiting.pop()
        ordered.append((platform.slug, str(platform.name), counts[platform.pk], depth))
        waiting += [(child, depth + 1) for child in reversed(children.get(platform.pk, []))]
    return ordered


def years_of(rows: QuerySet) -> list[tuple[int, int]]:
    """How many events certainly lie in each year, for the strip above the list."""
    return list(
        rows.filter(earliest__year=F("latest__year"))
        .order_by()
        .values_list("earliest__year")
        .annotate(count=Count("pk"))
        .order_by("earliest__year")
    )
