"""Restore an earlier version of a record."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from events.editing.current_texts import follow_current_texts
from events.editing.history.recorded import content_at
from events.editing.permissions import requires
from events.editing.proposals.changes import Edit, changing, lock
from events.editing.proposals.content import content_of, write
from events.editing.proposals.merging import merge
from events.editing.proposals.missing import without_missing
from events.editing.proposals.records import RECORD_TYPES
from events.editing.proposals.review import Review
from events.models import Proposal
from sources.models.deadlocks import atomic_despite_deadlocks


def restoration(row: models.Model, moment: datetime) -> Review:
    """Return a record as it is, and as it would be with its content at an earlier moment.

    Raise ValidationError if the record did not exist then.
    """
    earlier = content_at(row, moment)
    if earlier is None:
        raise ValidationError(_("This record did not exist then."), code="not_yet")
    live = content_of(row)
    wanted, missing = without_missing(type(row), earlier)
    # Merged with itself: two tags of the version may have become one since.
    after = merge(RECORD_TYPES[type(row)], live, live, wanted).content
    proposal = Proposal(kind=Proposal.Kind.CHANGE, record=row)
    return Review(proposal, row, live, after, missing=tuple(missing))


@requires("change", "row")
@atomic_despite_deadlocks
def restore(*, row: models.Model, moment: datetime, seen: str, by: User) -> Edit:
    """Give a record the content that it had after all that was written until a moment.

    Fields, relations, evidence and tags come back; the state stays, and so do merged tags. For a
    public record the version is proposed. `seen` is that of the `restoration` that the user saw.
    Raise PermissionDenied unless `by` may change it. Raise ValidationError if the record was
    changed since, did not exist then, or a constraint forbids the version.
    """
    review = restoration(lock(row), moment)
    if review.seen != seen:
        raise ValidationError(
            _("“%(record)s” was changed meanwhile. Look at it again before you restore it."),
            params={"record": row},
            code="changed",
        )
    with changing(row, by=by, reason=_("restored")) as edit:
        write(row, review.after)
        follow_current_texts(row)
    return edit
