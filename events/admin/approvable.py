"""Base of the admin pages of records without a state, which readers see once they are approved."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from events.admin.deletion import DraftDeletion
from events.admin.lookalikes import NamedForm
from events.admin.proposing import ProposingAdmin
from events.admin.support import RefusalGuard
from sources.admin.outlet import OutletAdmin
from sources.models import Outlet


class ApprovableAdmin(RefusalGuard, DraftDeletion, ProposingAdmin):
    """Admin page of a record without a state. A new one is used in drafts before its approval."""

    form = NamedForm
    actions = ["retract"]

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """Add whether readers see the row."""
        return [*super().get_list_display(request), "is_approved"]


@admin.register(Outlet)
class ReviewedOutletAdmin(ApprovableAdmin, OutletAdmin):
    """Admin page of outlets."""

    list_filter = ["is_approved"]
