"""Which events carry which values of one kind: pairs of row and code, in both orders. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

# Below this share of all rows it is faster to gather the pairs of each row than to look at all.
SPARSE = 0.2


@dataclass(frozen=True, eq=False)
class Postings:
    """Pairs of an event's row and a value's code (both int32), ordered by row, then code.

    `row_count` and `code_count` are how many rows and codes there are, with or without pairs.
    """

    rows: np.ndarray
    codes: np.ndarray
    row_count: int
    code_count: int

    @classmethod
    def of(cls, rows: np.ndarray, codes: np.ndarray, row_count: int, code_count: int) -> Postings:
        """Pairs in any order, doubled ones once."""
        keys = np.unique(rows.astype(np.int64) * max(code_count, 1) + codes)
        rows, codes = np.divmod(keys, max(code_count, 1))
        return cls(rows.astype(np.int32), codes.astype(np.int32), row_count, code_count)

    @cached_property
    def row_starts(self) -> np.ndarray:
        """Where the pairs of each row begin; one more at the end."""
        return np.searchsorted(self.rows, np.arange(self.row_count + 1)).astype(np.int64)

    @cached_property
    def _by_code(self) -> tuple[np.ndarray, np.ndarray]:
        order = np.argsort(self.codes.astype(_small(self.code_count)), kind="stable")
        starts = np.searchsorted(self.codes[order], np.arange(self.code_count + 1))
        return self.rows[order], starts

    def rows_of(self, code: int) -> np.ndarray:
        """The rows that carry a code, in order."""
        rows, starts = self._by_code
        return rows[starts[code] : starts[code + 1]]

    def mask_of(self, codes: list[int]) -> np.ndarray:
        """For each row, whether it carries any of these codes."""
        mask = np.zeros(self.row_count, dtype=bool)
        for code in codes:
            mask[self.rows_of(code)] = True
        return mask

    @cached_property
    def totals(self) -> np.ndarray:
        """How many rows carry each code."""
        return np.bincount(self.codes, minlength=self.code_count)

    def pairs_in(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(rows, codes) of the pairs of some rows, which are in order."""
        if len(rows) == self.row_count:
            return self.rows, self.codes
        if len(rows) > SPARSE * self.row_count:
            mask = np.zeros(self.row_count, dtype=bool)
            mask[rows] = True
            within = mask[self.rows]
            return self.rows[within], self.codes[within]
        starts = self.row_starts[rows]
        lengths = self.row_starts[rows + 1] - starts
        ends = np.cumsum(lengths)
        at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - lengths), lengths)
        return np.repeat(rows, lengths), self.codes[at]

    def counts_in(self, rows: np.ndarray) -> np.ndarray:
        """How many of some rows, which are in order, carry each code."""
        if len(rows) == self.row_count:
            return self.totals
        return np.bincount(self.pairs_in(rows)[1], minlength=self.code_count)

    def where(self, keep: np.ndarray) -> Postings:
        """The pairs for which `keep`, a mask over the pairs, holds."""
        return replace(self, rows=self.rows[keep], codes=self.codes[keep])

    def moved(self, places: np.ndarray, row_count: int) -> Postings:
        """The pairs with row r at places[r], which keeps their order; those at -1 are left out."""
        rows = places[self.rows]
        kept = rows >= 0
        return replace(self, rows=rows[kept], codes=self.codes[kept], row_count=row_count)

    def merged(self, other: Postings) -> Postings:
        """These pairs and those of other rows of the same table."""
        at = np.searchsorted(self.rows, other.rows)
        codes = np.insert(self.codes, at, other.codes)
        count = max(self.code_count, other.code_count)
        return Postings(np.insert(self.rows, at, other.rows), codes, self.row_count, count)


def _small(count: int) -> type:
    """The smallest type that holds a code: sorting it takes time by its bytes."""
    return np.uint16 if count <= np.iinfo(np.uint16).max else np.int32
