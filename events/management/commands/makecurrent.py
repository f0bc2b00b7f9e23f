"""`manage.py makecurrent`: make a stored text the current one of its article."""

from __future__ import annotations

from argparse import ArgumentParser

import pghistory
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from events.editing.reanchoring import lost_support, preview, replace_text
from events.editing.support import resting
from sources.models import Snapshot

MAX_QUOTATION = 60
"""Characters of a quotation in a line."""


class Command(BaseCommand):
    """Command that shows what a text does to the evidence of its article, and makes it current."""

    help = "Make a stored text of an article current, and show what becomes of its evidence."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Accept a snapshot, a reason, --dry-run and --retract."""
        parser.add_argument("snapshot", type=int, help="the id of the snapshot")
        parser.add_argument("--reason", default="", help="required; stored in the history")
        parser.add_argument("--dry-run", action="store_true", help="only show what would happen")
        parser.add_argument(
            "--retract",
            action="store_true",
            help="retract published records that lose their last support",
        )

    def handle(self, *args: object, **options: object) -> None:
        """Print the effect on each piece of evidence, and apply it.

        Raises CommandError for an unknown snapshot, without a reason, for a current snapshot, and
        without --retract if published records would lose their last support.
        """
        snapshot = Snapshot.objects.select_related("source").filter(pk=options["snapshot"]).first()
        if snapshot is None:
            raise CommandError(f"There is no snapshot {options['snapshot']}.")
        self.stdout.write(str(snapshot))
        for evidence, anchor, note in preview(snapshot):
            quotation = evidence.quotation[:MAX_QUOTATION].replace("\n", " ")
            end = f" ({note})" if note else ""
            self.stdout.write(f"{evidence.pk}: {evidence.anchor} -> {anchor}: {quotation}{end}")
        if lost := lost_support(snapshot):
            self.stdout.write(resting(len(lost)))
            for row in lost:
                self.stdout.write(f"  {row._meta.verbose_name} {row.pk}: {row}")
        if options["dry_run"]:
            return
        reason = options["reason"]
        try:
            with pghistory.context(reason=reason):
                retracted = replace_text(
                    snapshot=snapshot, by=None, reason=reason, retract=options["retract"]
                )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Current now. Records retracted: {len(retracted)}.")
