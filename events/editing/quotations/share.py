"""The share of an article that readers get word for word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from events.annotation.verbatim import Article
from events.editing.quotations.public_words import FORMER, Words, words_about
from events.models import Claim, Event, Evidence, State
from sources.models import Snapshot, Source

SIDE_BY_SIDE = 0.02
"""The part of an article that is kept for runs that arise on pages only, where names, dates and
statements stand side by side: up to 0.019 on the five articles (tests/events/quotations)."""


def share_limit() -> float:
    """Return the part of an article, from 0 to 1, that texts and quotations may give together."""
    return max(0.0, settings.QUOTATION_SHARE - SIDE_BY_SIDE)


def percent(part: float) -> str:
    """Return a part of a whole as a percentage with one decimal place."""
    return f"{part * 100:.1f} %"


@dataclass(frozen=True)
class Share:
    """What is given of an article, as numbers of the tokens of its current original.

    `quoted` holds the tokens of each quoted passage, `stated` those of our own words by the place
    where readers see them.
    """

    source: Source
    article: Article
    quoted: dict[Evidence, set[int]]
    stated: dict[str, set[int]]

    @property
    def total(self) -> int:
        """The number of tokens of the article."""
        return len(self.article.tokens)

    @property
    def own(self) -> set[int]:
        """The tokens that our own words give."""
        return set().union(*self.stated.values())

    @property
    def given(self) -> set[int]:
        """The tokens that readers get from anywhere."""
        return self.own.union(*self.quoted.values())

    @property
    def share(self) -> float:
        """The part of the article that readers get, from 0 to 1."""
        return len(self.given) / self.total if self.total else 0.0

    @property
    def is_within_budget(self) -> bool:
        """Whether that is at most what the budget leaves for it."""
        return self.share <= share_limit()

    def with_quoted(self, quoted: dict[Evidence, set[int]]) -> Share:
        """Return the share with other quotations."""
        return replace(self, quoted=quoted)

    def by_use(self) -> dict[str, float]:
        """Return the part of the article that each use gives, the largest first.

        Former texts count with what the present ones do not give.
        """
        uses = {_("quotations"): set().union(*self.quoted.values()), **self.stated}
        former = {str(use) for use in FORMER.values()}
        present = set().union(*(uses[use] for use in uses if use not in former))
        uses |= {use: uses[use] - present for use in uses if use in former}
        parts = {use: len(tokens) / self.total for use, tokens in uses.items() if tokens}
        return dict(sorted(parts.items(), key=lambda part: -part[1]))


def with_reposts(source: Source) -> list[Source]:
    """Return an article with its reposts; of a repost, its original with all reposts."""
    same = models.Q(pk=source.original.pk) | models.Q(repost_of=source.original.pk)
    return list(Source.objects.filter(same).order_by("pk"))


def share_of(
    source: Source, *, also: Event | Claim | None = None, words: Iterable[Words] | None = None
) -> Share | None:
    """Return what readers get of an article; None if there is no original of it.

    `also` counts as public: it is about to be. `words` are the texts that readers see besides
    quotations, by default those of records about the article.
    """
    text = source.snapshots.originals().current().values_list("pk", "text").first()
    if text is None:
        return None
    article, sources = Article.of(text[1]), with_reposts(source)
    quoted = {
        row: article.within(*row.quote_span)
        if row.snapshot_id == text[0]
        else article.given_by(row.quoted_words)
        for row in quoted_evidence(sources, also)
    }
    stated: dict[str, set[int]] = defaultdict(set)
    for use, word in words_about(sources, also) if words is None else words:
        if tokens := article.given_by(word):
            stated[use] |= tokens
    return Share(source, article, quoted, dict(stated))


def quoted_evidence(sources: Iterable[Source], also: Event | Claim | None = None) -> list[Evidence]:
    """Return the evidence of public records that is decided to be quoted from articles.

    Also while an article is not accepted, was taken down or its outlet allows no quotations: that
    may end, and the share must hold then.
    """
    is_public = models.Q(event__state=State.PUBLISHED) | models.Q(claim__state=State.PUBLISHED)
    if also is not None:
        is_public |= models.Q(event=also) if isinstance(also, Event) else models.Q(claim=also)
    rows = Evidence.objects.filter(
        is_public, quoted=True, snapshot__source__in=sources, snapshot__kind=Snapshot.Kind.ORIGINAL
    )
    return list(rows.with_sources().select_related("event", "claim__claimant").order_by("pk"))
