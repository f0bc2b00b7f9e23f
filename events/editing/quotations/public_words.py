"""All words that readers see and that are not quotations: our own statements, names and summaries.

They count for the budget as well: a statement in Chinese may repeat an article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.editing.proposals.records import RECORD_TYPES
from events.models import (
    Claim,
    Claimant,
    Dispute,
    Event,
    EventPlatform,
    Evidence,
    Platform,
    Proposal,
    State,
)
from sources.models import Snapshot, Source
from sources.models.history import history_of

Words = tuple[str, str]
"""Where readers see a text, such as "event: summary in Chinese", and the text."""

_SEPARATE: tuple[type[models.Model], ...] = (Event, Claim, Source)
"""The records that have a state; all others are approved or not."""
_PARTS_ELSEWHERE = ("evidence", "tags", "precessions")
"""Parts of records that are not texts, or belong to another record as well."""


FORMER = {
    Event: gettext_lazy("former texts of events"),
    Claim: gettext_lazy("former texts of claims"),
}
"""The uses of texts that records do not have any more; their histories show them."""


def public_words() -> Iterator[Words]:
    """Yield every text of a public record, and the summaries of articles."""
    yield from _texts_of(Event.objects.published())
    yield from _texts_of(Claim.objects.published())
    yield from _texts_of(Source.objects.for_readers())
    for model in RECORD_TYPES:
        if not issubclass(model, _SEPARATE):
            yield from _texts_of(model._default_manager.filter(is_approved=True))
    yield from _former_texts(Event)
    yield from _former_texts(Claim)
    yield from _summaries(Source.objects.for_readers())
    for reason in Proposal.objects.filter(state=Proposal.State.APPROVED).values_list("reason"):
        yield _("reasons of changes"), reason[0]


def words_of_record(row: Event | Claim) -> list[str]:
    """Return the texts of one event or claim."""
    rows = type(row)._default_manager.filter(pk=row.pk)
    return [text for _use, text in _texts_of(rows)]


def words_about(sources: Iterable[Source], also: Event | Claim | None = None) -> Iterator[Words]:
    """Yield the texts of the public records that rest on articles, and of what they refer to.

    `also` counts as public. These are nearly all that can repeat an article; `public_words` reads
    the whole database.
    """
    keys = [source.pk for source in sources]
    # Keys instead of subqueries: right after many rows were written, the planner knows nothing of
    # them and joins them row by row.
    owners = Evidence.objects.filter(snapshot__source__in=keys).order_by()
    pairs = set(owners.values_list("event", "claim"))
    wanted = {Event: {event for event, _claim in pairs}, Claim: {claim for _event, claim in pairs}}
    own = {type(also): also.pk} if also is not None else {}
    events = _keys(Event.objects.published(), wanted[Event], own.get(Event))
    claims = _keys(Claim.objects.published(), wanted[Claim], own.get(Claim))
    yield from _texts_of(Event.objects.filter(pk__in=events))
    yield from _texts_of(Claim.objects.filter(pk__in=claims))
    yield from _texts_of(Source.objects.filter(pk__in=keys))
    subjects = EventPlatform.objects.filter(event__in=events).values_list("platform", flat=True)
    measured = Claim.objects.filter(pk__in=claims).values_list("platforms", flat=True)
    platforms = {*subjects, *measured}
    yield from _texts_of(Platform.objects.approved().filter(pk__in=platforms - {None}))
    speakers = Claim.objects.filter(pk__in=claims).values_list("claimant", flat=True)
    yield from _texts_of(Claimant.objects.approved().filter(pk__in=set(speakers)))
    holds = models.Q(positions__claims__in=claims) | models.Q(positions__events__in=events)
    disputes = set(Dispute.objects.approved().filter(holds).values_list("pk", flat=True))
    yield from _texts_of(Dispute.objects.filter(pk__in=disputes))
    yield from _former_texts(Event, events)
    yield from _former_texts(Claim, claims)
    yield from _summaries(Source.objects.filter(pk__in=keys))


def _keys(rows: models.QuerySet[Any], keys: set[Any], also: int | None) -> list[int]:
    """Return the keys of those of the rows that have one of these keys, and `also`."""
    found = set(rows.filter(pk__in=keys - {None}).values_list("pk", flat=True))
    return sorted(found | ({also} if also is not None else set()))


def _texts_of(rows: models.QuerySet[Any]) -> Iterator[Words]:
    """Yield the texts of records and of their parts."""
    yield from _texts_in(rows)
    for part in RECORD_TYPES[rows.model].parts:
        if part.name not in _PARTS_ELSEWHERE and any(map(_is_text, part.fields)):
            owned = {f"{part.owner}__in": list(rows.order_by().values_list("pk", flat=True))}
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


def _former_texts(model: type[Event | Claim], keys: list[int] | None = None) -> Iterator[Words]:
    """Yield the texts that public records had while they were public; their histories show them."""
    history = history_of(model).filter(state=State.PUBLISHED, pgh_obj__state=State.PUBLISHED)
    if keys is not None:
        history = history.filter(pgh_obj__in=keys)
    names = [field.name for field in model._meta.concrete_fields if _is_text(field)]
    use = str(FORMER[model])
    for values in history.order_by().values_list(*names).iterator():
        yield from ((use, text) for text in values if isinstance(text, str) and text)


def _summaries(sources: models.QuerySet[Source]) -> Iterator[Words]:
    digests = Snapshot.objects.digests().current().filter(source__in=sources)
    for text in digests.values_list("text", flat=True).iterator():
        yield _("summary of an article"), text
