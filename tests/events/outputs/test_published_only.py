"""No response shows what only editors may see: every URL of the site, every state, every role.

OUTPUTS is the registry of all URLs with content; a new URL fails until it is listed here.
"""

from types import SimpleNamespace

import pytest
from django.urls import URLResolver, get_resolver, reverse

from events.filters.facets import FACETS
from events.models import State
from events.outputs.exports import CLAIM_FORMATS, EVENT_FORMATS
from events.outputs.sitemaps.files import SECTIONS
from events.sharing.citations import LISTS
from events.sharing.citations.views import WRITERS
from sources.models import Source
from tests.factories import (
    ClaimantFactory,
    ClaimFactory,
    DisputeFactory,
    EventFactory,
    OutletFactory,
    PlatformFactory,
    PositionFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    published_claim,
    published_event,
    snapshot_of,
)

MARK = "unlisted"
"""Every hidden row has this in its slug, its texts and its names."""
CITED = "said so itself"
"""Words of the original article, which only editors may read."""
WORD = "lighthouse"
"""Every event, claim and article has this in its title, so that a search matches the hidden too."""
HIDDEN_STATES = [state for state in State if state != State.PUBLISHED]
HIDDEN_SOURCE_STATES = [state for state in Source.State if state != Source.State.ACCEPTED]
SEARCH = f"?q={WORD}"
FILTERS = ["?platform=lane", "?tag=term", "?source=shown-source"]
RECORDS = ("event", "claim", "source")
"""Models whose rows are hidden in some states."""

# Arguments and query string of each request; `*` as the argument of a record's page means the
# key of a row that readers see, and then of each hidden row, which has to be 404.
OUTPUTS = {
    "timeline": ["", SEARCH, *FILTERS, "?kind=shutdown", "?since=2012&until=2012"],
    "timeline_window": ["?width=900&lanes=1"],
    "timeline_list": ["", SEARCH],
    "facet": [*((key,) for key in FACETS)],
    "platforms": [""],
    "failures": [""],
    "claims": ["", SEARCH, *FILTERS, "?kind=cause"],
    "disputes": ["", "?platform=lane"],
    "tags": [""],
    "corrections": [""],
    "sources": [""],
    "search": [SEARCH, f"{SEARCH}&kind=source", f"{SEARCH}&kind=claimant"],
    "suggest": [SEARCH, "?q=unl"],
    "embed": ["", *FILTERS],
    "feed": ["", *FILTERS],
    "sitemap_index": [""],
    "sitemap": [*((name, 0) for name in (*SECTIONS, "pages"))],
    "robots": [""],
    "api": [""],
    "api-schema": [""],
    "healthz": [""],
    "site_card": [""],
    "event": ["*"],
    "claim": ["*"],
    "source": ["*"],
    "embed_event": ["*"],
    "event_card": ["*"],
    "claim_card": ["*"],
    "oembed": ["*"],
    "api-event": ["*"],
    "api-claim": ["*"],
    "api-source": ["*"],
    "event-citation": ["*"],
    "claim-citation": ["*"],
    "source-citation": ["*"],
    "platform": [("lane",), ("lonely",)],
    "platform_card": [("lane",)],
    "tag": [("term",)],
    "dispute": [("dispute",), ("aside",)],
    "api-events": ["", SEARCH, *FILTERS, "?outcome=failure", "?since=2012&until=2012"],
    "api-claims": ["", SEARCH, *FILTERS, "?kind=cause"],
    "api-sources": ["", SEARCH],
    "api-platforms": [""],
    "api-platform": [("lane",), ("lonely",)],
    "api-tags": [""],
    "api-tag": [("term",)],
    "api-disputes": ["", "?platform=lane"],
    "api-dispute": [("dispute",), ("aside",)],
    "export_events": [*((name,) for name in EVENT_FORMATS)],
    "export_claims": [*((name,) for name in CLAIM_FORMATS)],
    "export_annotations": [""],
    "timeline-citation": [*((name,) for name in WRITERS)],
    "platform-citation": [("lane", "json")],
    "tag-citation": [("term", "json")],
    "dispute-citation": [("dispute", "json")],
    **{f"{name}-citation": [*((ending,) for ending in WRITERS)] for name in LISTS},
}
WITHOUT_CONTENT = {
    "jsi18n", "set_language", "login", "logout", "favicon.ico",
    "patterns",  # The style guide is for staff only.
    "api/v1/",  # The answer to unknown addresses of the API.
    "undo",  # A page of the admin.
}  # fmt: skip
FOR_EDITORS_TOO = {
    "event", "claim", "source", "event-citation", "claim-citation", "source-citation", "platform",
    "tag", "dispute", "timeline", "timeline_list", "timeline_window", "facet", "disputes", "claims",
    "platforms", "failures", "tags", "sources", "timeline-citation",
}  # fmt: skip
"""Pages on which editors may see hidden rows; everything else is the same for every user."""


def url_names(patterns, prefix=""):
    """Yield the name of each URL, or its route if it has none, except those of the admin."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if not isinstance(pattern, URLResolver):
            yield pattern.name or route
        elif pattern.namespace != "admin":
            yield from url_names(pattern.url_patterns, route)


def test_every_url_is_registered():
    names = set(url_names(get_resolver().url_patterns))
    assert names == OUTPUTS.keys() | WITHOUT_CONTENT
    assert OUTPUTS.keys() > FOR_EDITORS_TOO


@pytest.fixture
def base(db):
    """Create a published event and claim that are related to hidden rows in every state."""
    platform, tag = PlatformFactory(slug="lane"), TagFactory(slug="term")
    lonely = PlatformFactory(slug="lonely")
    source = SourceFactory(slug="shown-source", title=f"Shown {WORD}")
    snapshot = snapshot_of(source)
    event = published_event(
        slug="shown-event", title_en=f"Shown {WORD}", platforms=[platform], tags=[tag],
        snapshot=snapshot,
    )  # fmt: skip
    claim = published_claim(
        key="shown-claim", statement_en=f"Shown {WORD}.", platforms=[platform], snapshot=snapshot
    )
    claim.tags.add(tag)
    claim.events.add(event)
    position = PositionFactory(dispute=DisputeFactory(slug="dispute"))
    aside = PositionFactory(dispute=DisputeFactory(slug="aside"))
    position.claims.add(claim)
    position.events.add(event)
    hidden = {name: [] for name in RECORDS}
    for state in HIDDEN_STATES:
        rows = hidden_event(state), hidden_claim(state)
        for row, name, positions in zip(rows, RECORDS, ("events", "claims"), strict=False):
            evidence_for(row, snapshot)
            row.tags.add(tag)
            row.platforms.add(platform, lonely)
            getattr(position, positions).add(row)
            getattr(aside, positions).add(row)
            row.state = state
            row.save()
            type(row).objects.filter(pk=row.pk).index()
            hidden[name].append(row)
        claim.events.add(rows[0])
        rows[1].events.add(event)
    for state in HIDDEN_SOURCE_STATES:
        hidden["source"].append(hidden_source(state, event, claim))
    sources = [source, *(repost_of(row, event, claim) for row in hidden["source"])]
    return SimpleNamespace(event=[event], claim=[claim], source=sources, hidden=hidden)


def hidden_event(state):
    return EventFactory(
        slug=f"{MARK}-{state.replace('_', '-')}", title_en=f"{MARK} {WORD} {state}",
        kind="shutdown", outcome="shut_down", when="2012", importance=5,
    )  # fmt: skip


def hidden_claim(state):
    claimant = ClaimantFactory(slug=f"{MARK}-{state}", name_en=f"{MARK} {WORD} claimant {state}")
    return ClaimFactory(
        key=f"{MARK}-{state.replace('_', '-')}", statement_en=f"{MARK} {WORD} {state}", kind="cause",
        claimant=claimant,
    )  # fmt: skip


def hidden_source(state, *owners):
    outlet = OutletFactory(slug=f"{MARK}-{state}", name_en=f"{MARK} outlet {state}")
    source = SourceFactory(
        slug=f"{MARK}-{state}", title=f"{MARK} {WORD} {state}", state=state, outlet=outlet
    )
    snapshot = snapshot_of(source, f"This {MARK} article says so.")
    for owner in owners:
        evidence_for(owner, snapshot, MARK)
    return source


def repost_of(original, *owners):
    source = SourceFactory(
        slug=f"repost-{original.state}", title=f"Repost {WORD}", repost_of=original
    )
    snapshot = snapshot_of(source, "It closed in June 2019.")
    for owner in owners:
        evidence_for(owner, snapshot)
    return source


def address_of(name, row):
    """Return the address of an output of one row."""
    if name == "oembed":
        return f"{reverse(name)}?url=http://testserver{row.get_absolute_url()}"
    model = type(row)._meta.model_name
    is_api = name.startswith("api-")
    key = row.pk if model == "claim" and not is_api else getattr(row, "key", None) or row.slug
    return reverse(name, args=[key, "json"] if name.endswith("-citation") else [key])


def model_of(name):
    return next((model for model in RECORDS if model in name), "event")


def requests_of(name, base):
    """Return the addresses of an output that have to answer, and those that have to be 404."""
    if OUTPUTS[name] == ["*"]:
        model = model_of(name)
        hidden = [address_of(name, row) for row in base.hidden[model]]
        return [address_of(name, row) for row in getattr(base, model)], hidden
    requests = [
        reverse(name) + item if isinstance(item, str) else reverse(name, args=item)
        for item in OUTPUTS[name]
    ]
    return requests, []


def is_hidden(response, name):
    """Return whether a response shows nothing of its record; pages say that one is retracted."""
    statuses = (404, 410) if name in ("event", "claim") else (404,)
    # The address itself, which the links to other languages repeat, is no secret.
    content = response.getvalue().replace(f"{MARK}-".encode(), b"")
    return response.status_code in statuses and MARK.encode() not in content


@pytest.mark.slow
@pytest.mark.parametrize("role", ["reader", "curator"])
def test_only_published_rows_are_in_any_output(base, request, role):
    client = request.getfixturevalue(role)
    # The address of a claim does not contain its key.
    paths = [row.get_absolute_url()[len("/en") :] for rows in base.hidden.values() for row in rows]
    names = OUTPUTS if role == "reader" else OUTPUTS.keys() - FOR_EDITORS_TOO
    leaks, shown = {}, set()
    for name in names:
        visible, hidden = requests_of(name, base)
        for address in visible:
            response = client.get(address)
            assert response.status_code == 200, address
            content = response.getvalue().replace(b"q=unl", b"")
            if any(word.encode() in content for word in (MARK, CITED, *paths)):
                leaks[address] = name
            if WORD.encode() in content.replace(SEARCH.encode(), b""):
                shown.add(name)
        leaks |= {url: name for url in hidden if not is_hidden(client.get(url), name)}
    assert leaks == {}
    # The test is about something: the outputs that list rows do list the published ones.
    expected = {"suggest", "search", "feed", "export_events", "export_claims", "api-events"}
    assert expected < shown
