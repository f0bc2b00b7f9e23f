"""The `reread` command."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sources.intake.reread import Rereading, outdated, reread
from sources.management.interruption import interruptible
from sources.models import Snapshot, Source

MAX_SHOWN = 60


class Command(BaseCommand):
    """Read the documents of articles again with the present adapters."""

    help = (
        "Read the stored documents of articles again with the present adapters. Reports the "
        "differences; --apply saves them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the articles to read, and whether to save."""
        parser.add_argument("slugs", nargs="*", metavar="ARTICLE", help="by default every article")
        parser.add_argument("--apply", action="store_true", help="save the differences")
        parser.add_argument(
            "--all", action="store_true", help="also documents that the present adapters read"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Report, or save, the differences; raise CommandError for an unknown article."""
        rows = Snapshot.objects.originals().current().select_related("source").order_by("pk")
        if slugs := options["slugs"]:
            known = set(Source.objects.filter(slug__in=slugs).values_list("slug", flat=True))
            if missing := sorted(set(slugs) - known):
                raise CommandError(f"There is no article {', '.join(missing)}.")
            rows = rows.filter(source__slug__in=slugs)
        chosen = rows if options["all"] or slugs else outdated(rows)
        self.is_applied, self.read, self.changed = options["apply"], 0, 0
        with interruptible(self.describe_progress):
            # Iterate over ids, so that only one document is in memory at a time.
            for pk in list(chosen.values_list("pk", flat=True)):
                if snapshot := rows.filter(pk=pk).first():
                    result = reread(snapshot, apply=self.is_applied)
                    self.read += 1
                    self.changed += result.changes_anything
                    self._report(result)
        self.stdout.write(self._totals())
        if self.changed and not self.is_applied:
            self.stdout.write("Nothing was saved. Run the command with --apply to save them.")

    def describe_progress(self) -> str:
        """Return what a run that is ended has done, and how to continue."""
        saved = "Their differences are saved" if self.is_applied else "Nothing was saved"
        return f"{self._totals()} {saved}. Run the same command again to read the rest."

    def _totals(self) -> str:
        return f"{self.read} documents read, {self.changed} with differences."

    def _report(self, result: Rereading) -> None:
        if not result.changes_anything:
            return
        self.stdout.write(result.snapshot.source.slug)
        if result.error:
            self.stdout.write(f"  cannot be read any more: {result.error}")
        for name, (old, new) in result.fields.items():
            self.stdout.write(f"  {name}: {old} → {new}")
        for sign, blocks in (("-", result.removed), ("+", result.added)):
            for text in blocks:
                ending = "…" if len(text) > MAX_SHOWN else ""
                self.stdout.write(f"  {sign} {text[:MAX_SHOWN]}{ending}")
        if result.has_new_text:
            reasons = " ".join(result.reasons)
            fate = f"is kept, but not current. {reasons}" if reasons else "becomes current."
            self.stdout.write(f"  The new text {fate}")
