"""The events of the database of the environment, as the rivals read them, as JSON on standard output.

`python -m bench.measuring.listing`: a list of [title, first day, last day], open ends as the first.
"""

from __future__ import annotations

import json
import sys


def main() -> None:
    import django

    django.setup()
    from events.models import Event

    rows = Event.objects.published().values_list("title_en", "sort_on", "latest")
    found = [[title, str(first), str(last or first)] for title, first, last in rows]
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
