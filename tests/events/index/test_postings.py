import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.index.postings import Postings

ROWS, CODES = 12, 5
pairs = st.lists(st.tuples(st.integers(0, ROWS - 1), st.integers(0, CODES - 1)))
some_rows = st.sets(st.integers(0, ROWS - 1)).map(sorted)


def postings_of(drawn, rows=ROWS, codes=CODES):
    left, right = np.array(drawn, dtype=np.int64).reshape(-1, 2).T
    return Postings.of(left, right, rows, codes)


def pairs_of(postings):
    return list(zip(postings.rows.tolist(), postings.codes.tolist(), strict=True))


@given(pairs)
def test_pairs_are_unique_and_sorted(drawn):
    assert pairs_of(postings_of(drawn)) == sorted(set(drawn))


@pytest.mark.slow
@given(pairs)
def test_rows_and_masks_of_codes(drawn):
    postings = postings_of(drawn)
    for code in range(CODES):
        expected = sorted({row for row, other in drawn if other == code})
        assert postings.rows_of(code).tolist() == expected
        assert postings.totals[code] == len(expected)
    mask = postings.mask_of([0, 3])
    assert np.flatnonzero(mask).tolist() == sorted({row for row, code in drawn if code in (0, 3)})
    assert not postings.mask_of([]).any()


@pytest.mark.slow
@given(pairs, some_rows)
def test_pairs_and_counts_of_some_rows(drawn, rows):
    postings, rows_array = postings_of(drawn), np.array(rows, dtype=np.int32)
    left, right = postings.pairs_in(rows_array)
    expected = [pair for pair in sorted(set(drawn)) if pair[0] in rows]
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == expected
    counts = postings.counts_in(rows_array)
    assert counts.tolist() == [sum(code == other for _, other in expected) for code in range(CODES)]


@pytest.mark.slow
@given(pairs, st.integers(0, 40))
def test_pairs_of_few_rows_among_many(drawn, more):
    # Few of many rows are requested, so the pairs are gathered row by row.
    postings = postings_of(drawn, rows=ROWS + 40 * ROWS)
    rows_array = np.array(sorted({row for row, _ in drawn} | {ROWS + more}), dtype=np.int32)
    left, right = postings.pairs_in(rows_array)
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == sorted(set(drawn))


@pytest.mark.slow
@given(pairs, some_rows)
def test_pairs_of_removed_and_merged_rows_are_the_original(drawn, gone):
    """Check that `moved` and `merged` are inverse, as `EventIndex.with_rows` uses them."""
    postings = postings_of(drawn)
    kept = [row for row in range(ROWS) if row not in gone]
    new_rows = np.full(ROWS, -1, dtype=np.int32)
    new_rows[kept] = kept
    fresh = postings_of(
        [(gone.index(row), code) for row, code in drawn if row in gone], rows=len(gone)
    )
    moved = fresh.moved(np.array(gone, dtype=np.int32), ROWS)
    assert pairs_of(postings.moved(new_rows, ROWS).merged(moved)) == pairs_of(postings)


def test_merged_has_the_larger_code_count():
    wide = postings_of([(1, 6)], codes=7)
    merged = postings_of([(0, 2)]).merged(wide)
    assert merged.code_count == 7
    assert merged.totals.tolist() == [0, 0, 1, 0, 0, 0, 1]


@pytest.mark.parametrize("codes", [0, 1])
def test_postings_without_pairs(codes):
    postings = postings_of([], rows=0, codes=codes)
    assert pairs_of(postings) == []
    assert postings.counts_in(np.array([], dtype=np.int32)).tolist() == [0] * codes
    assert postings.row_starts.tolist() == [0]


def test_codes_beyond_16_bits_are_distinct():
    postings = postings_of([(0, 65_536), (1, 0)], rows=2, codes=65_537)
    assert postings.rows_of(0).tolist() == [1]
    assert postings.rows_of(65_536).tolist() == [0]
