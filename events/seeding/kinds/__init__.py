"""The kinds of seed record, in the order in which they can be loaded."""

from events.seeding.kinds.articles import Articles
from events.seeding.kinds.base import Kind
from events.seeding.kinds.claims import Claims
from events.seeding.kinds.disputes import Disputes
from events.seeding.kinds.events import Events
from events.seeding.kinds.vocabulary import Claimants, Outlets, Platforms, Tags

KINDS: tuple[Kind, ...] = (
    Outlets(),
    Tags(),
    Claimants(),
    Platforms(),
    Articles(),
    Events(),
    Claims(),
    Disputes(),
)

__all__ = ["KINDS", "Kind"]
