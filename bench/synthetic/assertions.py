"""Synthetic claims as COPY lines, and the disputes about some of them."""

from __future__ import annotations

import random
from collections.abc import Iterable

from bench.synthetic import words
from bench.synthetic.chance import draw, pool, zipf
from bench.synthetic.dates import FIRST, LAST, day_between
from bench.synthetic.tables import MOMENT, Columns
from bench.synthetic.vectors import fragment, place, place_all
from bench.synthetic.world import Subject, World
from events.models import Dispute, Position

NOUNS = zipf(words.NOUNS)
KINDS = pool({"opinion": 35, "cause": 25, "fact": 25, "comparison": 10, "definition": 5})
# Metric, unit, currency, smallest and largest power of ten, Chinese and English words.
FIGURES = (
    ("users_monthly", "people", "", 5, 9, "月活用户", "monthly users"),
    ("revenue", "money", "USD", 6, 10, "收入美元", "dollars of revenue"),
    ("revenue_commerce", "money", "CNY", 6, 11, "交易额人民币", "yuan of sales"),
    ("merchants", "merchants", "", 2, 6, "入驻商户", "merchants"),
    ("market_share", "percent", "", 0, 2, "市场份额百分之", "per cent of the market"),
    ("downloads", "items", "", 4, 8, "下载量", "downloads"),
)
MAX_DISPUTES = 500


def claims(chance: random.Random, world: World, numbers: Iterable[int], events: int) -> Columns:
    """Return the COPY lines of the claims with these ids, about events with ids up to `events`."""
    lines = Columns()
    for number in numbers:
        claim(chance, world, number, events, lines)
    return lines


def claim(chance: random.Random, world: World, number: int, events: int, lines: Columns) -> None:
    """Add one claim to the lines, with its platform, event and evidence."""
    subject, claimant = draw(chance, world.subject_pool), draw(chance, world.claimants)
    kind, figure, chinese, english = statement(chance, subject)
    out: list[str] = []
    base = place(out, 0, map(fragment, english), "A")
    base = place(out, base, map(fragment, chinese), "A")
    for name in (claimant.name_en, claimant.name_zh):
        base = place(out, base, (fragment(name),), "B")
    place_all(out, base, subject.names, "C")
    asserted = day_between(chance, FIRST, LAST)
    lines["events_claim"].append(
        f"{number}\tpublished\t1\t{MOMENT}\t{MOMENT}\t{' '.join(out)}\tclaim-{number}\t"
        f"{' '.join(english)}.\t{''.join(chinese)}。\t{kind}\t{claimant.pk}\t{figure}\t"
        f"{asserted.year}\t{asserted.isoformat()}\tnormal\t"
    )
    lines["events_claim_platforms"].append(f"{number}\t{subject.row.pk}")
    if chance.random() < 0.7:
        lines["events_claim_events"].append(f"{number}\t{1 + int(chance.random() * events)}")
    lines["events_evidence"].append(f"\\N\t{number}\t{draw(chance, world.spans)}")


def statement(chance: random.Random, subject: Subject) -> tuple[str, str, list[str], list[str]]:
    """Return the kind, the columns `metric` to `currency`, and the Chinese and English fragments."""
    english, chinese = subject.names[:2]
    if chance.random() < 0.5:
        metric, unit, currency, low, high, words_zh, words_en = draw(chance, FIGURES)
        value = int(10 ** (low + chance.random() * (high - low)))
        kind = "forecast" if chance.random() < 0.2 else "statistic"
        figure = f"{metric}\t{value}\t\\N\t{unit}\t{currency}"
        return (
            kind,
            figure,
            [chinese, "有", words_zh, str(value)],
            [english, "has", str(value), words_en],
        )
    noun_zh, noun_en = draw(chance, NOUNS)
    kind = draw(chance, KINDS)
    return (
        kind,
        "\t\\N\t\\N\t\t",
        [chinese, "的", noun_zh, "决定成败"],
        ["The", noun_en, "of", english, "decided its fate"],
    )


def disputes(chance: random.Random, *, claims: int, events: int) -> None:
    """Save one dispute per 1,000 events, at least 1 and at most 500, with two positions each."""
    count = min(max(events // 1000, 1), MAX_DISPUTES, claims // 2)
    created = Dispute.objects.bulk_create(dispute(number) for number in range(count))
    positions = Position.objects.bulk_create(
        Position(dispute=row, order=order, statement_en=text, statement_zh=chinese)
        for row in created
        for order, (text, chinese) in enumerate(
            (("It grew.", "增长了。"), ("It shrank.", "萎缩了。")), 1
        )
    )
    claim_ids = chance.sample(range(1, claims + 1), len(positions))
    Position.claims.through.objects.bulk_create(
        Position.claims.through(position=position, claim_id=claim_id)
        for position, claim_id in zip(positions, claim_ids, strict=True)
    )
    Position.events.through.objects.bulk_create(
        Position.events.through(position=position, event_id=1 + int(chance.random() * events))
        for position in positions
        if chance.random() < 0.6
    )


def dispute(number: int) -> Dispute:
    """Return an unsaved dispute; every third one is resolved."""
    is_resolved = number % 3 == 2
    return Dispute(
        slug=f"dispute-{number}",
        question_en=f"Did sales grow in case {number}?",
        question_zh=f"第{number}例的销售额增长了吗？",
        why_en="Sales cannot have grown and shrunk in the same year.",
        state=Dispute.State.RESOLVED if is_resolved else Dispute.State.OPEN,
        resolution_en="The annual report settles it." if is_resolved else "",
        is_approved=True,
    )
