import pytest
from django.http import QueryDict
from django.urls import reverse

from events.filters.claims import ClaimFilter
from tests.factories import (
    ClaimantFactory,
    ClaimFactory,
    PlatformFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    published_claim,
    snapshot_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="class")
def claims(shared_rows):
    """Three published claims that differ in every field, and a draft like the first."""
    with shared_rows():
        meta = PlatformFactory(slug="meta")
        shops = PlatformFactory(slug="shops", parent=meta)
        amazon = PlatformFactory(slug="amazon")
        ann, bo, cy = (ClaimantFactory(slug=slug) for slug in ("ann", "bo", "cy"))
        weak, into = TagFactory(slug="weak"), TagFactory(slug="into")
        TagFactory(slug="old", merged_into=into)
        one, two = (snapshot_of(SourceFactory(slug=slug)) for slug in ("one", "two"))
        users = published_claim(
            key="users", kind="statistic", metric="users_daily", value=5, unit="people", claimant=ann,
            platforms=[shops], snapshot=one, statement_en="Harbour has five users",
        )  # fmt: skip
        why = published_claim(
            key="why", kind="cause", claimant=bo, platforms=[amazon], snapshot=two,
            rank="preferred", rank_reason="It is first hand.", statement_en="Nobody came",
        )  # fmt: skip
        published_claim(key="loss", kind="statistic", metric="loss", claimant=bo, snapshot=two)
        users.tags.add(weak)
        why.tags.add(into)
        draft = ClaimFactory(key="draft", kind="statistic", metric="users_daily", claimant=cy)
        draft.platforms.add(shops)
        draft.tags.add(weak)
        evidence_for(draft, one)
        yield


ALL = ["loss", "users", "why"]


class TestQueries:
    @pytest.mark.parametrize(
        ("query", "keys"),
        [
            ("", ALL),
            ("q=harbour", ["users"]),
            ("q=", ALL),
            ("q=!!", []),
            ("kind=statistic", ["loss", "users"]),
            ("kind=statistic&kind=cause", ALL),
            ("metric=users_daily", ["users"]),
            ("claimant=bo", ["loss", "why"]),
            ("claimant=ann&claimant=bo", ALL),
            ("platform=shops", ["users"]),
            ("platform=meta", ["users"]),
            ("platform=meta&platform=amazon", ["users", "why"]),
            ("tag=weak", ["users"]),
            ("tag=old", ["why"]),
            ("rank=preferred", ["why"]),
            ("source=two", ["loss", "why"]),
            ("source=two&kind=cause", ["why"]),
            ("cursor=1.after", ALL),
        ],
    )
    def test_filter_finds_claims(self, claims, query, keys):
        filter_set = ClaimFilter(QueryDict(query))
        assert filter_set.problems == []
        assert sorted(claim.key for claim in filter_set.qs) == keys

    @pytest.mark.parametrize(
        ("query", "problem"),
        [
            ("colour=red", "Unknown parameter: “colour”."),
            ("state=draft", "Unknown parameter: “state”."),
            ("kind=parade", "Kind: “parade” is not a valid choice."),
            ("metric=x", "Metric: “x” is not a valid choice."),
            ("rank=first", "Rank: “first” is not a valid choice."),
            ("claimant=nobody", "Claimant: “nobody” is not a valid choice."),
            ("claimant=cy", "Claimant: “cy” is not a valid choice."),
            ("platform=nowhere", "Platform: “nowhere” is not a valid choice."),
            ("tag=none", "Tag: “none” is not a valid choice."),
            ("source=none", "Source: “none” is not a valid choice."),
            ("q=%00", "Keywords: Null characters are not allowed."),
            ("tag=%00", "Tag: Null characters are not allowed."),
            ("kind=", "Kind: “” is not a valid choice."),
            ("kind=%00", "Kind: “\x00” is not a valid choice."),
        ],
    )
    def test_invalid_query_has_one_problem(self, claims, query, problem):
        assert ClaimFilter(QueryDict(query)).problems == [problem]

    def test_every_problem_is_reported(self, claims):
        assert (
            len(ClaimFilter(QueryDict("colour=1&shape=2&kind=x&rank=y&q=" + "x" * 201)).problems)
            == 5
        )

    @pytest.mark.parametrize("state", ["new", "rejected"])
    def test_source_that_is_not_accepted_is_unknown(self, claims, state):
        snapshot = snapshot_of(SourceFactory(slug="pending", state=state))
        evidence_for(published_claim(key="other"), snapshot)
        assert ClaimFilter(QueryDict("source=pending")).problems == [
            "Source: “pending” is not a valid choice."
        ]

    def test_list_page_applies_the_query(self, claims, reader):
        page = reader.get(reverse("claims"), {"platform": "meta", "kind": "statistic"})
        assert [claim.key for claim in page.context["claims"]] == ["users"]
        assert '<input type="hidden" name="platform" value="meta">' in page.content.decode()

    def test_list_page_ignores_empty_form_fields(self, claims, reader):
        page = reader.get(reverse("claims"), {"q": "", "kind": "", "metric": "", "tag": "weak"})
        assert page.context["problems"] == []
        assert [claim.key for claim in page.context["claims"]] == ["users"]

    def test_list_page_shows_problems(self, claims, reader):
        page = reader.get(reverse("claims"), {"colour": "red", "kind": "parade", "page": "2"})
        assert page.status_code == 200
        assert len(page.context["problems"]) == 3
        for problem in page.context["problems"]:
            assert problem in page.content.decode()

    @pytest.mark.slow
    def test_source_count_counts_accepted_originals_once(self, claims):
        original = SourceFactory()
        claim = published_claim(key="counted", snapshot=snapshot_of(original))
        evidence_for(claim, snapshot_of(SourceFactory(repost_of=original)))
        evidence_for(claim, snapshot_of(SourceFactory(state="new")))
        evidence_for(claim, snapshot_of(SourceFactory()))
        rows = ClaimFilter(QueryDict("")).qs.for_listing()
        assert rows.get(pk=claim.pk).source_count == 2
