"""Platforms, tags, claimants and spans for synthetic events, with life cycle and popularity."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date

from bench.synthetic import tree
from bench.synthetic.articles import articles
from bench.synthetic.chance import zipf
from events.models import Claimant, Platform, Tag


@dataclass(slots=True, eq=False)
class Subject:
    """A platform for events: its names, life cycle, and number of events so far.

    `rank` is its position in the database's order of English names.
    """

    row: Platform
    rank: int
    names: list[str]
    born: date
    closed: date | None
    count: int = 0


@dataclass
class World:
    """Saved rows to which events and claims refer, with pools to draw from.

    `spans` are COPY columns of evidence. `event_type` is the id of the events' content type.
    """

    subjects: list[Subject]
    tags: list[Tag]
    claimants: list[Claimant]
    spans: list[str]
    event_type: int
    subject_pool: list[Subject] = field(init=False)
    tag_pool: list[Tag] = field(init=False)

    def __post_init__(self) -> None:
        self.subject_pool = zipf(self.subjects, flat=8.0)
        self.tag_pool = zipf(self.tags)


def make(chance: random.Random, event_type: int) -> World:
    """Save platforms, tags, claimants and articles; give each platform a life cycle and weight.

    Names are ordered by the database, because search vectors use that order.
    """
    tree.platforms()
    tags, claimants = tree.tags(), tree.claimants()
    rows = Platform.objects.prefetch_related("aliases").order_by("name_en")
    subjects = [
        Subject(
            row,
            rank,
            [row.name_en, row.name_zh, *(alias.text for alias in row.aliases.all())],
            *tree.life(chance),
        )
        for rank, row in enumerate(rows)
    ]
    chance.shuffle(subjects)
    # Shuffle the tags: the order of their ids groups them by facet.
    tags = chance.sample(tags, len(tags))
    return World(subjects, tags, claimants, articles(chance), event_type)
