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
from events.editing.proposals.changes import Edit, changing, lock, open_change
from events.editing.proposals.content import PartContent, content_of, write
from events.editing.proposals.merging import merge
from events.editing.proposals.missing import without_missing
from events.editing.proposals.records import RECORD_TYPES, Part, is_public
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
    for part in RECORD_TYPES[type(row)].parts:
        rows = wanted["parts"].get(part.name, {})
        wanted["parts"][part.name] = _with_live_ids(part, rows, live["parts"][part.name])
    # Merged with itself: two tags of the version may have become one since.
    after = merge(RECORD_TYPES[type(row)], live, live, wanted).content
    proposal = Proposal(kind=Proposal.Kind.CHANGE, record=row)
    return Review(proposal, row, live, after, missing=tuple(missing))


def _with_live_ids(
    part: Part, wanted: dict[str, PartContent], live: dict[str, PartContent]
) -> dict[str, PartContent]:
    """Return the rows with the ids that they have now, if they were deleted and added again."""
    ids = {part.identity_of(row["fields"]): key for key, row in live.items() if key not in wanted}
    return {
        key if key in live else ids.get(part.identity_of(row["fields"]), key): row
        for key, row in wanted.items()
    }


def require_no_open_change(row: models.Model, by: User) -> None:
    """Raise ValidationError if a user has an open proposal to change a public record."""
    if is_public(row) and open_change(row, by) is not None:
        message = _("You have an open proposal about this record. Withdraw it, or edit it instead.")
        raise ValidationError(message, code="open")


@requires("change", "row")
@atomic_despite_deadlocks
def restore(*, row: models.Model, moment: datetime, seen: str, by: User) -> Edit:
    """Give a record the content that it had after all that was written until a moment.

    Fields, relations, evidence and tags come back; the state stays, and so do merged tags. For a
    public record the version is proposed. `seen` is that of the `restoration` that the user saw.
    Raise PermissionDenied unless `by` may change it. Raise ValidationError if the record was
    changed since, did not exist then, a constraint forbids the version, or the user has an open
    proposal about it, which the version would replace.
    """
    require_no_open_change(row, by)
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
