"""Synthetic events as COPY lines, each with its platforms, tags and evidence."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date

from bench.synthetic import words
from bench.synthetic.chance import draw, draw_distinct, pool, zipf
from bench.synthetic.dates import LAST, columns, day_between, edtf
from bench.synthetic.tables import MOMENT, Columns
from bench.synthetic.vectors import Fragment, fragment, place, place_all
from bench.synthetic.world import Subject, World
from events.models import EventPlatform, Tag

KINDS = pool({kind: share for kind, (share, _, _) in words.KINDS.items()})
ENDS = {"market_exit", "cancellation"}
OUTCOMES, IMPORTANCE = pool(words.OUTCOMES), pool(words.IMPORTANCE)
NOUNS, MODIFIERS, AUDIENCES = map(zipf, (words.NOUNS, words.MODIFIERS, words.AUDIENCES))
MARKETS = zipf(words.MARKETS)
ROLES = [role for role in EventPlatform.Role.values if role != "subject"]
PLATFORM_COUNTS = pool({1: 60, 2: 30, 3: 10})
TAG_COUNTS = pool({0: 25, 1: 30, 2: 25, 3: 13, 4: 7})
MARKET_COUNTS = pool({0: 40, 1: 50, 2: 10})
Texts = dict[str, list[Fragment | None]]


def events(chance: random.Random, world: World, numbers: Iterable[int]) -> Columns:
    """Return the COPY lines of the events with these ids, in the order of the ids."""
    lines = Columns()
    for number in numbers:
        event(chance, world, number, lines)
    return lines


def event(chance: random.Random, world: World, number: int, lines: Columns) -> None:
    """Add one event to the lines, with its platforms, tags and evidence."""
    parts = draw_distinct(chance, world.subject_pool, draw(chance, PLATFORM_COUNTS))
    # taggit returns tags in the order of assignment and creation, not in that of the model.
    tags = sorted(
        draw_distinct(chance, world.tag_pool, draw(chance, TAG_COUNTS)), key=lambda tag: tag.pk
    )
    markets = draw_distinct(chance, MARKETS, draw(chance, MARKET_COUNTS))
    subject = parts[0]
    kind, outcome, when = next_event(chance, subject)
    texts = new_texts(chance, subject.names, kind, markets)
    vector = search_vector(texts, parts, tags)
    codes = ",".join(code for code, _, _ in markets)
    slug = f"{subject.row.slug}-{kind.replace('_', '-')}-{number}"
    lines["events_event"].append(
        f"{number}\tpublished\t1\t{MOMENT}\t{MOMENT}\t{vector}\t{slug}\t{text_columns(texts)}\t{kind}\t"
        f"{outcome}\t{{{codes}}}\t{draw(chance, IMPORTANCE)}\t{columns(when)}\t\t"
    )
    for position, part in enumerate(parts):
        role = draw(chance, ROLES) if position else "subject"
        lines["events_eventplatform"].append(f"{number}\t{part.row.pk}\t{role}\t{position}")
    for tag in tags:
        lines["events_tagged"].append(f"{world.event_type}\t{tag.pk}\t{number}")
    lines["events_evidence"].append(f"{number}\t\\N\t{draw(chance, world.spans)}")


def next_event(chance: random.Random, subject: Subject) -> tuple[str, str, str]:
    """Return kind, outcome and EDTF date of the next event of a platform.

    The first event is the launch, the second the shutdown if there is one. The others are between
    them in time.
    """
    subject.count += 1
    if subject.count == 1:
        return "launch", "", subject.born.isoformat()
    if subject.count == 2 and subject.closed:
        return "shutdown", "shut_down", subject.closed.isoformat()
    kind, outcome = draw(chance, KINDS), draw(chance, OUTCOMES)
    if kind in ENDS and not subject.closed:
        # The platform still runs, so no event may end it.
        kind = "policy"
    last: date = subject.closed or LAST
    return kind, outcome, edtf(chance, day_between(chance, subject.born, last))


def new_texts(chance: random.Random, names: list[str], kind: str, markets: list[tuple]) -> Texts:
    """Return titles and summaries in both languages, as fragments; None is a comma."""
    english, chinese = fragment(names[0]), fragment(names[1])
    _, verb_zh, verb_en = words.KINDS[kind]
    drawn = [draw(chance, slots) for slots in (MODIFIERS, NOUNS, MODIFIERS, NOUNS, AUDIENCES)]
    zh, en = ([fragment(pair[side]) for pair in drawn] for side in (0, 1))
    tail_zh, tail_en = map(fragment, draw(chance, words.TAILS))
    where_zh = [fragment(f"在{markets[0][1]}")] if markets else []
    where_en = [fragment(f"In {markets[0][2]}"), None] if markets else []
    verb_zh, verb_en = fragment(verb_zh), fragment(verb_en)
    return {
        "title_en": [english, verb_en, en[0], en[1]],
        "title_zh": [chinese, verb_zh, zh[0], zh[1]],
        "summary_en": [*where_en, english, verb_en, en[2], en[3], FOR, en[4], None, tail_en],
        "summary_zh": [
            chinese,
            *where_zh,
            verb_zh,
            TOWARDS,
            zh[4],
            OF,
            zh[2],
            zh[3],
            None,
            tail_zh,
        ],
    }


FOR, TOWARDS, OF = fragment("for"), fragment("面向"), fragment("的")


def text_columns(texts: Texts) -> str:
    """Return the COPY columns of the four texts."""
    return "\t".join(
        (
            _english(texts["title_en"]),
            _chinese(texts["title_zh"]),
            _english(texts["summary_en"]) + ".",
            _chinese(texts["summary_zh"]) + "。",
        )
    )


def _english(fragments: list[Fragment | None]) -> str:
    return " ".join(piece.text if piece else "," for piece in fragments).replace(" ,", ",")


def _chinese(fragments: list[Fragment | None]) -> str:
    return "".join(piece.text if piece else "，" for piece in fragments)


def search_vector(texts: Texts, parts: list[Subject], tags: list[Tag]) -> str:
    """Return the lexemes of `vector_text(event.search_parts())`, in any order."""
    out: list[str] = []
    base = place(out, 0, texts["title_en"], "A")
    base = place(out, base, texts["title_zh"], "A")
    by_name = sorted(parts, key=lambda part: part.rank)
    base = place_all(out, base, (name for part in by_name for name in part.names), "B")
    names = (name for tag in tags for name in (tag.name, tag.name_zh, *tag.aliases))
    base = place_all(out, base, names, "C")
    base = place(out, base, texts["summary_en"], "D")
    place(out, base, texts["summary_zh"], "D")
    return " ".join(out)
