"""How many queries each page asks: `python -m bench.measuring.queries` prints them as JSON.

Run on the database of the environment; pages that are not there are left out.
"""

from __future__ import annotations

import json

from bench.measuring.filters import FILTERS, address
from bench.measuring.rows import Row
from bench.measuring.sites import ROOT, made, python

PATHS = (
    *("/en/", "/en/events/{event}/", "/en/platforms/", "/en/platforms/harbour/", "/en/failures/"),
    *("/en/claims/", "/en/claims/1/", "/en/disputes/", "/en/tags/", "/en/tags/region-africa/"),
    *("/en/sources/", "/en/sources/article-1/", "/api/v1/events/", "/api/v1/claims/"),
)


BASELINE = ROOT / "tests" / "query_counts.json"
# The names of that file.
NAMES = {
    "/en/events/…/": "event",
    "/en/platforms/harbour/": "platform",
    "/en/failures/": "failures",
    "/en/claims/1/": "claim",
}


def query_rows(sizes: list[int]) -> list[Row]:
    """For each page, whether it asks no more queries at the largest size than at the others.

    What is made up differs from size to size, and a list that is empty has nothing to fetch for its
    rows: so no more, either, than the committed baseline, whose pages have something of everything.
    One query more than there asks whether anything was written.
    """
    counts = [json.loads(python(made(size), "-m", "bench.measuring.queries")) for size in sizes]
    baseline = json.loads(BASELINE.read_text())
    rows = []
    for path in counts[0]:
        asked = [found.get(path, 0) for found in counts]
        most = max([*asked[:-1], baseline.get(NAMES.get(path), 0) + 1])
        numbers = " ".join(map(str, asked))
        rows.append(Row(f"queries of {path}", numbers, f"≤ {most}", asked[-1] <= most))
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
