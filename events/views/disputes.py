"""The list of disputes, and the page of each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from events.citations import cited
from events.models import Dispute, Platform
from events.views.paging import page_by_id

DISPUTES_SHOWN, QUESTIONS_LISTED = 12, 80
PARAMETERS = {"state", "platform", "cursor"}


def disputes(request: HttpRequest) -> HttpResponse:
    """Every disagreement, its positions side by side; by state and by platform with its parts."""
    problems = [
        _("There is no filter called “%(name)s”.") % {"name": name}
        for name in sorted(set(request.GET) - PARAMETERS)
    ]
    state, rows = request.GET.get("state", ""), Dispute.objects.all()
    if state in Dispute.State.values:
        rows = rows.resolved() if state == Dispute.State.RESOLVED else rows.unresolved()
    elif state:
        problems.append(_("“%(value)s” is not known here.") % {"value": state})
    slug = request.GET.get("platform", "")
    if slug:
        platforms = Platform.objects.with_descendants([slug]).ids()
        rows = rows.about_platforms(platforms)
        if not platforms:
            problems.append(_("“%(value)s” is not known here.") % {"value": slug})
    page = page_by_id(
        request,
        rows.with_positions(),
        size=DISPUTES_SHOWN,
        newest_first=False,
        problems=problems,
    )
    context = {
        "disputes": page.rows,
        "count": rows.count(),
        "questions": rows.order_by("pk")[:QUESTIONS_LISTED],
        "problems": problems,
        "state": state,
        "platform": slug,
        "states": Dispute.State.choices,
        "platforms": Platform.objects.without_tree_fields().in_disputes(),
        **page.queries,
    }
    return render(request, "events/dispute_list.html", context)


def dispute(request: HttpRequest, slug: str) -> HttpResponse:
    """One disagreement: the question, the positions, why they cannot all hold, what settles it."""
    row = get_object_or_404(Dispute.objects.with_positions(), slug=slug)
    return render(
        request, "events/dispute_detail.html", {"dispute": row, "citation": cited(request, row)}
    )
