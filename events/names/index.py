"""The in-memory index of names, reloaded when the history tables show a change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, Model, OuterRef

from events.models import Claim, Claimant, Dispute, Platform, PlatformAlias, Tag
from events.names.name import Kind, Name, spelling
from sources.languages.bilingual import is_chinese
from sources.models import Source
from sources.models.history import history_of

MAX_SOURCES = 5_000
"""Number of latest articles in the index; only this table may become large."""
_HISTORY_ROWS = 200


@dataclass(frozen=True)
class _Table:
    """A reader for the names of one kind, and the models whose history shows changes."""

    read: Callable[[], Iterator[Name]]
    models: tuple[type[Model], ...]


@dataclass(frozen=True)
class _Entry:
    """The cached names of one kind, with the stamp at which they were read."""

    stamp: tuple[int | None, ...]
    names: tuple[Name, ...]


_cache: dict[Kind, _Entry] = {}


def name_index() -> dict[Kind, tuple[Name, ...]]:
    """Return every name that readers may see, by kind, in one query if nothing has changed."""
    stamps = _stamps()
    for kind, table in _TABLES.items():
        stamp = tuple(stamps[model] for model in table.models)
        entry = _cache.get(kind)
        if entry is None or entry.stamp != stamp:
            _cache[kind] = _Entry(stamp, tuple(table.read()))
    return {kind: _cache[kind].names for kind in Kind}


def clear_cache() -> None:
    """Clear the cache, so that the next call of `name_index` reads every name again."""
    _cache.clear()


def _stamps() -> dict[type[Model], int | None]:
    """Return for each model a number that changes with every write to its table.

    Triggers record the history of these tables, for every way to write. The number is the sum of
    the latest history ids. It also changes when a slow transaction commits late, which the maximum
    would not show.
    """
    models = list(dict.fromkeys(model for table in _TABLES.values() for model in table.models))
    histories = [history_of(model).model._meta.db_table for model in models]
    # Safe SQL: the table names come from the models, never from input.
    sums = [
        f'(SELECT sum(pgh_id) FROM (SELECT pgh_id FROM "{table}" ORDER BY pgh_id DESC'  # noqa: S608
        f" LIMIT {_HISTORY_ROWS}) recent)"
        for table in histories
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(sums)}")
        return dict(zip(models, cursor.fetchone(), strict=True))


def _spellings(*texts: str) -> tuple:
    """Return the spellings of the texts, one per key; of equal keys the last."""
    by_key = {item.key: item for text in texts if text and (item := spelling(text)).key}
    return tuple(by_key.values())


def _platforms() -> Iterator[Name]:
    rows = Platform.objects.approved().without_tree_fields().select_related("parent")
    for row in rows.prefetch_related("aliases").order_by("pk"):
        # Names come last: of spellings with the same key, the name is the one to show.
        aliases, parent = [alias.text for alias in row.aliases.all()], row.public_parent
        yield Name(
            Kind.PLATFORM, row.pk, row.slug, row.name_en, row.name_zh,
            _spellings(*aliases, row.name_zh, row.name_en), row.kind,
            parent.name_en if parent else "", parent.name_zh if parent else "",
        )  # fmt: skip


def _tags() -> Iterator[Name]:
    for row in Tag.objects.approved().order_by("pk"):
        spellings = _spellings(*row.aliases, row.name_zh, row.name)
        yield Name(Kind.TAG, row.pk, row.slug, row.name, row.name_zh, spellings, row.facet)


def _claimants() -> Iterator[Name]:
    """Yield the claimants with a published claim, the only ones that readers may see."""
    published = Claim.objects.published().filter(claimant=OuterRef("pk"))
    for row in Claimant.objects.approved().filter(Exists(published)).order_by("pk"):
        spellings = _spellings(row.name_zh, row.name_en)
        yield Name(
            Kind.CLAIMANT, row.pk, row.slug, row.name_en, row.name_zh, spellings, row.kind,
            row.affiliation_en, row.affiliation_zh,
        )  # fmt: skip


def _sources() -> Iterator[Name]:
    rows = Source.objects.for_readers().with_outlets().order_by("-published_latest", "-pk")
    for row in rows[:MAX_SOURCES]:
        spellings = _spellings(row.title, row.title_en)
        outlet = row.outlet
        # A Chinese title without a translation has no English label.
        english = row.title_en or ("" if is_chinese(row.language) else row.title)
        yield Name(
            Kind.SOURCE, row.pk, row.slug, english, row.title, spellings,
            row.published[:4], outlet.name_en if outlet else "", outlet.name_zh if outlet else "",
        )  # fmt: skip


def _disputes() -> Iterator[Name]:
    for row in Dispute.objects.approved().order_by("pk"):
        spellings = _spellings(row.question_zh, row.question_en)
        yield Name(
            Kind.DISPUTE, row.pk, row.slug, row.question_en, row.question_zh, spellings, row.state
        )


_TABLES = {
    Kind.PLATFORM: _Table(_platforms, (Platform, PlatformAlias)),
    Kind.TAG: _Table(_tags, (Tag,)),
    Kind.CLAIMANT: _Table(_claimants, (Claimant, Claim)),
    Kind.SOURCE: _Table(_sources, (Source,)),
    Kind.DISPUTE: _Table(_disputes, (Dispute,)),
}
