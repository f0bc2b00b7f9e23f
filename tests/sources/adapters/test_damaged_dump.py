"""A dump damaged as the filter damages pages, compared with the same dump undamaged."""

from __future__ import annotations

import pytest

from sources import repair
from sources.adapters import read
from tests.sources.written import read_sample


@pytest.fixture(scope="module")
def undamaged() -> str:
    return read_sample("dump_once").decode()


@pytest.fixture(scope="module")
def damaged(undamaged) -> str:
    return repair.damage(undamaged)


def test_damage_makes_the_dump_longer(undamaged, damaged):
    assert len(damaged) > len(undamaged) * 1.05


def test_damaged_dump_equals_the_undamaged_one(undamaged, damaged):
    draft, expected = read(damaged.encode()), read(undamaged.encode())
    assert draft.adapter == "damaged-dump"
    assert [b.text for b in draft.blocks] == [b.text for b in expected.blocks]
    assert draft.blocks == expected.blocks
    names = ("title", "language", "authors", "outlet", "publisher", "published")
    assert [getattr(draft, name) for name in names] == [getattr(expected, name) for name in names]


def test_damaged_dump_marks_dropped_words(undamaged):
    dropped = repair.damage(undamaged.replace("碼頭的租約", "朝著的租約"))
    draft = read(dropped.encode())
    (gap,) = [gap for gap in draft.gaps if "preposition" in gap.reason]
    assert draft.blocks[gap.block].text[gap.at :].startswith("的租約")


def test_damaged_dump_gap_found_by_the_summary(undamaged):
    line = "攤車要在年底以前搬離碼頭,這個消息是在上個月的月會上公布的,大多數攤主並不意外。"
    without = line.replace("在上個月的月會上", "在月會上")
    assert line in undamaged
    draft = read(repair.damage(undamaged.replace(line, without)).encode())
    assert [(gap.block, gap.at) for gap in draft.gaps] == [(0, without.index("月會"))]


def test_undamaged_dump_has_no_gaps(undamaged):
    assert read(undamaged.encode()).gaps == ()
