"""Synthetic platforms, tags and claimants, to which events and claims refer."""

from __future__ import annotations

import random
from datetime import date

from django.utils.text import slugify

from bench.synthetic.dates import DAYS, FIRST, LAST, day_between
from bench.synthetic.words import BRANCHES, COMPANIES, TAGS, TWIGS
from events.fulltext import fold
from events.models import Claimant, Platform, PlatformAlias, Tag

PLATFORMS = 400
CLAIMANTS = 200
SURNAMES = (
    ("陈", "Chen"), ("林", "Lin"), ("王", "Wang"), ("赵", "Zhao"), ("周", "Zhou"),
    ("哈珀", "Harper"), ("洛", "Lowe"), ("沙阿", "Shah"), ("席尔瓦", "Silva"), ("森", "Mori"),
)  # fmt: skip
FORENAMES = (
    ("安", "An"), ("明", "Ming"), ("丽", "Li"), ("文", "Wen"), ("海", "Hai"), ("艾达", "Ada"),
    ("本", "Ben"), ("克拉拉", "Clara"), ("丹", "Dan"), ("伊娃", "Eva"), ("菲恩", "Finn"),
    ("格蕾丝", "Grace"), ("雨果", "Hugo"), ("伊莎", "Isa"), ("乔纳", "Jonah"), ("凯", "Kai"),
    ("莉娜", "Lena"), ("米洛", "Milo"), ("诺拉", "Nora"), ("奥托", "Otto"),
)  # fmt: skip


def platforms() -> list[Platform]:
    """Save 400 platforms: 20 companies, nine platforms each, and products below those."""
    levels = [[new_platform(company, kind="company") for company in COMPANIES]]
    for names, kind in ((BRANCHES, "platform"), (TWIGS, "product")):
        below = [
            new_platform(name, kind=kind, parent=parent) for parent in levels[-1] for name in names
        ]
        levels.append(below[: PLATFORMS - sum(map(len, levels))])
    for level in levels:
        Platform.objects.bulk_create(level)
    created = [platform for level in levels for platform in level]
    PlatformAlias.objects.bulk_create(alias for platform in created for alias in aliases(platform))
    return created


def new_platform(name: tuple[str, str], *, kind: str, parent: Platform | None = None) -> Platform:
    """Return an unsaved platform; a child's name begins with that of its parent."""
    chinese, english = name
    if parent:
        chinese, english = parent.name_zh + chinese, f"{parent.name_en} {english}"
    return Platform(
        slug=slugify(english),
        kind=kind,
        name_en=english,
        name_zh=chinese,
        summary_en=f"{english} is made up, for measurements.",
        summary_zh=f"{chinese}是为测量而编造的。",
        parent=parent,
        is_approved=True,
    )


def aliases(platform: Platform) -> list[PlatformAlias]:
    """Return unsaved aliases: the English name without spaces, the Chinese name with 网 added."""
    texts = {platform.name_en.replace(" ", ""), f"{platform.name_zh}网"} - {platform.name_en}
    return [PlatformAlias(platform=platform, text=text, key=fold(text)) for text in sorted(texts)]


def tags() -> list[Tag]:
    """Save the 50 tags of the four facets."""
    return Tag.objects.bulk_create(
        Tag(
            slug=f"{facet}-{english}",
            name=f"{english.replace('-', ' ')} ({facet})",
            name_zh=chinese,
            facet=facet,
            aliases=[f"{chinese}问题"] if number % 3 == 0 else [],
            is_approved=True,
        )
        for facet, names in TAGS.items()
        for number, (chinese, english) in enumerate(names)
    )


def claimants() -> list[Claimant]:
    """Save 200 people as claimants."""
    names = [(last, first) for last in SURNAMES for first in FORENAMES][:CLAIMANTS]
    return Claimant.objects.bulk_create(
        Claimant(
            slug=slugify(f"{first[1]} {last[1]}"),
            kind="person",
            name_en=f"{first[1]} {last[1]}",
            name_zh=last[0] + first[0],
            affiliation_en=f"{COMPANIES[number % 20][1]} Research",
            affiliation_zh=f"{COMPANIES[number % 20][0]}研究所",
            is_approved=True,
        )
        for number, (last, first) in enumerate(names)
    )


def life(chance: random.Random) -> tuple[date, date | None]:
    """Return the launch day of a platform, and its closing day or None; 60 % are closed."""
    born = day_between(chance, FIRST, date.fromordinal(FIRST.toordinal() + DAYS * 3 // 4))
    return born, day_between(chance, born, LAST) if chance.random() < 0.6 else None
