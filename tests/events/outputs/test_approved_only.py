"""No response shows readers a row that waits for approval; after its approval, they see it at once.

The URLs are those of the registry OUTPUTS in `test_published_only.py`. Every row that waits has one
word that occurs nowhere else in its names, and is related to approved rows in every possible way.
"""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from events.models import Claimant, Dispute, Platform, State, Succession, Tag
from sources.models import Outlet, Source
from sources.models.merging import in_use
from tests.events.outputs.test_published_only import OUTPUTS
from tests.factories import (
    ClaimantFactory,
    ClaimFactory,
    DisputeFactory,
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

MODELS = (Platform, Tag, Claimant, Dispute, Outlet)
WORDS = (
    "quaypart", "quayheir", "quayorigin", "quayowner",  # platforms
    "quaynarrow", "quaybroad", "quaytarget",  # tags
    "quayspeaker", "quayquestion", "quaygazette", "quayalias",
    "/part/", "/narrow/", "/question/",  # in addresses of their pages
)  # fmt: skip
QUERY = "waiting"
"""Every name of a row that waits begins with it; a page that repeats it shows no row."""

# More requests than in the registry: those that only rows under approval could answer.
MORE = {
    "search": [
        f"?q={QUERY}",
        *(f"?q={QUERY}&kind={kind}" for kind in ("platform", "tag", "claimant", "dispute")),
        *("?q=lane", "?q=nearby", "?q=lonely"),
    ],
    "suggest": [f"?q={QUERY}", "?q=nearby", "?q=lonely"],
    "tag": [("slender",)],
    "api-tag": [("slender",)],
    "timeline": ["?platform=part", "?tag=narrow", "?open=part", "?platform=lane&open=lane"],
    "disputes": ["?state=open"],
    "claims": ["?claimant=speaker", "?platform=part", "?tag=narrow"],
}
# Pages of the rows themselves, which are 404 until their approval.
OWN_PAGES = {
    "platform": [("part",)],
    "platform_card": [("part",)],
    "platform-citation": [("part", "txt")],
    "api-platform": [("part",)],
    "tag": [("narrow",), ("old",)],
    "tag-citation": [("narrow", "txt")],
    "api-tag": [("narrow",), ("old",)],
    "dispute": [("question",)],
    "dispute-citation": [("question", "txt")],
    "api-dispute": [("question",)],
}
# Requests that name a row by its slug are bad requests until the approval of the row.
NAMED = {
    "api-events": ["?platform=part", "?tag=narrow"],
    "api-claims": ["?platform=part", "?tag=narrow", "?claimant=speaker"],
    "api-platforms": ["?parent=owner"],
    "api-disputes": ["?platform=part"],
    "export_events": [("csv", "?platform=part")],
    "feed": ["?platform=part"],
    "timeline_list": ["?platform=part"],
    "timeline-citation": [("txt", "?platform=part")],
}
SHOWN_AFTERWARDS = {
    "quaypart": {
        "platforms", "platform", "search", "suggest", "api-platforms", "api-platform",
        "platform-citation", "timeline", "claims", "timeline-citation",
    },
    "quayheir": {"platforms", "platform", "search", "suggest", "api-platforms", "api-platform"},
    "quayorigin": {"platforms", "platform", "search", "suggest", "api-platforms", "api-platform"},
    "quayowner": {
        "platforms", "platform", "search", "suggest", "api-platforms", "api-platform", "failures",
        "timeline", "facet",
    },
    "quayalias": {"platform", "search", "api-platforms", "api-platform"},
    "quaynarrow": {"tags", "tag", "search", "suggest", "api-tags", "api-tag", "tag-citation"},
    "quaybroad": {"tags", "tag", "search", "api-tags", "api-tag"},
    "quaytarget": {"tags", "search", "api-tags"},
    "quayspeaker": {"search", "claims", "api-claims", "export_claims"},
    "quayquestion": {
        "disputes", "dispute", "event", "claim", "search", "suggest", "api-disputes", "api-dispute",
        "api-event", "api-claim", "export_claims", "dispute-citation",
    },
    "/part/": {"sitemap", "platforms", "suggest", "search", "api-platforms"},
    "/narrow/": {"tags", "suggest", "search", "api-tags"},
    "/question/": {"disputes", "event", "claim", "api-disputes"},
    "quaygazette": {"sources", "search", "api-sources"},
}  # fmt: skip
"""Outputs that show each word after the approval, at least."""


def names(word):
    return {"name_en": f"{QUERY} {word}", "name_zh": f"{QUERY} {word} 等待"}


def tag_names(word):
    return {"name": f"{QUERY} {word}", "name_zh": f"{QUERY} {word} 等待"}


def waiting_platforms(lane, lonely):
    """Create a part, a successor and a predecessor of `lane`, and the owner of `lonely`."""
    part = PlatformFactory(slug="part", parent=lane, is_approved=False, **names("quaypart"))
    part.aliases.create(text="nearby quayalias")
    heir = PlatformFactory(slug="heir", is_approved=False, **names("quayheir"))
    origin = PlatformFactory(slug="origin", is_approved=False, **names("quayorigin"))
    for predecessor, successor in ((lane, heir), (origin, lane)):
        Succession.objects.create(predecessor=predecessor, successor=successor, kind="renamed")
    lonely.parent = PlatformFactory(slug="owner", is_approved=False, **names("quayowner"))
    lonely.save()


def waiting_tags(term):
    """Create a narrower tag of `term`, a broader tag, and a tag that is merged into another."""
    TagFactory(slug="narrow", parent=term, is_approved=False, **tag_names("quaynarrow"))
    broad = TagFactory(slug="broad", is_approved=False, **tag_names("quaybroad"))
    TagFactory(slug="slender", parent=broad)
    target = TagFactory(slug="target", is_approved=False, **tag_names("quaytarget"))
    TagFactory(slug="old", merged_into=target)


@pytest.fixture
def world(db):
    """Create published rows, related to rows of every model that wait for approval."""
    lane = PlatformFactory(slug="lane", name_en="Lane")
    lonely = PlatformFactory(slug="lonely", name_en="Lonely")
    term = TagFactory(slug="term")
    source = SourceFactory(slug="shown-source")
    snapshot = snapshot_of(source)
    event = published_event(
        slug="shown", title_en="Shown lighthouse", kind="shutdown", outcome="shut_down",
        platforms=[lane, lonely], tags=[term], snapshot=snapshot,
    )  # fmt: skip
    claim = published_claim(key="shown", kind="cause", platforms=[lane, lonely], snapshot=snapshot)
    claim.tags.add(term)
    claim.events.add(event)
    waiting_platforms(lane, lonely)
    waiting_tags(term)
    speaker = ClaimantFactory(slug="speaker", is_approved=False, **names("quayspeaker"))
    draft = ClaimFactory(key="draft", claimant=speaker, statement_en="Drafted lighthouse")
    evidence_for(draft, snapshot)
    dispute = DisputeFactory(
        slug="question", is_approved=False, question_en=f"{QUERY} quayquestion?",
        question_zh=f"{QUERY} quayquestion 等待？", why_en="quayquestion", why_zh="quayquestion",
    )  # fmt: skip
    position = PositionFactory(dispute=dispute, statement_en="quayquestion")
    position.claims.add(claim)
    position.events.add(event)
    for slug in ("dispute", "aside"):
        DisputeFactory(slug=slug, state="resolved", resolution_en="Settled.")
    outlet = OutletFactory(slug="gazette", is_approved=False, **names("quaygazette"))
    SourceFactory(slug="new-article", title=f"{QUERY} article", outlet=outlet, state="new")
    return {"event": event, "claim": claim, "source": source}


def approve_all(_world):
    """Approve every row, and publish what only then may be published."""
    for model in MODELS:
        in_use(model.objects.filter(is_approved=False)).update(is_approved=True)
    claims = Claimant.objects.get(slug="speaker").claims.all()
    claims.update(state=State.PUBLISHED)
    claims.index()
    Source.objects.filter(slug="new-article").update(state=Source.State.ACCEPTED)


def arguments(name, item, world):
    """Return the path of one request of the registry."""
    if item == "*":
        row = next((world[model] for model in world if model in name), world["event"])
        if name == "oembed":
            return f"{reverse(name)}?url=http://testserver{row.get_absolute_url()}"
        key = row.pk if name in ("claim", "claim_card", "claim-citation") else None
        key = key or getattr(row, "key", None) or row.slug
        return reverse(name, args=[key, "json"] if name.endswith("-citation") else [key])
    if isinstance(item, str):
        return reverse(name) + item
    args = [part for part in item if not str(part).startswith("?")]
    return reverse(name, args=args) + "".join(part for part in item if part not in args)


def addresses(requests, world):
    """Return (address, name) of each request, in both languages; without repetition."""
    result = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            for name, items in requests.items():
                result |= {arguments(name, item, world): name for item in items}
    return result


def words_in(response, address):
    """Return the words that a response shows, except those of its own address."""
    content = response.getvalue().decode(errors="replace")
    return {word for word in WORDS if word in content and word not in address}


def every_request():
    names = OUTPUTS.keys() | MORE.keys()
    return {name: [*OUTPUTS.get(name, ()), *MORE.get(name, ())] for name in names}


@pytest.mark.slow
def test_rows_are_in_every_output_after_their_approval_and_in_none_before(world):
    reader = Client()
    lists, own = addresses(every_request(), world), addresses(OWN_PAGES, world)
    named = addresses(NAMED, world)
    etags, faults = {}, []
    for expected, requests in ((200, lists), (404, own), (400, named)):
        for address in requests:
            response = reader.get(address)
            etags[address] = response.headers.get("ETag", "")
            if response.status_code != expected or words_in(response, address):
                faults.append((address, response.status_code, words_in(response, address)))
    assert faults == []
    approve_all(world)
    shown = {word: set() for word in WORDS}
    for address, name in (lists | own | named).items():
        # A client that has the page must not be told that it is still current.
        response = reader.get(address, headers={"If-None-Match": etags[address]})
        assert (address, response.status_code in (200, 302, 304)) == (address, True)
        for word in words_in(response, address) if response.status_code == 200 else ():
            shown[word].add(name)
    assert {word: outputs - shown[word] for word, outputs in SHOWN_AFTERWARDS.items()} == {
        word: set() for word in SHOWN_AFTERWARDS
    }


@pytest.mark.slow
@pytest.mark.parametrize("is_approved", [False, True])
def test_dispute_marks_its_rows_once_it_is_approved(world, reader, is_approved):
    Dispute.objects.filter(slug="question").update(is_approved=is_approved)
    for name in ("api-events", "api-claims"):
        (row,) = reader.get(reverse(name)).json()["results"]
        assert row["is_disputed"] is is_approved
    (article,) = reader.get(reverse("sources")).context["sources"]
    assert article.tally.disputes == is_approved
    platforms = reader.get(reverse("disputes")).context["platforms"]
    assert {row.slug for row in platforms} == ({"lane", "lonely"} if is_approved else set())


@pytest.mark.slow
def test_row_that_a_public_record_names_against_the_rules_is_no_choice(db, reader):
    claimant = ClaimantFactory(slug="speaker", is_approved=False, **names("quayspeaker"))
    published_claim(claimant=claimant)
    outlet = OutletFactory(slug="gazette", is_approved=False, **names("quaygazette"))
    SourceFactory(outlet=outlet)
    requests = {
        f"{reverse('api-claims')}?claimant=speaker": 400,
        f"{reverse('api-sources')}?outlet=gazette": 400,
        f"{reverse('suggest')}?q=quayspeaker": 200,
    }
    for address, status in requests.items():
        response = reader.get(address)
        assert (response.status_code, f"{QUERY} " in response.content.decode()) == (status, False)
    approve_all(None)
    for address in requests:
        assert reader.get(address).status_code == 200
    assert f"{QUERY} quayspeaker" in reader.get(address).content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("is_approved", [False, True])
def test_chart_knows_no_lane_that_waits(world, reader, is_approved):
    Platform.objects.filter(slug="part").update(is_approved=is_approved)
    page = reader.get(f"{reverse('timeline')}?open=part").content.decode()
    assert ("“part” is not a valid choice." in page) is not is_approved


@pytest.mark.slow
@pytest.mark.parametrize(
    "name_and_slug", [("platform", "part"), ("tag", "narrow"), ("dispute", "question")]
)
@pytest.mark.parametrize("role", ["editor", "curator"])
@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "Waiting for approval: readers do not see this."),
        ("zh-hans", "正在等待批准，读者暂时看不到这条内容。"),
    ],
)
def test_page_tells_editors_that_the_row_waits(world, request, name_and_slug, role, language, note):
    name, slug = name_and_slug
    with translation.override(language):
        address = reverse(name, args=[slug])
    page = request.getfixturevalue(role).get(address).content.decode()
    assert note in page
    approve_all(world)
    assert note not in request.getfixturevalue(role).get(address).content.decode()
