"""`python -m bench.measuring.queries`: print the number of queries of each page as JSON.

Works on the database of the environment. Pages that do not exist are omitted.
"""

from __future__ import annotations

import json

from bench.measuring.filters import FILTERS, address
from bench.measuring.rows import Row
from bench.measuring.sites import ROOT, database_of, python

PATHS = (
    *("/en/", "/en/events/{event}/", "/en/platforms/", "/en/platforms/harbour/", "/en/failures/"),
    *("/en/claims/", "/en/claims/1/", "/en/disputes/", "/en/tags/", "/en/tags/region-africa/"),
    *("/en/sources/", "/en/sources/article-1/", "/api/v1/events/", "/api/v1/claims/"),
)


BASELINE = ROOT / "tests" / "query_counts.json"
# The names of these pages in that file.
NAMES = {
    "/en/events/…/": "event",
    "/en/platforms/harbour/": "platform",
    "/en/failures/": "failures",
    "/en/claims/1/": "claim",
}


def query_rows(sizes: list[int]) -> list[Row]:
    """Check that no page needs more queries at the largest size than at the other sizes.

    The data differs from size to size, and an empty list needs no queries for its rows. So the limit
    is at least the committed baseline, whose pages have rows of every kind, plus one query that
    checks for changes.
    """
    counts = [
        json.loads(python(database_of(size), "-m", "bench.measuring.queries")) for size in sizes
    ]
    baseline = json.loads(BASELINE.read_text())
    rows = []
    for path in counts[0]:
        by_size = [count.get(path, 0) for count in counts]
        limit = max([*by_size[:-1], baseline.get(NAMES.get(path), 0) + 1])
        numbers = " ".join(map(str, by_size))
        rows.append(Row(f"queries of {path}", numbers, f"≤ {limit}", by_size[-1] <= limit))
    return rows


def main() -> None:
    """Print the counts to standard output."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from events.models import Event

    event = Event.objects.published().earliest("pk").slug
    paths = [path.format(event=event) for path in PATHS]
    paths += [address("/en/", parameters) for parameters in FILTERS.values() if parameters]
    client, counts = Client(SERVER_NAME="127.0.0.1", headers={"Cache-Control": "no-cache"}), {}
    for path in paths:
        # The first request fills caches of the process, such as content types; the second one counts.
        for _ in range(2):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                status = client.get(path).status_code
        if status == 200:
            counts[path.replace(event, "…")] = len(queries)
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
