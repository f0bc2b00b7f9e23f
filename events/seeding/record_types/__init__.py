"""Types of seed records, in the order in which they are loaded."""

from events.seeding.record_types.articles import Articles
from events.seeding.record_types.base import RecordType
from events.seeding.record_types.claims import Claims
from events.seeding.record_types.disputes import Disputes
from events.seeding.record_types.events import Events
from events.seeding.record_types.vocabulary import Claimants, Outlets, Platforms, Tags

RECORD_TYPES: tuple[RecordType, ...] = (
    Outlets(),
    Tags(),
    Claimants(),
    Platforms(),
    Articles(),
    Events(),
    Claims(),
    Disputes(),
)

__all__ = ["RECORD_TYPES", "RecordType"]
