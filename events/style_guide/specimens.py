"""One specimen of every component for /patterns/, made of unsaved rows."""

from __future__ import annotations

from events.annotation.highlights import marked_blocks
from events.annotation.layout import text_runs
from events.annotation.passages import ShownPassage
from events.charts.axis import Axis
from events.charts.year_strip import YearBar
from events.filters.active_filters import ActiveFilter
from events.filters.facets import Choice, Facet
from events.models import (
    Claim,
    Claimant,
    Dispute,
    Event,
    EventPlatform,
    Evidence,
    Platform,
    PlatformAlias,
    Position,
    State,
    Tag,
)
from events.models.lifecycle import Life, life_of
from events.names import Kind, Name, find, spelling
from events.outputs.share_links import share_of_filter
from events.search.platform_card import Card
from events.search.ranking import Hit
from events.search.snippets import marked, snippet
from events.style_guide.chart_specimens import chart_specimens
from events.timeline.icons import KIND_ICONS
from events.web.absolute_urls import Site
from sources.models import Outlet, Passage, Snapshot, Source

LONG_CHINESE = (
    "港湾公司宣布把直播购物业务推广到所有开放市场并在一年之内陆续关闭其中成绩不佳的十一个国家和地区"
)


def specimens() -> dict[str, object]:
    """Return the template context of the style guide, without database queries."""
    events, claims = _events(), _claims()
    life = life_of(events[:2])
    return {
        "events": events,
        "kinds": [Event(kind=kinds[0]) for kinds in KIND_ICONS.values()],
        "outcomes": Event.Outcome.values,
        "states": [Event(state=state) for state in State.values],
        "claims": claims,
        "evidence": _evidence(),
        "disputes": [_dispute(claims, events)],
        "tags": _tags(),
        "facet": _facet(),
        "chips": [
            ActiveFilter("Platform", "Harbour", "kind=launch"),
            ActiveFilter("From", "2016", ""),
        ],
        "bars": [
            YearBar(2015 + n, n, 10 * n, n == 3, f"since={2015 + n}", 20 * n, 20) for n in range(5)
        ],
        "life": life,
        "open_life": Life(events[0], None, "ongoing"),
        "axis": Axis.over([life]),
        "share": share_of_filter(Site("https://harbour.example"), "en", "kind=launch"),
        "runs": text_runs(_blocks()),
        **_search_results(events, claims, life),
        "platform": Platform(slug="harbour", name_en="Harbour", kind="product"),
        "proposed": Platform(is_approved=False),
        **chart_specimens(events, claims, life),
        "problems": ["There is no filter called “colour”.", "From: “soon” is no date."],
    }


def _search_results(events: list[Event], claims: list[Claim], life: Life) -> dict[str, object]:
    """Return the template context of the search page for the query "harbour"."""
    platform = Platform(
        pk=1, slug="harbour", name_en="Harbour", kind="product", summary_en="A shop."
    )
    platform._prefetched_objects_cache = {"aliases": [PlatformAlias(text="港湾")]}
    summary = snippet("The company said that Harbour would close. " * 12, "harbour")
    name = Name(
        Kind.PLATFORM,
        1,
        "harbour",
        "Harbour Pay",
        "",
        (spelling("Harbour Pay"),),
        "product",
        "Quay",
    )
    return {
        "event_hits": [Hit(row, marked(row.title.text, "harbour"), summary) for row in events],
        "claim_hits": [Hit(row, marked(row.statement.text, "harbour")) for row in claims],
        "matches": find([name], "harbour"),
        "names": [name],
        "card": Card(platform, life, Axis.over([life])),
    }


def _events() -> list[Event]:
    common = {"state": State.PUBLISHED, "summary_en": "", "importance": 3}
    rows = [
        Event(
            slug="a",
            title_en="Harbour opens to everybody",
            title_zh="港湾向所有人开放",
            kind="launch",
            when="2017-37",
            outcome="mixed",
            **common,
        ),
        Event(
            slug="b",
            title_en="Harbour is closed",
            title_zh=LONG_CHINESE,
            kind="shutdown",
            when="2019-06-14",
            outcome="shut_down",
            **common,
        ),
        Event(
            slug="c",
            title_en="Harbour may return under another name",
            kind="announcement",
            when="2021?",
            outcome="",
            **{**common, "state": State.DRAFT},
        ),
    ]
    platform = Platform(pk=1, slug="harbour", name_en="Harbour", name_zh="港湾", kind="product")
    owner = Platform(pk=2, slug="quay", name_en="Quay Company", kind="company")
    for number, row in enumerate(rows, 1):
        row.pk, row.sort_on = number, row.date.earliest
        row.source_count, row.is_disputed = number, number == 2
        links = [
            EventPlatform(platform=platform, role="subject"),
            EventPlatform(platform=owner, role="operator"),
        ]
        row._prefetched_objects_cache = {"event_platforms": links}
    return rows


def _claims() -> list[Claim]:
    claimant = Claimant(pk=1, slug="mole", name_en="Ann Mole", name_zh="安·莫尔", kind="person")
    common = {"claimant": claimant, "state": State.PUBLISHED, "asserted": "2020-06-01"}
    rows = [
        Claim(
            pk=1,
            statement_en="Harbour sold 30 to 32 billion dollars.",
            metric="revenue",
            kind="statistic",
            value=30_000_000_000,
            value_to=32_000_000_000,
            unit="money",
            currency="USD",
            rank="preferred",
            **common,
        ),
        Claim(pk=2, statement_en="It failed because nobody asked for it.", kind="cause", **common),
        Claim(
            pk=3,
            statement_en="It had 2 million users.",
            kind="statistic",
            metric="users_total",
            value=2_000_000,
            unit="people",
            rank="deprecated",
            **common,
        ),
    ]
    for row in rows:
        row.source_count, row.is_disputed = 1, row.pk == 3
    return rows


def _snapshot(kind: str = "digest") -> Snapshot:
    outlet = Outlet(slug="gazette", name_en="Dock Gazette")
    source = Source(
        slug="gazette-1",
        title="港湾的一年",
        title_en="Harbour's year",
        language="zh-Hans",
        outlet=outlet,
        published="2020-06-01",
    )
    return Snapshot(pk=1, source=source, kind=kind, gaps=[[60, 0, "lost"]])


def _evidence() -> list[ShownPassage]:
    """Return a passage for each thing that can be shown of it."""
    words, sha256 = "港湾六月关闭，无人使用。", "3d" * 32
    shown = (
        ("original", "港湾六月关闭", "original", True, {"stance": "supports", "anchor": "exact"}),
        ("original", words, "original", False, {"stance": "disputes", "anchor": "changed"}),
        ("digest", "Harbour closed in June.", "digest", False, {"stance": "mentions"}),
        ("original", "", "digest", False, {"stance": "supports", "anchor": "exact"}),
    )
    return [
        ShownPassage(
            Evidence(
                pk=number,
                snapshot=_snapshot(kind),
                quotation=words,
                block=number,
                span_sha256=sha256,
                **{"anchor": "paragraph", **fields},
            ),
            seen,
            text,
            is_quoted,
        )
        for number, (kind, seen, text, is_quoted, fields) in enumerate(shown, 6)
    ]


def _dispute(claims: list[Claim], events: list[Event]) -> Dispute:
    row = Dispute(
        pk=1,
        slug="when",
        question_en="When was Harbour closed?",
        state="open",
        why_en="A thing closes once.",
        settle_en="The notice to its users.",
    )
    first = Position(pk=1, order=1, statement_en="In June 2019.", basis="sources")
    second = Position(pk=2, order=2, statement_en="It never closed.", basis="widely_known")
    first._prefetched_objects_cache = {"claims": claims[1:2], "events": events[1:2]}
    second._prefetched_objects_cache = {"claims": [], "events": []}
    row._prefetched_objects_cache = {"positions": [first, second]}
    return row


def _tags() -> list[Tag]:
    return [Tag(slug=facet.value, name=str(facet.label), facet=facet) for facet in Tag.Facet]


def _facet() -> Facet:
    choices = [
        Choice(f"v{n}", f"Choice {n}", 40 - n, n == 1, f"kind=v{n}", n % 3) for n in range(14)
    ]
    return Facet("kind", "kind", "Kind", tuple(choices), 40)


def _blocks() -> list:
    texts = [
        ("heading", 2, "What became of Harbour"),
        ("paragraph", None, "Harbour closed in June. Nobody used it."),
        ("list_item", None, "First the shop."),
        ("list_item", None, "Then the chat."),
        ("quote", None, "We learned a great deal."),
        ("caption", None, "The office on its last day."),
    ]
    snapshot, passages, offset = _snapshot("original"), [], 0
    for position, (kind, level, text) in enumerate(texts, 1):
        end = offset + len(text)
        passages.append(
            Passage(position=position, kind=kind, level=level, text=text, start=offset, end=end)
        )
        offset = end + 2
    start = passages[1].start
    event = _events()[1]
    marks = [
        Evidence(pk=1, event=event, snapshot=snapshot, block=2, start=start, end=start + 22),
        Evidence(
            pk=2, claim=_claims()[1], snapshot=snapshot, block=2, start=start + 15, end=start + 39
        ),
    ]
    return marked_blocks(snapshot, passages, marks)
