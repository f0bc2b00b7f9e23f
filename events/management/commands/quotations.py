"""`manage.py quotations`: how much of each article readers get word for word, and from where."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from events.editing.quotations.budget import keep_within_budget
from events.editing.quotations.proposing import propose_quotations
from events.editing.quotations.public_words import public_words
from events.editing.quotations.share import Share, share_limit, share_of
from sources.models import Source


class Command(BaseCommand):
    """Command that prints the share of each article, proposes quotations, or withholds them."""

    help = "Print how much of each article readers get word for word, and what uses it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Accept articles, --propose, --withhold and --json."""
        parser.add_argument("source", nargs="*", help="slugs of articles; all if none is given")
        parser.add_argument(
            "--propose",
            action="store_true",
            help="replace the quotations of these articles by those of the rule, within the budget",
        )
        parser.add_argument(
            "--withhold", action="store_true", help="withhold what is beyond the budget"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object per line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one article after the other, the largest share first.

        Raises CommandError for an unknown article, and if an article is beyond the budget.
        """
        sources = self._sources(options["source"])
        with transaction.atomic(), pghistory.context(reason="quotations"):
            for source in sources:
                if options["propose"]:
                    propose_quotations(source)
            if options["withhold"]:
                keep_within_budget(sources)
        # Once for all articles: it reads every public text.
        words = list(public_words())
        shares = [share for row in sources if (share := share_of(row, words=words)) is not None]
        for share in sorted(shares, key=lambda share: -share.share):
            self.stdout.write(_as_json(share) if options["json"] else _as_text(share))
        beyond = [share.source.slug for share in shares if not share.is_within_budget]
        if beyond:
            raise CommandError(
                f"Beyond the limit of {share_limit():.1%}: {', '.join(beyond)}. "
                "Run this with --withhold, or restate what repeats the article."
            )

    def _sources(self, slugs: list[str]) -> list[Source]:
        rows = Source.objects.for_readers().order_by("slug")
        if unknown := set(slugs) - set(rows.values_list("slug", flat=True)):
            raise CommandError(f"There is no such accepted article: {', '.join(sorted(unknown))}.")
        return list(rows.filter(slug__in=slugs) if slugs else rows)


def _as_text(share: Share) -> str:
    lines = [
        f"{share.source.slug}: {share.share:.1%} of {share.total} tokens "
        f"(limit {share_limit():.1%}), {len(share.quoted)} quotations"
    ]
    lines += [f"  {part:6.1%}  {use}" for use, part in share.by_use().items()]
    return "\n".join(lines)


def _as_json(share: Share) -> str:
    return json.dumps(
        {
            "source": share.source.slug,
            "share": round(share.share, 4),
            "limit": round(share_limit(), 4),
            "tokens": share.total,
            "quotations": len(share.quoted),
            "uses": {use: round(part, 4) for use, part in share.by_use().items()},
        },
        ensure_ascii=False,
    )
