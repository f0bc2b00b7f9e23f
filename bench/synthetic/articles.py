"""Synthetic articles: outlets, sources, one digest per source, and its quotable spans."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from datetime import date

from bench.synthetic.chance import draw, zipf
from bench.synthetic.dates import LAST, day_between
from bench.synthetic.words import AUDIENCES, COMPANIES, MARKETS, MODIFIERS, NOUNS, TAILS
from events.annotation.anchors import Anchor
from sources.dates import PartialDate
from sources.models import Outlet, Passage, Snapshot, Source
from sources.models.title_key import title_key

SOURCES = 1000
PARAGRAPHS = 5


@dataclass(frozen=True)
class Article:
    """A source with the text of its digest, and its passages as (start, end) offsets."""

    source: Source
    text: str
    passages: tuple[tuple[int, int], ...]


def articles(chance: random.Random) -> list[str]:
    """Save 1,000 articles of 20 outlets; return their quotable spans for evidence.

    Each span is a COPY line with the columns from `snapshot_id` to `quoted`.
    """
    outlets = Outlet.objects.bulk_create(
        Outlet(
            slug=f"{english.lower()}-weekly",
            name_en=f"{english} Weekly",
            name_zh=f"{chinese}周刊",
            is_approved=True,
        )
        for chinese, english in COMPANIES
    )
    created = [new_article(chance, number, outlets) for number in range(SOURCES)]
    Source.objects.bulk_create(article.source for article in created)
    snapshots = Snapshot.objects.bulk_create(map(snapshot, created))
    Passage.objects.bulk_create(
        Passage(
            snapshot=row, position=position, kind="paragraph", start=start, end=end,
            text=article.text[start:end],
        )
        for row, article in zip(snapshots, created, strict=True)
        for position, (start, end) in enumerate(article.passages, 1)
    )  # fmt: skip
    return [
        line
        for row, article in zip(snapshots, created, strict=True)
        for line in quotable(row.pk, article)
    ]


def new_article(chance: random.Random, number: int, outlets: list[Outlet]) -> Article:
    """Return an unsaved source with the text of its digest."""
    blocks = [" ".join(sentence(chance) for _ in range(3)) for _ in range(PARAGRAPHS)]
    ends = [sum(map(len, blocks[: index + 1])) + 2 * index for index in range(PARAGRAPHS)]
    passages = tuple((end - len(block), end) for end, block in zip(ends, blocks, strict=True))
    chinese, english = draw(chance, NOUNS)
    title = f"{draw(chance, COMPANIES)[0]}的{chinese}之路（{number}）"
    published = PartialDate.from_date(day_between(chance, date(2010, 1, 1), LAST))
    source = Source(
        slug=f"article-{number}",
        title=title,
        title_en=f"The road to {english} ({number})",
        title_key=title_key(title),
        language="zh-Hans",
        authors=[f"示例作者{number % 50}"],
        outlet=draw(chance, outlets),
        url=f"https://example.org/articles/{number}",
        published=published.text,
        published_earliest=published.earliest,
        published_latest=published.latest,
        state=Source.State.ACCEPTED,
    )
    return Article(source, "\n\n".join(blocks), passages)


def sentence(chance: random.Random) -> str:
    """Return an English sentence, because digests are in English."""
    parts = [draw(chance, pool)[-1] for pool in (COMPANIES, MODIFIERS, _NOUNS, AUDIENCES)]
    subject, modifier, noun, audience = parts
    where, tail = draw(chance, MARKETS)[2], draw(chance, TAILS)[1]
    return f"In {where} {subject} offers {modifier} {noun} to {audience}, {tail}."


_NOUNS = zipf(NOUNS)


def snapshot(article: Article) -> Snapshot:
    """Return the unsaved digest snapshot of an article."""
    data = article.text.encode()
    digest = hashlib.sha256(data).hexdigest()
    return Snapshot(
        source=article.source, kind=Snapshot.Kind.DIGEST, number=1, content=data, sha256=digest,
        text=article.text, text_sha256=digest, adapter="digest", adapter_version=1, encoding="utf-8",
    )  # fmt: skip


def quotable(snapshot_id: int, article: Article) -> list[str]:
    """Return one COPY line per sentence and per paragraph of an article."""
    lines = []
    for block, (first, last) in enumerate(article.passages, 1):
        cuts = [i + 2 for i in range(first, last - 1) if article.text[i : i + 2] == ". "]
        spans = [*zip([first, *cuts], [*(cut - 1 for cut in cuts), last], strict=True)]
        for start, end in dict.fromkeys([*spans, (first, last)]):
            anchor = Anchor.of(article.text, start, end)
            fields = (
                snapshot_id, start, end, anchor.quotation, anchor.prefix, anchor.suffix,
                anchor.sha256, "supports", "exact", "", block, start - first, end - first,
                anchor.sha256, "f",
            )  # fmt: skip
            lines.append("\t".join(str(field).replace("\n", r"\n") for field in fields))
    return lines
