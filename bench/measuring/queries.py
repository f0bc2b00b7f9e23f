"""How many queries each page asks: `python -m bench.measuring.queries` prints them as JSON.

Run on the database of the environment; pages that are not there are left out.
"""

from __future__ import annotations

import json

from bench.measuring.filters import FILTERS, address
from bench.measuring.rows import Row
from bench.measuring.sites import made, python

PATHS = (
    *("/en/", "/en/events/{event}/", "/en/platforms/", "/en/platforms/harbour/", "/en/failures/"),
    *("/en/claims/", "/en/claims/1/", "/en/disputes/", "/en/tags/", "/en/tags/region-africa/"),
    *("/en/sources/", "/en/sources/article-1/", "/api/v1/events/", "/api/v1/claims/"),
)


def query_rows(sizes: list[int]) -> list[Row]:
    """For each page, whether it asks the same number of queries at every size.

    The smallest may ask fewer: a list that is empty there has nothing to fetch for its rows.
    """
    counts = [json.loads(python(made(size), "-m", "bench.measuring.queries")) for size in sizes]
    rows = []
    for path in counts[0]:
        asked = [found.get(path, 0) for found in counts]
        numbers = " ".join(map(str, asked))
        is_constant = len(set(asked[1:])) <= 1 and asked[0] <= asked[-1]
        rows.append(Row(f"queries of {path}", numbers, "constant", is_constant))
    return rows


def main() -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from events.models import Event

    event = Event.objects.published().earliest("pk").slug
    paths = [path.format(event=event) for path in PATHS]
    paths += [address("/en/", chosen) for chosen in FILTERS.values() if chosen]
    client, counts = Client(SERVER_NAME="127.0.0.1", headers={"Cache-Control": "no-cache"}), {}
    for path in paths:
        # Once to warm what the process keeps, as content types.
        for _ in range(2):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                status = client.get(path).status_code
        if status == 200:
            counts[path.replace(event, "…")] = len(asked)
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
