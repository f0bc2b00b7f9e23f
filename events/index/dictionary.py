"""What the codes of the columns stand for: platforms, tags, sources and markets, all of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from events.models import Platform, Tag
from sources.models import Source


@dataclass(frozen=True, eq=False)
class Dictionary:
    """Every platform, tag and source as a row, and every market as its code, each at its code.

    A code, once given, keeps its meaning: rows that come later take later codes. The rows are
    shared between requests: they are read, never changed.
    """

    platforms: tuple[Platform, ...] = ()
    tags: tuple[Tag, ...] = ()
    sources: tuple[Source, ...] = ()
    markets: tuple[str, ...] = ()

    @cached_property
    def platform_codes(self) -> dict[int, int]:
        """The code of a platform by its id; likewise below."""
        return {row.pk: code for code, row in enumerate(self.platforms)}

    @cached_property
    def tag_codes(self) -> dict[int, int]:
        return {row.pk: code for code, row in enumerate(self.tags)}

    @cached_property
    def source_codes(self) -> dict[int, int]:
        return {row.pk: code for code, row in enumerate(self.sources)}

    @cached_property
    def market_codes(self) -> dict[str, int]:
        return {market: code for code, market in enumerate(self.markets)}

    @cached_property
    def parents(self) -> np.ndarray:
        """The code of what each platform is part of, -1 for none."""
        codes = [self.platform_codes.get(row.parent_id, -1) for row in self.platforms]
        return np.array(codes, dtype=np.int32)

    @cached_property
    def children(self) -> dict[int, list[int]]:
        """The codes of the parts of each platform; of -1, what is part of nothing."""
        found: dict[int, list[int]] = {}
        for code, parent in enumerate(self.parents.tolist()):
            found.setdefault(parent, []).append(code)
        return found

    @cached_property
    def accepted(self) -> np.ndarray:
        """For each source, whether readers see it."""
        states = [row.state == Source.State.ACCEPTED for row in self.sources]
        return np.array(states, dtype=bool)

    @cached_property
    def original_codes(self) -> np.ndarray:
        """The code of the article that each source is a repost of, else its own."""
        codes = [
            self.source_codes.get(row.repost_of_id, code) for code, row in enumerate(self.sources)
        ]
        return np.array(codes, dtype=np.int32)

    @cached_property
    def _keys(self) -> dict[str, np.ndarray]:
        return {
            name: np.array([row.pk for row in getattr(self, name)], dtype=np.int64)
            for name in ("platforms", "tags", "sources")
        }

    def codes_of(self, name: str, ids: np.ndarray) -> np.ndarray:
        """The codes of rows by their ids; -1 for one that is not known."""
        keys = self._keys[name]
        order = np.argsort(keys)
        if not len(keys):
            return np.full(len(ids), -1, dtype=np.int32)
        at = np.minimum(np.searchsorted(keys[order], ids), len(keys) - 1)
        codes = order[at]
        return np.where(keys[codes] == ids, codes, -1).astype(np.int32)

    def ancestors(self, codes: np.ndarray) -> list[np.ndarray]:
        """For pairs of platforms: the codes level by level upwards, -1 where there is no more."""
        levels, seen = [codes], codes
        for _ in range(len(self.platforms)):
            seen = np.where(seen >= 0, self.parents[seen], -1)
            if not (seen >= 0).any():
                break
            levels.append(seen)
        return levels
