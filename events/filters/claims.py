"""The filter set of claims, for the list of claims and the API."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from events.filters.base import ListFilter
from events.filters.parameters import (
    ChoicesParameter,
    KeywordParameter,
    PlatformParameter,
    RowsParameter,
    SourceParameter,
    TagParameter,
)
from events.models import Claim, Claimant


class ClaimFilter(ListFilter):
    """Published claims by full text, kind, metric, claimant, platform, tag, rank and source.

    Values of one parameter are joined by OR, parameters by AND.
    """

    q = KeywordParameter()
    kind = ChoicesParameter(choices=Claim.Kind.choices, label=_("Kind"))
    metric = ChoicesParameter(choices=Claim.Metric.choices, label=_("Metric"))
    claimant = RowsParameter(Claimant.objects.approved().of_published(), label=_("Claimant"))
    platform = PlatformParameter()
    tag = TagParameter()
    rank = ChoicesParameter(choices=Claim.Rank.choices, label=_("Rank"))
    source = SourceParameter()

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, queryset=Claim.objects.published())
