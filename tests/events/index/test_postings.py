import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.index.postings import Postings

ROWS, CODES = 12, 5
pairs = st.lists(st.tuples(st.integers(0, ROWS - 1), st.integers(0, CODES - 1)))
some_rows = st.sets(st.integers(0, ROWS - 1)).map(sorted)


def links_of(found, rows=ROWS, codes=CODES):
    left, right = np.array(found, dtype=np.int64).reshape(-1, 2).T
    return Postings.of(left, right, rows, codes)


def told(links):
    return list(zip(links.rows.tolist(), links.codes.tolist(), strict=True))


@given(pairs)
def test_pairs_are_there_once_and_in_order(found):
    assert told(links_of(found)) == sorted(set(found))


@given(pairs)
def test_rows_and_masks_of_codes(found):
    links = links_of(found)
    for code in range(CODES):
        expected = sorted({row for row, other in found if other == code})
        assert links.rows_of(code).tolist() == expected
        assert links.totals[code] == len(expected)
    mask = links.mask_of([0, 3])
    assert np.flatnonzero(mask).tolist() == sorted({row for row, code in found if code in (0, 3)})
    assert not links.mask_of([]).any()


@given(pairs, some_rows)
def test_pairs_and_counts_of_some_rows(found, rows):
    links, asked = links_of(found), np.array(rows, dtype=np.int32)
    left, right = links.pairs_in(asked)
    expected = [pair for pair in sorted(set(found)) if pair[0] in rows]
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == expected
    counts = links.counts_in(asked)
    assert counts.tolist() == [sum(code == other for _, other in expected) for code in range(CODES)]


@given(pairs, st.integers(0, 40))
def test_pairs_of_few_rows_among_many_are_gathered_alike(found, more):
    # Far more rows than are asked for: the other of the two ways.
    links = links_of(found, rows=ROWS + 40 * ROWS)
    asked = np.array(sorted({row for row, _ in found} | {ROWS + more}), dtype=np.int32)
    left, right = links.pairs_in(asked)
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == sorted(set(found))


@given(pairs, some_rows)
def test_rows_taken_out_and_put_back_elsewhere_are_the_pairs_again(found, gone):
    """What `Columns.with_rows` does: inverse of one another."""
    links = links_of(found)
    kept = [row for row in range(ROWS) if row not in gone]
    places = np.full(ROWS, -1, dtype=np.int32)
    places[kept] = kept
    fresh = links_of(
        [(gone.index(row), code) for row, code in found if row in gone], rows=len(gone)
    )
    moved = fresh.moved(np.array(gone, dtype=np.int32), ROWS)
    assert told(links.moved(places, ROWS).merged(moved)) == told(links)


def test_codes_that_came_later_widen_what_is_merged():
    wide = links_of([(1, 6)], codes=7)
    merged = links_of([(0, 2)]).merged(wide)
    assert merged.code_count == 7
    assert merged.totals.tolist() == [0, 0, 1, 0, 0, 0, 1]


@pytest.mark.parametrize("codes", [0, 1])
def test_links_of_nothing(codes):
    links = links_of([], rows=0, codes=codes)
    assert told(links) == []
    assert links.counts_in(np.array([], dtype=np.int32)).tolist() == [0] * codes
    assert links.row_starts.tolist() == [0]


def test_more_codes_than_fit_a_short_number_are_told_apart():
    links = links_of([(0, 65_536), (1, 0)], rows=2, codes=65_537)
    assert links.rows_of(0).tolist() == [1]
    assert links.rows_of(65_536).tolist() == [0]
