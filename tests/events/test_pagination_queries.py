"""Queries of pages of lists: one each, which starts at the cursor."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.events.paged_lists import LISTS, filled


def page_sql(listed, text):
    with CaptureQueriesContext(connection) as queries:
        listed.page(text)
    [query] = queries
    return query["sql"]


@pytest.mark.parametrize(
    "listed",
    [listed for listed in LISTS.values() if not listed.is_indexed],
    ids=[name for name, listed in LISTS.items() if not listed.is_indexed],
)
@pytest.mark.django_db
def test_page_is_one_query_that_neither_counts_nor_skips_rows(listed):
    filled(listed, 5)
    for text in ("", listed.page().next):
        sql = page_sql(listed, text)
        assert sql.endswith("LIMIT 4")
        assert "OFFSET" not in sql
        assert "COUNT(" not in sql


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "condition"),
    [
        ("events newest", "(sort_on <= "),
        ("events oldest", "(sort_on >= "),
        ("claims", "(id < "),
        ("disputes", "(id > "),
        ("feed", "(updated_at <= "),
        ("corrections", "(decided_at <= "),
    ],
)
@pytest.mark.django_db
def test_index_scan_starts_at_the_cursor(name, condition):
    listed = LISTS[name]
    filled(listed, 5)
    sql = page_sql(listed, listed.page().next)
    with connection.cursor() as cursor:
        # A few rows are read faster without an index.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off;"
                       "SET LOCAL enable_sort = off")  # fmt: skip
        cursor.execute(f"EXPLAIN {sql}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert f"Index Cond: {condition}" in plan or f"AND {condition}" in plan, plan
