"""`manage.py prunechanges`: delete the change notes that no process reads any more."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from events.models import IndexChange


class Command(BaseCommand):
    """Command that deletes expired change notes; to be run daily."""

    help = "Delete change notes older than two days. Run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete the notes and print their number."""
        count, _ = IndexChange.objects.expired().delete()
        if options["verbosity"]:
            self.stdout.write(f"Deleted {count} change notes.")
