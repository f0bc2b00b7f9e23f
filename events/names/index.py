"""The names of every small table, in memory, loaded anew when the database says they changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, Model, OuterRef

from events.models import Claim, Claimant, Dispute, Platform, PlatformAlias, Tag
from events.names.name import Kind, Name, spelling
from sources.languages.bilingual import is_chinese
from sources.models import Source

MOST_SOURCES = 5_000
"""Articles whose titles are kept, the latest: they alone of these tables may become many."""
_RECENT = 200


@dataclass(frozen=True)
class _Table:
    """How the names of one kind are read, and the models whose history tells of changes."""

    read: Callable[[], Iterator[Name]]
    models: tuple[type[Model], ...]


@dataclass(frozen=True)
class _Loaded:
    stamp: tuple[int | None, ...]
    names: tuple[Name, ...]


_loaded: dict[Kind, _Loaded] = {}


def name_index() -> dict[Kind, tuple[Name, ...]]:
    """Every name that readers may see, by kind; one query while nothing changed."""
    stamps = _stamps()
    for kind, table in _TABLES.items():
        stamp = tuple(stamps[model] for model in table.models)
        held = _loaded.get(kind)
        if held is None or held.stamp != stamp:
            _loaded[kind] = _Loaded(stamp, tuple(table.read()))
    return {kind: _loaded[kind].names for kind in Kind}


def forget() -> None:
    """Read everything anew when it is next asked for."""
    _loaded.clear()


def _stamps() -> dict[type[Model], int | None]:
    """For each model a number that differs once a row of it was written by whatever means.

    Triggers keep the history of these tables. The sum of its latest ids changes with a new one,
    and with one that a slow transaction commits late, which their maximum would not show.
    """
    models = list(dict.fromkeys(model for table in _TABLES.values() for model in table.models))
    kept = [model._meta.get_field("history").related_model._meta.db_table for model in models]
    # The tables' names are the models' own: nothing from outside is in the text.
    sums = [
        f'(SELECT sum(pgh_id) FROM (SELECT pgh_id FROM "{table}" ORDER BY pgh_id DESC'  # noqa: S608
        f" LIMIT {_RECENT}) recent)"
        for table in kept
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(sums)}")
        return dict(zip(models, cursor.fetchone(), strict=True))


def _spellings(*texts: str) -> tuple:
    found = {own.key: own for text in texts if text and (own := spelling(text)).key}
    return tuple(found.values())


def _platforms() -> Iterator[Name]:
    rows = Platform.objects.without_tree_fields().select_related("parent")
    for row in rows.prefetch_related("aliases").order_by("pk"):
        # Names last: of spellings with one key the name itself is the one to show.
        aliases = [alias.text for alias in row.aliases.all()]
        yield Name(
            Kind.PLATFORM, row.pk, row.slug, row.name_en, row.name_zh,
            _spellings(*aliases, row.name_zh, row.name_en), row.kind,
            row.parent.name_en if row.parent else "", row.parent.name_zh if row.parent else "",
        )  # fmt: skip


def _tags() -> Iterator[Name]:
    for row in Tag.objects.live().order_by("pk"):
        own = _spellings(*row.aliases, row.name_zh, row.name)
        yield Name(Kind.TAG, row.pk, row.slug, row.name, row.name_zh, own, row.facet)


def _claimants() -> Iterator[Name]:
    """Those who assert something that is published: readers hear of no others."""
    published = Claim.objects.published().filter(claimant=OuterRef("pk"))
    for row in Claimant.objects.filter(Exists(published)).order_by("pk"):
        own = _spellings(row.name_zh, row.name_en)
        yield Name(
            Kind.CLAIMANT, row.pk, row.slug, row.name_en, row.name_zh, own, row.kind,
            row.affiliation_en, row.affiliation_zh,
        )  # fmt: skip


def _sources() -> Iterator[Name]:
    rows = Source.objects.for_readers().with_outlets().order_by("-published_latest", "-pk")
    for row in rows[:MOST_SOURCES]:
        own = _spellings(row.title, row.title_en)
        outlet = row.outlet
        # A Chinese title is no English one: it is shown as what it is.
        english = row.title_en or ("" if is_chinese(row.language) else row.title)
        yield Name(
            Kind.SOURCE, row.pk, row.slug, english, row.title, own,
            row.published[:4], outlet.name_en if outlet else "", outlet.name_zh if outlet else "",
        )  # fmt: skip


def _disputes() -> Iterator[Name]:
    for row in Dispute.objects.order_by("pk"):
        own = _spellings(row.question_zh, row.question_en)
        yield Name(Kind.DISPUTE, row.pk, row.slug, row.question_en, row.question_zh, own, row.state)


_TABLES = {
    Kind.PLATFORM: _Table(_platforms, (Platform, PlatformAlias)),
    Kind.TAG: _Table(_tags, (Tag,)),
    Kind.CLAIMANT: _Table(_claimants, (Claimant, Claim)),
    Kind.SOURCE: _Table(_sources, (Source,)),
    Kind.DISPUTE: _Table(_disputes, (Dispute,)),
}
