"""All words that readers see and that are not quotations: our own statements, names and summaries.

They count for the budget as well: a statement in Chinese may repeat an article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from events.editing.proposals.records import RECORD_TYPES
from events.models import Claim, Claimant, Dispute, Event, EventPlatform, Platform, State
from sources.models import Snapshot, Source
from sources.models.history import history_of

Words = tuple[str, str]
"""Where readers see a text, such as "event: summary in Chinese", and the text."""

_SEPARATE: tuple[type[models.Model], ...] = (Event, Claim, Source)
"""The records that have a state; all others are approved or not."""
_PARTS_ELSEWHERE = ("evidence", "tags", "precessions")
"""Parts of records that are not texts, or belong to another record as well."""


def _former(model: type[models.Model]) -> str:
    return f"former {model._meta.verbose_name}"


FORMER = frozenset(map(_former, (Event, Claim)))
"""The uses of texts that records do not have any more."""


def public_words() -> Iterator[Words]:
    """Yield every text of a public record, and the summaries of articles."""
    yield from _texts_of(Event.objects.published())
    yield from _texts_of(Claim.objects.published())
    yield from _texts_of(Source.objects.for_readers())
    for model in RECORD_TYPES:
        if not issubclass(model, _SEPARATE):
            yield from _texts_of(model._default_manager.filter(is_approved=True))
    yield from _former_texts(Event.objects.published(), Claim.objects.published())
    yield from _summaries(Source.objects.for_readers())


def words_about(sources: Iterable[Source], also: Event | Claim | None = None) -> Iterator[Words]:
    """Yield the texts of the public records that rest on articles, and of what they refer to.

    `also` counts as public. These are nearly all that can repeat an article; `public_words` reads
    the whole database.
    """
    sources = list(sources)
    events = Event.objects.published().from_sources(sources)
    claims = Claim.objects.published().from_sources(sources)
    if isinstance(also, Event):
        events = Event.objects.filter(pk__in=[*events.values_list("pk", flat=True), also.pk])
    if isinstance(also, Claim):
        claims = Claim.objects.filter(pk__in=[*claims.values_list("pk", flat=True), also.pk])
    by_event, by_claim = events.order_by().values("pk"), claims.order_by().values("pk")
    yield from _texts_of(events)
    yield from _texts_of(claims)
    yield from _texts_of(Source.objects.filter(pk__in=[source.pk for source in sources]))
    about = models.Q(pk__in=EventPlatform.objects.filter(event__in=by_event).values("platform"))
    about |= models.Q(
        pk__in=Claim.platforms.through.objects.filter(claim__in=by_claim).values("platform")
    )
    yield from _texts_of(Platform.objects.approved().filter(about))
    yield from _texts_of(Claimant.objects.approved().filter(pk__in=claims.values("claimant")))
    holds = models.Q(positions__claims__in=by_claim) | models.Q(positions__events__in=by_event)
    disputes = Dispute.objects.approved().filter(holds).values("pk")
    yield from _texts_of(Dispute.objects.filter(pk__in=disputes))
    yield from _former_texts(events, claims)
    yield from _summaries(Source.objects.filter(pk__in=[source.pk for source in sources]))


def _texts_of(rows: models.QuerySet[Any]) -> Iterator[Words]:
    """Yield the texts of records and of their parts."""
    yield from _texts_in(rows)
    for part in RECORD_TYPES[rows.model].parts:
        if part.name not in _PARTS_ELSEWHERE:
            owned = {f"{part.owner}__in": rows.order_by().values("pk")}
            yield from _texts_in(part.model._base_manager.filter(**owned))


def _texts_in(rows: models.QuerySet[Any]) -> Iterator[Words]:
    fields = [field for field in rows.model._meta.concrete_fields if _is_text(field)]
    uses = [f"{rows.model._meta.verbose_name}: {field.verbose_name}" for field in fields]
    names = [field.name for field in fields]
    for values in rows.order_by().values_list(*names).iterator() if names else ():
        for use, value in zip(uses, values, strict=True):
            texts = value if isinstance(value, list) else [value]
            yield from ((use, text) for text in texts if text)


def _is_text(field: models.Field) -> bool:
    """Return whether a column is what somebody wrote, not a choice, a slug or derived."""
    if isinstance(field, models.SlugField) or field.choices or not field.editable:
        return False
    return isinstance(getattr(field, "base_field", field), models.CharField | models.TextField)


def _former_texts(*querysets: models.QuerySet[Any]) -> Iterator[Words]:
    """Yield the statements that records had while they were public; their histories show them."""
    for rows in querysets:
        history = history_of(rows.model).filter(
            pgh_obj__in=rows.order_by().values("pk"), state=State.PUBLISHED
        )
        fields = [field for field in rows.model._meta.concrete_fields if _is_text(field)]
        names = [field.name for field in fields]
        kind = _former(rows.model)
        for values in history.order_by().values_list(*names).distinct().iterator():
            yield from ((kind, text) for text in values if isinstance(text, str) and text)


def _summaries(sources: models.QuerySet[Source]) -> Iterator[Words]:
    digests = Snapshot.objects.digests().current().filter(source__in=sources)
    for text in digests.values_list("text", flat=True).iterator():
        yield "summary of an article", text
