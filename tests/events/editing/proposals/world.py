"""The people and records with which each sequence of edits begins."""

from __future__ import annotations

import itertools
from pathlib import Path

from events.editing.proposals.changes import propose_to_publish
from events.models import Claim, Event
from sources.intake.ingest import ingest
from sources.models import Source
from tests.events.editing.test_any_order import PAGES, QUOTED
from tests.factories import (
    ClaimantFactory,
    ClaimFactory,
    DisputeFactory,
    EventFactory,
    OutletFactory,
    PlatformFactory,
    PositionFactory,
    SourceFactory,
    TagFactory,
    UserFactory,
    evidence_for,
    published_claim,
    published_event,
    snapshot_of,
    user_in,
)

NEW_TEXTS = ("extended", "edited", "corrected", "full", "rewritten")


class World:
    """Two editors, two curators and a superuser; records of every kind, most of them public."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.numbers = folder, itertools.count()
        self.users = [user_in(role) for role in ("editor", "editor", "curator", "curator")]
        self.users.append(UserFactory(is_superuser=True))
        self.ingest("full")
        article = Source.objects.get()
        Source.objects.filter(pk=article.pk).update(state="accepted")
        text = article.snapshots.get()
        SourceFactory(state="new", outlet=None)
        snapshot_of(Source.objects.get(state="new"))
        platforms = PlatformFactory.create_batch(2)
        PlatformFactory(parent=platforms[0])
        tags = TagFactory.create_batch(3)
        ClaimantFactory()
        OutletFactory()
        event = published_event(platforms=platforms, tags=tags[:1])
        evidence_for(event, text, QUOTED[0])
        claim = published_claim(platforms=platforms[:1])
        evidence_for(claim, text, QUOTED[1])
        evidence_for(EventFactory(), text, QUOTED[2])
        ClaimFactory()  # without evidence
        evidence_for(EventFactory(), Source.objects.get(state="new").snapshots.get())
        published_event(platforms=platforms[1:], kind="shutdown", outcome="shut_down")
        PositionFactory(dispute=DisputeFactory()).claims.add(claim)
        waiting = [factory(is_approved=False) for factory in (PlatformFactory, TagFactory)]
        waiting.append(ClaimantFactory(is_approved=False))
        self.proposals = [propose_to_publish(row, by=self.users[0]) for row in waiting]
        Event.objects.all().index()
        Claim.objects.all().index()

    def ingest(self, name: str) -> None:
        """Take in a text of the article as a document."""
        path = self.folder / f"{next(self.numbers)}.html"
        path.write_bytes(PAGES[name])
        ingest([str(path)])
