"""Visibility of drafts and original texts for readers, editors and curators, on public pages."""

import pytest
from django.urls import reverse

from tests.factories import (
    ClaimFactory,
    DisputeFactory,
    EventFactory,
    PlatformFactory,
    PositionFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    published_claim,
    published_event,
    snapshot_of,
)

pytestmark = pytest.mark.django_db

ROLES = ["reader", "editor", "curator"]
ORIGINAL_TEXT = "The original's own words, which are its publisher's."
SCRIPT = "<script>alert('x')</script>"


@pytest.fixture(params=ROLES)
def role(request):
    return request.param


@pytest.fixture
def client_of(role, request):
    return request.getfixturevalue(role)


def create_rows(word="plain"):
    """Create a published and a draft row of each kind, with `word` in the published texts."""
    platform = PlatformFactory(slug="lane", name_en=f"{word} lane", summary_en=word)
    platform.aliases.create(text=f"{word} alias")
    tag = TagFactory(slug="tag", name=f"{word} tag", description_en=word)
    source = SourceFactory(slug="article", title=f"{word} article", authors=[f"{word} author"])
    snapshot_of(source, f"A digest of {word}.\n\nIt closed in June 2019.", "digest")
    original = snapshot_of(source, f"{ORIGINAL_TEXT}\n\n{word} closed in June 2019.")
    event = published_event(
        slug="shown", title_en=f"{word} shown", summary_en=word, date_note_en=word,
        kind="shutdown", outcome="shut_down", platforms=[platform], tags=[tag], snapshot=original,
    )  # fmt: skip
    claim = published_claim(
        statement_en=f"{word} claimed", platforms=[platform], snapshot=original, kind="cause",
        claimant__name_en=f"{word} claimant",
    )  # fmt: skip
    claim.events.add(event)
    draft = EventFactory(slug="drafted", title_en="drafted event", when="2018")
    draft.platforms.set([platform])
    draft.tags.add(tag)
    evidence_for(draft, original, "June")
    drafted_claim = ClaimFactory(statement_en="drafted claim")
    drafted_claim.platforms.set([platform])
    drafted_claim.events.add(event)
    dispute = DisputeFactory(slug="dispute", question_en=f"{word}?", why_en=word, settle_en=word)
    position = PositionFactory(dispute=dispute, statement_en=word)
    position.claims.set([claim, drafted_claim])
    position.events.set([event, draft])
    return {"claim": claim.pk, "drafted_claim": drafted_claim.pk}


def pages(keys):
    plain = ("timeline", "platforms", "failures", "claims", "disputes", "tags", "sources", "login")
    return {
        **{name: reverse(name) for name in plain},
        "event": reverse("event", args=["shown"]),
        "platform": reverse("platform", args=["lane"]),
        "claim": reverse("claim", args=[keys["claim"]]),
        "tag": reverse("tag", args=["tag"]),
        "source": reverse("source", args=["article"]),
    }


@pytest.mark.slow
def test_published_pages_are_public_and_show_readers_no_draft(role, client_of):
    for name, address in pages(create_rows()).items():
        response = client_of.get(address)
        assert response.status_code == 200, name
        if role == "reader":
            assert b"drafted" not in response.content, name


@pytest.mark.slow
def test_drafts_are_missing_for_readers(role, client_of):
    keys = create_rows()
    expected = 404 if role == "reader" else 200
    assert client_of.get(reverse("event", args=["drafted"])).status_code == expected
    assert client_of.get(reverse("claim", args=[keys["drafted_claim"]])).status_code == expected


@pytest.mark.slow
def test_state_filter_shows_drafts_only_to_editors(role, client_of):
    create_rows()
    text = client_of.get(reverse("timeline"), {"state": "draft"}).content.decode()
    if role == "reader":
        assert "Unknown parameter: “state”." in text
    assert ("drafted event" in text) == (role != "reader")


@pytest.mark.slow
def test_full_text_of_originals_is_only_for_editors(role, client_of):
    create_rows()
    for query in ({}, {"text": "original"}, {"text": "digest"}):
        text = client_of.get(reverse("source", args=["article"]), query).content.decode()
        is_visible = role != "reader" and query.get("text") != "digest"
        assert (ORIGINAL_TEXT.split(",")[0].replace("'", "&#x27;") in text) == is_visible, query
    assert "A digest of plain." in text


def test_original_without_digest_shows_readers_no_text(reader):
    snapshot_of(SourceFactory(slug="bare"), ORIGINAL_TEXT)
    response = reader.get(reverse("source", args=["bare"]))
    assert response.status_code == 200
    assert "own words" not in response.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("state", ["new", "rejected"])
def test_articles_not_accepted_are_only_for_editors(role, client_of, state):
    SourceFactory(slug="pending", title="pending article", state=state)
    expected = 404 if role == "reader" else 200
    assert client_of.get(reverse("source", args=["pending"])).status_code == expected
    if role == "reader":
        assert b"pending article" not in client_of.get(reverse("sources")).content


@pytest.mark.parametrize(
    ("name", "key"),
    [("event", "x"), ("platform", "x"), ("claim", 10**6), ("tag", "x"), ("source", "x")],
)
def test_missing_row_is_a_404(client_of, name, key):
    assert client_of.get(reverse(name, args=[key])).status_code == 404


def test_merged_tag_redirects_to_its_target(reader):
    target = TagFactory(slug="into")
    TagFactory(slug="old", merged_into=target)
    response = reader.get(reverse("tag", args=["old"]))
    assert (response.status_code, response["Location"]) == (302, reverse("tag", args=["into"]))


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    ["colour=red", "kind=parade", "since=soon", "cursor=nonsense", "sort=sideways", "q=%00"],
)
def test_timeline_shows_the_problem_of_an_invalid_query(client_of, query):
    create_rows()
    response = client_of.get(f"{reverse('timeline')}?{query}")
    assert response.status_code == 200
    assert len(response.context["problems"]) == 1
    from django.utils.html import escape

    assert escape(response.context["problems"][0]) in response.content.decode()


@pytest.mark.slow
def test_titles_are_escaped(client_of):
    for name, address in pages(create_rows(SCRIPT)).items():
        text = client_of.get(address).content.decode()
        assert SCRIPT not in text, name
        assert "<script>alert" not in text, name


@pytest.mark.slow
def test_query_text_is_escaped(reader):
    for name in ("timeline", "claims"):
        assert (
            SCRIPT not in reader.get(reverse(name), {"q": SCRIPT, "kind": SCRIPT}).content.decode()
        )


@pytest.mark.slow
def test_pages_exist_in_both_languages(reader):
    for name, address in pages(create_rows()).items():
        assert address.startswith("/en/")
        response = reader.get(address.replace("/en/", "/zh-hans/", 1))
        assert response.status_code == 200, name
        assert b'lang="zh-' in response.content.lower()
