"""Which outlet a name in a document means."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from sources.identity.slugs import outlet_slug
from sources.languages.folding import fold
from sources.models import Outlet, Source
from sources.models.naming import name_key


def outlet_named(name: str, *, is_public: bool = False) -> Outlet | None:
    """Return the outlet with a name in any script, width or case; create it if there is none.

    None for an empty name. An outlet that is only proposed is used for an article that is not
    public: both wait for a person. For a public one it is None, as readers would see the outlet.
    """
    if not name:
        return None
    approved = Outlet.objects.approved()
    if outlet := approved.for_name(name).first() or _by_folded_name(name, approved):
        return outlet
    proposed = Outlet.objects.filter(is_approved=False, merged_into=None)
    if outlet := _by_folded_name(name, proposed):
        return None if is_public else outlet
    is_english = name.isascii()
    return Outlet.objects.create(
        slug=outlet_slug(name),
        name_en=name if is_english else "",
        name_zh="" if is_english else name,
        is_approved=True,
    )


def names_of(outlet: Outlet | None) -> set[str]:
    """Return the folded names and aliases of an outlet."""
    if outlet is None:
        return set()
    return {fold(name) for name in (outlet.name_en, outlet.name_zh, *outlet.aliases) if name}


def known_names(source: Source, field: str) -> set[str]:
    """Return the folded names of the outlet or publisher of a Source, with the one last read.

    An editor may have renamed the outlet, or chosen another one, since the name was read.
    """
    names = names_of(getattr(source, field))
    if read := str(source.values_read.get(read_name(field), "")):
        names.add(fold(read))
    return names


def read_name(field: str) -> str:
    """Return the key in `values_read` of the name that was read for `outlet` or `publisher`."""
    return f"{field}_name"


def is_same_name(name: str, other: Any) -> bool:
    """Return whether two names differ at most in script, width and case; False for empty ones."""
    return bool(name) and bool(other) and fold(name) == fold(str(other))


def _by_folded_name(name: str, outlets: QuerySet[Outlet]) -> Outlet | None:
    key = name_key(name)
    for row in outlets.order_by("pk"):
        if key in {name_key(known) for known in (row.name_en, row.name_zh, *row.aliases)}:
            return row
    return None
