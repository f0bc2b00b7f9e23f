"""Actions on articles and their texts that may take support away from published records."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pghistory
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.editing.current_texts import evidence_text
from events.editing.permissions import requires
from events.editing.proposals.changes import lock
from events.editing.proposals.content import content_of
from events.editing.proposals.records import RECORD_TYPES
from events.editing.proposals.vocabulary import require_approved
from events.editing.quotations.budget import keep_within_budget
from events.editing.reanchoring import lost_support, on_new_snapshot, replace_text
from events.editing.support import (
    PUBLISHING,
    Annotated,
    dependants,
    evidence_of,
    require_no_dependants,
    require_right_to_set,
    retract_all,
)
from sources.identity.records import new_source
from sources.intake.snapshots import make_current, settle_not_current, store_aside
from sources.intake.stored import draft_of
from sources.models import Snapshot, Source
from sources.models.address_key import address_key


@requires("change", "source")
def set_source_state(
    *, source: Source, state: str, by: User, reason: str = "", retract: bool = False
) -> list[Annotated]:
    """Accept an article, reject it or return it to review; return the records it retracted.

    An article that published records rest on stays accepted, unless `retract` is true: then they
    are retracted in the same transaction, for the same reason. Raise PermissionDenied unless `by`
    may change articles, and, for an accepted article, may publish. Raise ValidationError if
    records rest on it and `retract` is false, if the reason is empty, if it is merged into another
    article, or if one with an outlet that is not approved would be accepted.
    """
    with transaction.atomic(), pghistory.context(user=by.pk, reason=reason or state):
        current = lock(source)
        rows = [] if state == Source.State.ACCEPTED else dependants(evidence_of([source]))
        if not retract:
            require_no_dependants(rows, by)
        require_right_to_set(current.state, state, by)
        if state == Source.State.ACCEPTED:
            require_approved(RECORD_TYPES[Source], content_of(source))
        retract_all(rows, reason, by)
        source.state = state
        source.save(update_fields=["state"])
        if state == Source.State.ACCEPTED:
            keep_within_budget([source])
    return rows


@requires("view", "snapshot", "sources.change_source", *PUBLISHING)
def make_snapshot_current(
    *, snapshot: Snapshot, by: User, reason: str, retract: bool = False
) -> list[Annotated]:
    """Make a stored text the current one of its article; return the records it retracted.

    Evidence moves to it, stays, or is flagged, as `reanchoring.preview` says. Raise
    PermissionDenied unless `by` may view texts, change articles and publish. Raise
    ValidationError without a reason, if the text is current already, or if published records
    would lose their last support and `retract` is false.
    """
    with pghistory.context(user=by.pk, reason=reason):
        return replace_text(snapshot=snapshot, by=by, reason=reason, retract=retract)


@requires("view", "snapshot", "sources.add_source", "sources.change_source", *PUBLISHING)
def separate_text(*, snapshot: Snapshot, by: User, reason: str) -> Source:
    """Make a stored text of one article an article of its own, and return it.

    For a document that was stored under another article, such as one whose page states a wrong
    address. The text stays in the list of the other article's texts. An address that belongs to
    that article is left out. Raise PermissionDenied unless `by` may view texts, create and change
    articles and publish. Raise ValidationError without a reason, or if the text is current, is a
    digest, or is an article of its own already.
    """
    if not reason.strip():
        raise ValidationError(_("Give a reason."), code="no_reason")
    with transaction.atomic(), pghistory.context(user=by.pk, reason=reason):
        former = Source.objects.select_for_update().get(pk=snapshot.source_id)
        _require_separable(Snapshot.objects.get(pk=snapshot.pk))
        draft = draft_of(snapshot)
        if address_key(draft.url) == former.address_key:
            draft = replace(draft, url="")
        source = new_source(draft)
        if former.is_taken_down:
            source.taken_down_at = former.original.taken_down_at or former.taken_down_at
            source.takedown_reason = former.original.takedown_reason or former.takedown_reason
            source.save(update_fields=["taken_down_at", "takedown_reason"])
        make_current(store_aside(source, draft, bytes(snapshot.content), snapshot.kind))
        settle_not_current(snapshot)
    return source


def _require_separable(snapshot: Snapshot) -> None:
    """Raise ValidationError unless the text can become an article of its own."""
    if snapshot.is_current:
        raise ValidationError(
            _("This text is current. Make another text of the article current first."),
            code="is_current",
        )
    if snapshot.kind != Snapshot.Kind.ORIGINAL:
        raise ValidationError(_("A digest belongs to its article."), code="digest")
    others = Snapshot.objects.originals().filter(sha256=snapshot.sha256)
    if other := others.exclude(source=snapshot.source_id).select_related("source").first():
        raise ValidationError(
            _("This text is an article of its own already: “%(title)s”."),
            code="separate",
            params={"title": other.source.title},
        )


@requires("change", "source")
def settle_doubts(*, source: Source, doubts: Collection[str], by: User) -> None:
    """Remove doubts from an article, because a person checked them.

    A later reading does not raise them again. Raise PermissionDenied unless `by` may change
    articles.
    """
    with transaction.atomic(), pghistory.context(user=by.pk, reason="doubts settled"):
        current = Source.objects.select_for_update().get(pk=source.pk)
        source.doubts = [doubt for doubt in current.doubts if doubt not in doubts]
        if source.doubts != current.doubts:
            source.save(update_fields=["doubts"])


@requires("view", "source", "events.change_evidence")
def reanchor(*, source: Source, by: User) -> None:
    """Anchor all evidence of an article again in its current original, else in its digest.

    Raise PermissionDenied unless `by` may view articles and change evidence, or if a published
    record would lose its last support; ValidationError in that case for a curator.
    """
    if (snapshot := evidence_text(source)) is None:
        return
    with transaction.atomic(), pghistory.context(user=by.pk, reason="re-anchor"):
        require_no_dependants(lost_support(snapshot), by)
        on_new_snapshot(snapshot)
