"""Actions on articles and their texts that may take support away from published records."""

from __future__ import annotations

import pghistory
from django.contrib.auth.models import User
from django.db import transaction

from events.editing.permissions import requires
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
from sources.models import Snapshot, Source


@requires("change", "source")
def set_source_state(
    *, source: Source, state: str, by: User, reason: str = "", retract: bool = False
) -> list[Annotated]:
    """Accept an article, reject it or return it to review; return the records it retracted.

    An article that published records rest on stays accepted, unless `retract` is true: then they
    are retracted in the same transaction, for the same reason. Raise PermissionDenied unless `by`
    may change articles, and, for an accepted article, may publish. Raise ValidationError if
    records rest on it and `retract` is false, or the reason is empty.
    """
    with transaction.atomic(), pghistory.context(user=by.pk, reason=reason or state):
        current = Source.objects.select_for_update().only("state").get(pk=source.pk)
        rows = [] if state == Source.State.ACCEPTED else dependants(evidence_of([source]))
        if not retract:
            require_no_dependants(rows, by)
        require_right_to_set(current.state, state, by)
        retract_all(rows, reason)
        source.state = state
        source.save(update_fields=["state"])
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
        return replace_text(snapshot=snapshot, reason=reason, retract=retract)


@requires("view", "source", "events.change_evidence")
def reanchor(*, source: Source, by: User) -> None:
    """Anchor all evidence of an article again in its current original, else in its digest.

    Raise PermissionDenied unless `by` may view articles and change evidence, or if a published
    record would lose its last support; ValidationError in that case for a curator.
    """
    current = {snapshot.kind: snapshot for snapshot in source.snapshots.current()}
    snapshot = current.get(Snapshot.Kind.ORIGINAL) or current.get(Snapshot.Kind.DIGEST)
    if snapshot is None:
        return
    with transaction.atomic(), pghistory.context(user=by.pk, reason="re-anchor"):
        require_no_dependants(lost_support(snapshot), by)
        on_new_snapshot(snapshot)
