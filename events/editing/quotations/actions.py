"""Decisions on what readers see of articles.

Each function is an action as in `events.editing.actions`.
"""

from __future__ import annotations

import pghistory
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.annotation.clauses import Span
from events.annotation.quotations import find_quotation
from events.annotation.verbatim import MAX_CHARACTERS, MAX_WORDS, is_short
from events.editing.permissions import requires
from events.editing.proposals.changes import Edit, changing, lock
from events.editing.support import PUBLISHING
from events.models import Evidence
from sources.models import Source


@requires("change", "evidence")
def choose_quotation(*, evidence: Evidence, by: User, quoted: bool, words: str = "") -> Edit:
    """Decide whether readers see words of a passage, and which; return the edit.

    Without `words` it is the whole passage. For a published record the decision is proposed. Raise
    PermissionDenied unless `by` may change evidence. Raise ValidationError if `words` are not a
    part of the passage, or are too long for one quotation.
    """
    span = span_of(evidence, words) if quoted else None
    with changing(evidence.owner, by=by, reason="choose quotation") as edit:
        set_choice(Evidence.objects.get(pk=evidence.pk), quoted, span)
    return edit


def span_of(evidence: Evidence, words: str) -> Span | None:
    """Return the place of words in a passage, in code points from its start; None for all of it.

    Raise ValidationError if they are not in it exactly once, or are too long for one quotation.
    """
    words = words.strip()
    if not is_short(words or evidence.quotation):
        message = _(
            "Readers see at most %(characters)d Chinese characters or %(words)d words at once. "
            "Enter the part that matters."
        )
        params = {"characters": MAX_CHARACTERS, "words": MAX_WORDS}
        raise ValidationError(message, params=params, code="too_long")
    if not words or words == evidence.quotation:
        return None
    spans = find_quotation(evidence.quotation, words).spans
    if not spans:
        raise ValidationError(_("These words are not in the passage."), code="not_found")
    if len(spans) > 1:
        raise ValidationError(
            _("These words occur several times in the passage. Enter more of it."), code="several"
        )
    return spans[0]


def set_choice(evidence: Evidence, quoted: bool, span: Span | None) -> None:
    """Save whether a passage is quoted; a part that is not quoted any more stays chosen."""
    evidence.quoted = quoted
    if quoted:
        evidence.quote_start, evidence.quote_end = span or (None, None)
    evidence.save(update_fields=["quoted", "quote_start", "quote_end"])


@requires("change", "source", *PUBLISHING)
def take_down(*, source: Source, by: User, reason: str) -> None:
    """Take an article and its reposts from readers at once: its words and our summary of it.

    The records that rest on it stay, in our own words. Raise PermissionDenied unless `by` may
    change articles and publish. Raise ValidationError without a reason, or if it is taken down
    already.
    """
    if not reason.strip():
        raise ValidationError(_("Give a reason."), code="no_reason")
    with transaction.atomic(), pghistory.context(user=by.pk, reason=reason):
        current = lock(source)
        if current.taken_down_at is not None:
            raise ValidationError(_("This article has already been taken down."), code="twice")
        source.taken_down_at, source.takedown_reason = timezone.now(), reason.strip()
        source.save(update_fields=["taken_down_at", "takedown_reason"])


@requires("change", "source", *PUBLISHING)
def end_takedown(*, source: Source, by: User, reason: str) -> None:
    """Show readers the quotations and the summary of an article again that was taken down.

    Raise PermissionDenied unless `by` may change articles and publish. Raise ValidationError
    without a reason, or if it is not taken down.
    """
    if not reason.strip():
        raise ValidationError(_("Give a reason."), code="no_reason")
    with transaction.atomic(), pghistory.context(user=by.pk, reason=reason):
        current = lock(source)
        if current.taken_down_at is None:
            raise ValidationError(_("This article is not taken down."), code="twice")
        source.taken_down_at, source.takedown_reason = None, ""
        source.save(update_fields=["taken_down_at", "takedown_reason"])
