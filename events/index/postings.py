"""Postings of the index: which events carry which values of one kind, as pairs of row and code.

The pairs can be read by row and by code. No database access.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

# Below this share of all rows, gathering the pairs of each row is faster than scanning all pairs.
MAX_SPARSE_SHARE = 0.2


@dataclass(frozen=True, eq=False)
class Postings:
    """Pairs of the row of an event and the code of a value (int32), ordered by row, then code.

    `row_count` and `code_count` count all rows and codes, with and without pairs.
    """

    rows: np.ndarray
    codes: np.ndarray
    row_count: int
    code_count: int

    @classmethod
    def of(cls, rows: np.ndarray, codes: np.ndarray, row_count: int, code_count: int) -> Postings:
        """Build postings from pairs in any order; duplicates are removed."""
        keys = np.unique(rows.astype(np.int64) * max(code_count, 1) + codes)
        rows, codes = np.divmod(keys, max(code_count, 1))
        return cls(rows.astype(np.int32), codes.astype(np.int32), row_count, code_count)

    @cached_property
    def row_starts(self) -> np.ndarray:
        """Position of the first pair of each row, with the number of pairs as the last element."""
        return np.searchsorted(self.rows, np.arange(self.row_count + 1)).astype(np.int64)

    @cached_property
    def _by_code(self) -> tuple[np.ndarray, np.ndarray]:
        order = np.argsort(self.codes.astype(_smallest_type(self.code_count)), kind="stable")
        starts = np.searchsorted(self.codes[order], np.arange(self.code_count + 1))
        return self.rows[order], starts

    def rows_of(self, code: int) -> np.ndarray:
        """Return the rows that carry a code, sorted."""
        rows, starts = self._by_code
        return rows[starts[code] : starts[code + 1]]

    def mask_of(self, codes: list[int]) -> np.ndarray:
        """Return, per row, whether it carries any of these codes (bool)."""
        mask = np.zeros(self.row_count, dtype=bool)
        for code in codes:
            mask[self.rows_of(code)] = True
        return mask

    @cached_property
    def totals(self) -> np.ndarray:
        """Number of rows that carry each code."""
        return np.bincount(self.codes, minlength=self.code_count)

    def pairs_in(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the pairs of the given rows as (rows, codes). The given rows are sorted."""
        if len(rows) == self.row_count:
            return self.rows, self.codes
        if len(rows) > MAX_SPARSE_SHARE * self.row_count:
            mask = np.zeros(self.row_count, dtype=bool)
            mask[rows] = True
            within = mask[self.rows]
            return self.rows[within], self.codes[within]
        starts = self.row_starts[rows]
        lengths = self.row_starts[rows + 1] - starts
        ends = np.cumsum(lengths)
        shifts = np.repeat(starts - (ends - lengths), lengths)
        positions = np.arange(ends[-1] if len(ends) else 0) + shifts
        return np.repeat(rows, lengths), self.codes[positions]

    def counts_in(self, rows: np.ndarray) -> np.ndarray:
        """Return how many of the given rows carry each code. The given rows are sorted."""
        if len(rows) == self.row_count:
            return self.totals
        return np.bincount(self.pairs_in(rows)[1], minlength=self.code_count)

    def where(self, keep: np.ndarray) -> Postings:
        """Return the pairs selected by `keep`, a boolean mask over the pairs."""
        return replace(self, rows=self.rows[keep], codes=self.codes[keep])

    def moved(self, new_rows: np.ndarray, row_count: int) -> Postings:
        """Return the pairs with each row r replaced by new_rows[r].

        Pairs whose new row is -1 are left out. The new rows keep the order of the old ones.
        """
        rows = new_rows[self.rows]
        kept = rows >= 0
        return replace(self, rows=rows[kept], codes=self.codes[kept], row_count=row_count)

    def merged(self, other: Postings) -> Postings:
        """Return these pairs together with those of `other`, which are of other rows."""
        positions = np.searchsorted(self.rows, other.rows)
        codes = np.insert(self.codes, positions, other.codes)
        count = max(self.code_count, other.code_count)
        return Postings(np.insert(self.rows, positions, other.rows), codes, self.row_count, count)


def _smallest_type(count: int) -> type:
    """Return the smallest type that holds a code: the time to sort codes grows with their bytes."""
    return np.uint16 if count <= np.iinfo(np.uint16).max else np.int32
