"""Dictionary of the index: the platforms, tags, sources and markets that its codes refer to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from events.models import Platform, Tag
from sources.models import Source


@dataclass(frozen=True, eq=False)
class Dictionary:
    """All platforms, tags, sources (model instances) and markets (market codes such as "US").

    The code of an entry is its position in its tuple. An assigned code keeps its meaning: rows
    added later get higher codes. The instances are shared between requests: treat them as
    read-only.
    """

    platforms: tuple[Platform, ...] = ()
    tags: tuple[Tag, ...] = ()
    sources: tuple[Source, ...] = ()
    markets: tuple[str, ...] = ()

    @cached_property
    def platform_codes(self) -> dict[int, int]:
        """Codes of the platforms by id."""
        return {row.pk: code for code, row in enumerate(self.platforms)}

    @cached_property
    def tag_codes(self) -> dict[int, int]:
        """Codes of the tags by id."""
        return {row.pk: code for code, row in enumerate(self.tags)}

    @cached_property
    def source_codes(self) -> dict[int, int]:
        """Codes of the sources by id."""
        return {row.pk: code for code, row in enumerate(self.sources)}

    @cached_property
    def market_codes(self) -> dict[str, int]:
        """Codes of the markets by market code."""
        return {market: code for code, market in enumerate(self.markets)}

    @cached_property
    def parents(self) -> np.ndarray:
        """Code of the parent of each platform (int32); -1 for none.

        Platforms that are not approved neither have nor are parents.
        """
        codes = {row.pk: code for code, row in enumerate(self.platforms) if row.is_approved}
        parents = [
            codes.get(row.parent_id, -1) if row.pk in codes else -1 for row in self.platforms
        ]
        return np.array(parents, dtype=np.int32)

    @cached_property
    def children(self) -> dict[int, list[int]]:
        """Codes of the children by the code of their parent; the roots are under -1."""
        children: dict[int, list[int]] = {}
        for code, parent in enumerate(self.parents.tolist()):
            children.setdefault(parent, []).append(code)
        return children

    @cached_property
    def accepted(self) -> np.ndarray:
        """Whether each source is accepted, that is, visible to readers (bool)."""
        states = [row.state == Source.State.ACCEPTED for row in self.sources]
        return np.array(states, dtype=bool)

    @cached_property
    def original_codes(self) -> np.ndarray:
        """Code of the source that each source is a repost of, or its own code (int32)."""
        codes = [
            self.source_codes.get(row.repost_of_id, code) if row.repost_of_id else code
            for code, row in enumerate(self.sources)
        ]
        return np.array(codes, dtype=np.int32)

    @cached_property
    def _keys(self) -> dict[str, np.ndarray]:
        return {
            name: np.array([row.pk for row in getattr(self, name)], dtype=np.int64)
            for name in ("platforms", "tags", "sources")
        }

    def codes_of(self, name: str, ids: np.ndarray) -> np.ndarray:
        """Return the codes of rows by id (int32); -1 for an unknown id.

        `name` is "platforms", "tags" or "sources".
        """
        keys = self._keys[name]
        order = np.argsort(keys)
        if not len(keys):
            return np.full(len(ids), -1, dtype=np.int32)
        positions = np.minimum(np.searchsorted(keys[order], ids), len(keys) - 1)
        codes = order[positions]
        return np.where(keys[codes] == ids, codes, -1).astype(np.int32)

    def ancestors(self, codes: np.ndarray) -> list[np.ndarray]:
        """Return the given platform codes, then their parents, grandparents and so on.

        One array per level, each as long as `codes`; -1 where a platform has no further ancestor.
        """
        levels, level = [codes], codes
        for _ in range(len(self.platforms)):
            level = np.where(level >= 0, self.parents[level], -1)
            if not (level >= 0).any():
                break
            levels.append(level)
        return levels
