"""Rows that refer to a record, one for each column that can."""

from functools import partial
from itertools import count

from django.db import models

from events.models import (
    Claim,
    Claimant,
    ClaimEvent,
    ClaimPlatform,
    Event,
    EventPlatform,
    Evidence,
    Platform,
    PlatformAlias,
    PositionClaim,
    PositionEvent,
    Succession,
    Tag,
    Tagged,
)
from sources.models import Outlet, Snapshot, Source
from tests.factories import (
    ClaimantFactory,
    ClaimFactory,
    EventFactory,
    OutletFactory,
    PlatformFactory,
    PositionFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    snapshot_of,
)

NUMBERS = count()

MAKERS = {
    Event: partial(EventFactory),
    Claim: partial(ClaimFactory),
    Platform: partial(PlatformFactory, is_approved=False),
    Tag: partial(TagFactory, is_approved=False),
    Claimant: partial(ClaimantFactory, is_approved=False),
    Outlet: partial(OutletFactory, is_approved=False),
    Source: partial(SourceFactory, state="new"),
}
"""The kinds of records that can be merged, each with a factory of one that readers do not see."""


def refer(reference, record):
    """Return a new row that refers to a record through one column."""
    makers = {
        (Platform, "parent"): lambda: PlatformFactory(parent=record, is_approved=False),
        (PlatformAlias, "platform"): lambda: record.aliases.create(
            text=f"Spelling {next(NUMBERS)}"
        ),
        (Succession, "predecessor"): lambda: Succession.objects.create(
            predecessor=record, successor=PlatformFactory(), kind="renamed"
        ),
        (Succession, "successor"): lambda: Succession.objects.create(
            predecessor=PlatformFactory(), successor=record, kind="renamed"
        ),
        (EventPlatform, "platform"): lambda: EventPlatform.objects.create(
            event=EventFactory(), platform=record
        ),
        (EventPlatform, "event"): lambda: EventPlatform.objects.create(
            event=record, platform=PlatformFactory()
        ),
        (ClaimPlatform, "platform"): lambda: _link(
            ClaimPlatform, claim=ClaimFactory(), platform=record
        ),
        (ClaimPlatform, "claim"): lambda: _link(
            ClaimPlatform, claim=record, platform=PlatformFactory()
        ),
        (ClaimEvent, "claim"): lambda: _link(ClaimEvent, claim=record, event=EventFactory()),
        (ClaimEvent, "event"): lambda: _link(ClaimEvent, claim=ClaimFactory(), event=record),
        (PositionClaim, "claim"): lambda: _link(
            PositionClaim, position=PositionFactory(), claim=record
        ),
        (PositionEvent, "event"): lambda: _link(
            PositionEvent, position=PositionFactory(), event=record
        ),
        (Evidence, "event"): lambda: evidence_for(record),
        (Evidence, "claim"): lambda: evidence_for(record),
        (Claim, "claimant"): lambda: ClaimFactory(claimant=record),
        (Tag, "parent"): lambda: TagFactory(parent=record, is_approved=False),
        (Tagged, "tag"): lambda: Tagged.objects.create(tag=record, content_object=EventFactory()),
        (Source, "outlet"): lambda: SourceFactory(outlet=record, state="new"),
        (Source, "publisher"): lambda: SourceFactory(publisher=record, state="new"),
        (Source, "repost_of"): lambda: SourceFactory(repost_of=record, state="new"),
        (Snapshot, "source"): lambda: snapshot_of(record),
    }
    return makers[reference.model, reference.name]()


def _link(model: type[models.Model], **ends) -> models.Model:
    return model.objects.create(**ends)
