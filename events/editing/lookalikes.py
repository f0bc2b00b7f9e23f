"""Names that look like one that exists: the same letters in another width, script or spacing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import models

from events.models import Claimant, Platform, Tag
from sources.models import Outlet
from sources.models.naming import name_key

NAMED: dict[type[models.Model], tuple[str, ...]] = {
    Platform: ("name_en", "name_zh"),
    Claimant: ("name_en", "name_zh"),
    Outlet: ("name_en", "name_zh"),
    Tag: ("name", "name_zh"),
}
"""The vocabulary whose names must tell its rows apart, with the fields of the names."""

_ALIASES: dict[type[models.Model], Callable[[models.Model], Iterable[str]]] = {
    Platform: lambda row: [alias.text for alias in row.aliases.all()],  # type: ignore[attr-defined]
    Claimant: lambda row: row.aliases,  # type: ignore[attr-defined]
    Outlet: lambda row: row.aliases,  # type: ignore[attr-defined]
    Tag: lambda row: row.aliases,  # type: ignore[attr-defined]
}


@dataclass(frozen=True)
class Lookalike:
    """A row that has a name or an alias of another one.

    `is_same` is whether the names in one language are equal, so that nothing tells them apart.
    """

    row: models.Model
    name: str
    is_same: bool


def lookalikes(row: models.Model, typed: Iterable[str] = ()) -> list[Lookalike]:
    """Return the rows with a name or an alias of a row, which need not be saved; one entry each.

    All names are compared, those in English with those in Chinese too. `typed` are the aliases of a
    platform, which are rows of their own. One query, for platforms two: a vocabulary
    has hundreds of rows. A merged row counts as the one that it is merged into.
    """
    model = type(row)
    aliases = row.aliases if isinstance(row, Claimant | Outlet | Tag) else typed
    fields = {name_key(getattr(row, name)): name for name in NAMED[model] if getattr(row, name)}
    wanted = {*fields, *map(name_key, aliases)} - {""}
    found: dict[int, Lookalike] = {}
    for other in _others(row):
        for name, field in _names(other):
            key = name_key(name)
            if key not in wanted:
                continue
            is_same = field is not None and fields.get(key) == field
            target = other.merged_into or other
            known = found.get(target.pk)
            if target.pk != row.pk and (known is None or (is_same and not known.is_same)):
                found[target.pk] = Lookalike(target, name, is_same)
    return list(found.values())


def _others(row: models.Model) -> models.QuerySet:
    rows = type(row)._base_manager.exclude(pk=row.pk).order_by("pk")
    rows = rows.select_related("merged_into")
    return rows.prefetch_related("aliases") if isinstance(row, Platform) else rows


def names_of(row: models.Model) -> list[str]:
    """Return the names and aliases of a row that are not empty, the names first."""
    return [name for name, _field in _names(row) if name]


def _names(row: models.Model) -> Iterator[tuple[str, str | None]]:
    """Yield the names of a row with their field, and its aliases with None."""
    for field in NAMED[type(row)]:
        yield getattr(row, field), field
    for alias in _ALIASES[type(row)](row):
        yield alias, None
