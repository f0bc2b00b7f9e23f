"""One factory per model: each makes a minimal valid row, and every field can be set."""

from __future__ import annotations

import hashlib
from importlib import import_module

import factory
from django.apps import apps
from django.contrib.auth.models import Group, User
from factory.django import DjangoModelFactory

from events import models as events
from events.annotation.anchors import Anchor
from sources import models as sources
from sources.adapters.base import Block, Draft
from sources.intake.snapshots import store

TEXT = "Harbour closed in June 2019. Nobody used it.\n\nThe company said so itself."


class OutletFactory(DjangoModelFactory):
    class Meta:
        model = sources.Outlet

    is_approved = True
    slug = factory.Sequence(lambda n: f"outlet-{n}")
    name_en = factory.Sequence(lambda n: f"Outlet {n}")


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = sources.Source

    slug = factory.Sequence(lambda n: f"source-{n}")
    title = factory.Sequence(lambda n: f"Article {n}")
    language = "en"
    published = "2020-06-01"
    state = "accepted"
    outlet = factory.SubFactory(OutletFactory)


def snapshot_of(
    source: sources.Source, text: str = TEXT, kind: str = "original", data: bytes | None = None
) -> sources.Snapshot:
    """Store a snapshot of a source as ingest does; each paragraph of the text is a passage."""
    blocks = tuple(Block("paragraph", piece) for piece in text.split("\n\n"))
    draft = Draft("test", 1, "utf-8", source.title, source.language, blocks)
    return store(source, draft, data or text.encode(), kind)


def new_snapshot() -> sources.Snapshot:
    """Create a new article with TEXT: the rows of `snapshot_of`, without the sketch of the text.

    Nearly every test needs evidence, few need to find the article again by its text.
    """
    data = TEXT.encode()
    snapshot = sources.Snapshot.objects.create(
        source=SourceFactory(), kind="original", number=1, is_current=True, content=data,
        sha256=hashlib.sha256(data).hexdigest(), text=TEXT, adapter="test", adapter_version=1,
        text_sha256=sources.Snapshot.digest_of(TEXT), encoding="utf-8", gaps=[],
    )  # fmt: skip
    first, second = TEXT.split("\n\n")
    start = len(first) + 2
    sources.Passage.objects.bulk_create(
        sources.Passage(
            snapshot=snapshot, position=position, kind="paragraph", start=start,
            end=start + len(text), text=text,
        )
        for position, start, text in ((1, 0, first), (2, start, second))
    )  # fmt: skip
    return snapshot


class PlatformFactory(DjangoModelFactory):
    class Meta:
        model = events.Platform

    is_approved = True
    slug = factory.Sequence(lambda n: f"platform-{n}")
    name_en = factory.Sequence(lambda n: f"Platform {n}")
    kind = "product"


class ClaimantFactory(DjangoModelFactory):
    class Meta:
        model = events.Claimant

    is_approved = True
    slug = factory.Sequence(lambda n: f"claimant-{n}")
    name_en = factory.Sequence(lambda n: f"Claimant {n}")
    kind = "person"


class TagFactory(DjangoModelFactory):
    class Meta:
        model = events.Tag

    merged_into = None
    is_approved = factory.LazyAttribute(lambda tag: tag.merged_into is None)
    slug = factory.Sequence(lambda n: f"tag-{n}")
    name = factory.Sequence(lambda n: f"Tag {n}")
    facet = "cause"


class EventFactory(DjangoModelFactory):
    """A draft; `published_event` makes an event that readers see."""

    class Meta:
        model = events.Event

    slug = factory.Sequence(lambda n: f"event-{n}")
    title_en = factory.Sequence(lambda n: f"Event {n}")
    kind = "launch"
    when = "2019-06"


class ClaimFactory(DjangoModelFactory):
    """A draft; `published_claim` makes a claim that readers see."""

    class Meta:
        model = events.Claim

    key = factory.Sequence(lambda n: f"claim-{n}")
    statement_en = factory.Sequence(lambda n: f"Statement {n}")
    kind = "opinion"
    claimant = factory.SubFactory(ClaimantFactory)


class DisputeFactory(DjangoModelFactory):
    class Meta:
        model = events.Dispute

    is_approved = True
    slug = factory.Sequence(lambda n: f"dispute-{n}")
    question_en = factory.Sequence(lambda n: f"Question {n}?")


class PositionFactory(DjangoModelFactory):
    class Meta:
        model = events.Position

    dispute = factory.SubFactory(DisputeFactory)
    order = factory.Sequence(lambda n: n + 1)
    statement_en = "It is so."


def evidence_for(
    row: events.Event | events.Claim,
    snapshot: sources.Snapshot | None = None,
    words: str = "closed in June 2019",
    **fields: object,
) -> events.Evidence:
    """Create evidence for an event or claim: `words` in a snapshot, by default a new one."""
    from events.editing.reanchoring import anchored

    snapshot = snapshot or new_snapshot()
    start = snapshot.text.index(words)
    passage = snapshot.passages.get(start__lte=start, end__gte=start + len(words))
    anchor = Anchor.of(snapshot.text, start, start + len(words))
    owner = "event" if isinstance(row, events.Event) else "claim"
    values = {**anchored(anchor, passage), **fields}
    return events.Evidence.objects.create(**{owner: row}, snapshot=snapshot, **values)


def published_event(
    *,
    platforms: list | None = None,
    tags: list | None = None,
    snapshot: sources.Snapshot | None = None,
    **fields: object,
) -> events.Event:
    """Create an event that readers see: published, with evidence, and indexed for search."""
    event = EventFactory(**fields)
    for position, platform in enumerate(platforms or []):
        events.EventPlatform.objects.create(event=event, platform=platform, position=position)
    if tags:
        event.tags.add(*tags)
    evidence_for(event, snapshot)
    event.state = "published"
    event.save()
    events.Event.objects.filter(pk=event.pk).index()
    return event


def published_claim(
    *, platforms: list | None = None, snapshot: sources.Snapshot | None = None, **fields: object
) -> events.Claim:
    """Create a claim that readers see: published, with evidence, and indexed for search."""
    claim = ClaimFactory(**fields)
    if platforms:
        claim.platforms.set(platforms)
    evidence_for(claim, snapshot)
    claim.state = "published"
    claim.save()
    events.Claim.objects.filter(pk=claim.pk).index()
    return claim


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user-{n}")
    password = factory.django.Password("a long enough passphrase")


def restore_roles() -> None:
    """Create the roles as the migrations do; a test that flushes the database deletes them."""
    migrations = (
        ("sources", "0002_roles"),
        ("events", "0003_roles"),
        ("events", "0021_roles_propose"),
    )
    for label, name in migrations:
        config = apps.get_app_config(label)
        models_module = config.models_module
        migration = import_module(f"{label}.migrations.{name}")
        getattr(migration, "make", lambda *_: None)(apps, None)
        migration.grant(apps, None)
        config.models_module = models_module


def user_in(role: str) -> User:
    """Create a staff user in the group "editor" or "curator"."""
    if not Group.objects.filter(name=role).exists():
        restore_roles()
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user
