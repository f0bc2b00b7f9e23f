"""`python -m bench.measuring.listing`: print all published events as JSON for the rivals.

Works on the database of the environment. The list has [title, first day, last day] per event; an
event with an open end has its first day as the last one.
"""

from __future__ import annotations

import json
import sys


def main() -> None:
    """Print the JSON list to standard output."""
    import django

    django.setup()
    from events.models import Event

    rows = Event.objects.published().values_list("title_en", "sort_on", "latest")
    events = [[title, str(first), str(last or first)] for title, first, last in rows]
    json.dump(events, sys.stdout)


if __name__ == "__main__":
    main()
