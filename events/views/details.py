"""Pages of one thing each: an event, a platform, a claim, a tag, an article."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from sources.models import Snapshot, Source

from events.charts.axis import Axis
from events.lives import life_of
from events.markup import distinct_passages, marked_blocks
from events.models import Claim, Dispute, Event, Evidence, Platform, Tag
from events.text_runs import text_runs


def event(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened, when and how that is known, who took part, and every passage that says so."""
    row = get_object_or_404(Event.objects.visible_to(request.user).for_listing(), slug=slug)
    platforms = [item.platform for item in row.event_platforms.all()]
    neighbours = Event.objects.published().filter(platforms__in=platforms).exclude(pk=row.pk)
    neighbours = neighbours.distinct()
    context = {
        "event": row,
        "tags": row.tags.all(),
        "evidence": distinct_passages(row.evidence.visible_to(request.user).with_sources()),
        "claims": row.claims.visible_to(request.user).for_listing(),
        "disputes": Dispute.objects.for_event(row).prefetch_related("positions"),
        "before": neighbours.filter(
            Q(sort_on__lt=row.sort_on) | Q(sort_on=row.sort_on, pk__lt=row.pk)
        ).order_by("-sort_on", "-pk")[:3],
        "after": neighbours.filter(
            Q(sort_on__gt=row.sort_on) | Q(sort_on=row.sort_on, pk__gt=row.pk)
        ).order_by("sort_on", "latest", "pk")[:3],
    }
    return render(request, "events/event_detail.html", context)


def platform(request: HttpRequest, slug: str) -> HttpResponse:
    """A biography: what it is, its life, its parts, its events and what is claimed about it."""
    rows = Platform.objects.without_tree_fields().select_related("parent")
    row = get_object_or_404(rows.prefetch_related("aliases"), slug=slug)
    own = list(
        Event.objects.published().filter(platforms=row).for_listing().order_by("sort_on", "pk")
    )
    subject = [
        item
        for item in own
        if any(
            link.platform_id == row.pk and link.role == "subject"
            for link in item.event_platforms.all()
        )
    ]
    claims = Claim.objects.published().filter(platforms=row).for_listing()
    life = life_of(subject)
    context = {
        "platform": row,
        "ancestors": row.ancestors() if row.parent_id else [],
        "parts": Platform.objects.without_tree_fields().filter(parent=row),
        "successions": row.successions.select_related("successor"),
        "precessions": row.precessions.select_related("predecessor"),
        "events": own,
        "life": life,
        "axis": Axis.over([life], (item.sort_on for item in own)),
        "claims": sorted(claims, key=lambda item: (not item.metric, item.metric, item.pk)),
    }
    return render(request, "events/platform_detail.html", context)


def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """One assertion: who makes it, when, its figures, and what supports and disputes it."""
    row = get_object_or_404(Claim.objects.visible_to(request.user).for_listing(), pk=pk)
    context = {
        "claim": row,
        "tags": row.tags.all(),
        "events": row.events.published().for_listing(),
        "evidence": distinct_passages(row.evidence.visible_to(request.user).with_sources()),
        "disputes": Dispute.objects.for_claim(row).prefetch_related("positions"),
    }
    return render(request, "events/claim_detail.html", context)


def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """A term of the vocabulary, with the events and claims that carry it."""
    row = get_object_or_404(Tag.objects.select_related("merged_into", "parent"), slug=slug)
    if row.merged_into:
        return redirect(row.merged_into, permanent=False)
    context = {
        "tag": row,
        "narrower": row.children.live(),
        "events": Event.objects.published().tagged([row]).for_listing(),
        "claims": Claim.objects.published()
        .filter(
            pk__in=row.items.filter(content_type=ContentType.objects.get_for_model(Claim)).values(
                "object_id"
            )
        )
        .for_listing(),
    }
    return render(request, "events/tag_detail.html", context)


def source(request: HttpRequest, slug: str) -> HttpResponse:
    """An article: what the library card says, and its text with every annotated passage marked.

    Readers see our digest; the original's full text is its publisher's and for editors alone.
    """
    rows = Source.objects.with_outlets().select_related("repost_of")
    row = get_object_or_404(rows, slug=slug)
    sees_original = request.user.has_perm("sources.view_original")
    if row.state != Source.State.ACCEPTED and not sees_original:
        row = get_object_or_404(Source.objects.for_readers(), slug=slug)
    snapshots = {snapshot.kind: snapshot for snapshot in row.snapshots.current()}
    original = snapshots.get(Snapshot.Kind.ORIGINAL) if sees_original else None
    wants_digest = request.GET.get("text") == "digest"
    digest = snapshots.get(Snapshot.Kind.DIGEST)
    shown = digest if digest and (wants_digest or not original) else original
    evidence = Evidence.objects.for_source(row).select_related(
        "event", "claim", "snapshot__source__outlet"
    )
    evidence = evidence.defer("snapshot__content", "snapshot__text")
    if not request.user.has_perm("events.change_evidence"):
        evidence = evidence.of_published()
    evidence = list(evidence.order_by("block", "block_start", "pk"))
    blocks = marked_blocks(shown, list(shown.passages.all()), evidence) if shown else []
    shows_original = shown is not None and shown.kind == Snapshot.Kind.ORIGINAL
    context = {
        "source": row,
        "runs": text_runs(blocks),
        "text_language": row.language if shows_original else "en",
        "evidence": evidence,
        "has_original": original is not None,
        "has_digest": digest is not None,
        "shows_original": shows_original,
    }
    return render(request, "sources/source_detail.html", context)
