"""Models of events, claims, platforms, tags, disputes and their evidence."""

from events.models.claim import Claim, ClaimEvent, ClaimPlatform
from events.models.claimant import Claimant
from events.models.dispute import Dispute, Position, PositionClaim, PositionEvent
from events.models.event import Event
from events.models.event_platform import EventPlatform
from events.models.evidence import Evidence
from events.models.index_change import IndexChange
from events.models.platform import Platform, PlatformAlias, Succession
from events.models.platform_life import PlatformLife
from events.models.proposal import Proposal
from events.models.publishable import Publishable, State
from events.models.seed_record import SeedRecord
from events.models.support import SupportingSource
from events.models.tag import Tag, Tagged
from events.models.trashed import TrashedRecord

__all__ = [
    "Claim",
    "ClaimEvent",
    "ClaimPlatform",
    "Claimant",
    "Dispute",
    "Event",
    "EventPlatform",
    "Evidence",
    "IndexChange",
    "Platform",
    "PlatformAlias",
    "PlatformLife",
    "Position",
    "PositionClaim",
    "PositionEvent",
    "Proposal",
    "Publishable",
    "SeedRecord",
    "State",
    "Succession",
    "SupportingSource",
    "Tag",
    "Tagged",
    "TrashedRecord",
]
