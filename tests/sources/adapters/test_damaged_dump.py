"""Dumps damaged as the filter damages them, beside the same dumps left whole."""

from __future__ import annotations

import pytest

from sources import repair
from sources.adapters import read
from tests.sources.written import written


@pytest.fixture(scope="module")
def whole() -> str:
    return written("dump_once").decode()


@pytest.fixture(scope="module")
def damaged(whole) -> str:
    return repair.damage(whole)


def test_damage_is_there(whole, damaged):
    assert len(damaged) > len(whole) * 1.05


def test_damaged_dump_reads_as_the_whole_one(whole, damaged):
    draft, expected = read(damaged.encode()), read(whole.encode())
    assert draft.adapter == "damaged-dump"
    assert [b.text for b in draft.blocks] == [b.text for b in expected.blocks]
    assert draft.blocks == expected.blocks
    told = ("title", "language", "authors", "outlet", "publisher", "published")
    assert [getattr(draft, name) for name in told] == [getattr(expected, name) for name in told]


def test_damaged_dump_marks_dropped_words(whole):
    dropped = repair.damage(whole.replace("碼頭的租約", "朝著的租約"))
    draft = read(dropped.encode())
    (gap,) = [gap for gap in draft.gaps if "preposition" in gap.reason]
    assert draft.blocks[gap.block].text[gap.at :].startswith("的租約")


def test_damaged_dump_gap_told_by_the_summary(whole):
    line = "攤車要在年底以前搬離碼頭,這個消息是在上個月的月會上公布的,大多數攤主並不意外。"
    without = line.replace("在上個月的月會上", "在月會上")
    assert line in whole
    draft = read(repair.damage(whole.replace(line, without)).encode())
    assert [(gap.block, gap.at) for gap in draft.gaps] == [(0, without.index("月會"))]


def test_whole_dump_has_no_gaps(whole):
    assert read(whole.encode()).gaps == ()
