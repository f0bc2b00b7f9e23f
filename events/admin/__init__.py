"""Admin pages for events, claims, evidence, disputes and the vocabulary."""

from events.admin import branding as site
from events.admin.approvable import ReviewedOutletAdmin
from events.admin.claim import ClaimAdmin
from events.admin.claimant import ClaimantAdmin
from events.admin.dispute import DisputeAdmin
from events.admin.event import EventAdmin
from events.admin.evidence import EvidenceAdmin
from events.admin.platform import PlatformAdmin
from events.admin.proposal import ProposalAdmin
from events.admin.snapshot import GuardedSnapshotAdmin
from events.admin.source import GuardedSourceAdmin
from events.admin.tag import TagAdmin
from events.admin.trash import TrashedRecordAdmin

__all__ = [
    "ClaimAdmin",
    "ClaimantAdmin",
    "DisputeAdmin",
    "EventAdmin",
    "EvidenceAdmin",
    "GuardedSnapshotAdmin",
    "GuardedSourceAdmin",
    "PlatformAdmin",
    "ProposalAdmin",
    "ReviewedOutletAdmin",
    "TagAdmin",
    "TrashedRecordAdmin",
    "site",
]
