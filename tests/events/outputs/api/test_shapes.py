"""The JSON of one row of each resource."""

import hashlib

import pytest
from django.test import Client

from events.models import Claim, Dispute, Event, Platform, Tag
from sources.models import Source
from tests.factories import SourceFactory, evidence_for, published_event, snapshot_of

ROOT = "http://testserver"
LISTS = ["events", "platforms", "claims", "sources", "tags", "disputes"]
DETAIL_IDS = {
    "events": "harbour-closed", "platforms": "harbour", "claims": "harbour-loss",
    "sources": "article", "tags": "weak-demand", "disputes": "when-closed",
}  # fmt: skip


class TestShapes:
    @pytest.mark.slow
    def test_event(self, api, knowledge):
        body = api("events/harbour-closed/").json()
        assert body == {
            "id": "harbour-closed",
            "uid": f"event-{knowledge['event'].pk}",
            "url": f"{ROOT}/en/events/harbour-closed/",
            "api_url": f"{ROOT}/api/v1/events/harbour-closed/",
            "title": {"en": "Harbour closed", "zh-Hans": "港湾关闭"},
            "summary": {"en": None, "zh-Hans": None},
            "when": {
                "edtf": "2019-06",
                "earliest": "2019-06-01",
                "latest": "2019-06-30",
                "label": {"en": "June 2019", "zh-Hans": "2019年6月"},
            },
            "date_note": {"en": "The Post says so.", "zh-Hans": None},
            "kind": "shutdown",
            "outcome": "shut_down",
            "is_failure": True,
            "importance": 3,
            "markets": ["US", "europe"],
            "platforms": [
                {
                    "id": "harbour",
                    "api_url": f"{ROOT}/api/v1/platforms/harbour/",
                    "name": {"en": "Harbour", "zh-Hans": "港湾"},
                    "role": "subject",
                }
            ],
            "tags": [
                {
                    "id": "weak-demand",
                    "api_url": f"{ROOT}/api/v1/tags/weak-demand/",
                    "facet": "cause",
                    "name": {"en": "Weak demand", "zh-Hans": "需求不足"},
                }
            ],
            "source_count": 1,
            "is_disputed": False,
            "evidence": [
                {
                    "quotation": "closed in June 2019",
                    "language": "zh-Hans",
                    "text": "original",
                    "quoted": True,
                    "sha256": hashlib.sha256(b"closed in June 2019").hexdigest(),
                    "stance": "supports",
                    "block": 1,
                    "url": f"{ROOT}/en/sources/article/#evidence-{knowledge['event'].evidence.get().pk}",
                    "source": {
                        "id": "article",
                        "api_url": f"{ROOT}/api/v1/sources/article/",
                        "title": {"en": "An article", "zh-Hans": "文章"},
                    },
                }
            ],
            "claims": [
                {
                    "id": "harbour-loss",
                    "api_url": f"{ROOT}/api/v1/claims/harbour-loss/",
                    "statement": {"en": "Harbour lost money", "zh-Hans": None},
                }
            ],
            "disputes": [
                {
                    "id": "when-closed",
                    "api_url": f"{ROOT}/api/v1/disputes/when-closed/",
                    "question": {"en": "When was it closed?", "zh-Hans": None},
                }
            ],
        }

    def test_claim_has_its_figure_as_text(self, api, knowledge):
        body = api("claims/harbour-loss/").json()
        assert body["url"] == f"{ROOT}/en/claims/{knowledge['claim'].pk}/"
        assert body["figure"] == {
            "value": "30000000000.5",
            "value_to": None,
            "unit": "money",
            "currency": "USD",
            "label": {"en": "$30,000,000,000.5", "zh-Hans": "30,000,000,000.5美元"},
        }
        assert body["period"]["edtf"] == "2018"
        assert body["claimant"]["name"] == {"en": "Ann Mole", "zh-Hans": None}
        assert [item["stance"] for item in body["evidence"]] == ["supports", "disputes"]
        assert [item["id"] for item in body["events"]] == ["harbour-closed"]
        assert [item["id"] for item in body["disputes"]] == ["when-closed"]

    @pytest.mark.parametrize(
        ("value", "text"),
        [("30000000000", "30000000000"), ("-0.5", "-0.5"), ("0", "0"), ("100", "100")],
    )
    def test_figure_is_a_plain_decimal(self, api, knowledge, value, text):
        claim = knowledge["claim"]
        claim.value = value
        claim.save()
        assert api("claims/harbour-loss/").json()["figure"]["value"] == text

    def test_claim_without_a_figure(self, api, knowledge):
        claim = knowledge["claim"]
        claim.value, claim.metric, claim.period = None, "", ""
        claim.save()
        body = api("claims/harbour-loss/").json()
        assert (body["figure"], body["metric"], body["period"]) == (None, None, None)

    @pytest.mark.slow
    def test_platform_with_its_life_cycle(self, api, knowledge):
        body = api("platforms/harbour/").json()
        assert body["aliases"] == ["海港"]
        assert body["parent"]["id"] == "quay"
        assert body["life"]["began"]["event"]["id"] == "harbour-opened"
        assert body["life"]["ended"]["when"]["edtf"] == "2019-06"
        assert body["life"]["months"] == {"fewest": 25, "most": 29}
        assert (body["life"]["outcome"], body["life"]["is_failure"]) == ("shut_down", True)
        assert [(step["id"], step["how"]) for step in body["successors"]] == [("quay", "merged")]
        assert api.ids(body["events_url"]) == ["harbour-closed", "harbour-opened"]
        assert api.ids(body["claims_url"]) == ["harbour-loss"]

    def test_platform_with_its_parts(self, api, knowledge):
        body = api("platforms/quay/").json()
        assert [part["id"] for part in body["parts"]] == ["harbour"]
        assert [step["id"] for step in body["predecessors"]] == ["harbour"]
        assert body["life"] == {
            "began": None, "ended": None, "outcome": None, "is_failure": False, "months": None,
        }  # fmt: skip

    def test_source_is_a_record_without_its_text(self, api, knowledge):
        body = api("sources/article/").json()
        assert body["title"] == {"en": "An article", "zh-Hans": "文章"}
        assert body["outlet"]["id"] == "post"
        assert body["original_url"] == "https://post.example/1"
        assert body["published"]["edtf"] == "2020-06-01"
        assert "Nobody used it" not in str(body)
        assert api.ids(body["events_url"]) == ["harbour-closed", "harbour-opened"]
        assert api.ids(body["claims_url"]) == ["harbour-loss"]

    def test_source_with_a_dangerous_address(self, api, knowledge):
        SourceFactory(slug="evil", url="javascript:alert(1)")
        assert api("sources/evil/").json()["original_url"] is None

    def test_tag(self, api, knowledge):
        body = api("tags/weak-demand/").json()
        assert (body["parent"]["id"], body["aliases"]) == ("money", ["no buyers"])
        assert [tag["id"] for tag in api("tags/money/").json()["narrower"]] == ["weak-demand"]
        assert api.ids(body["events_url"]) == ["harbour-closed"]

    def test_merged_tag_redirects(self, api, knowledge):
        response = api("tags/low-demand/", 302)
        assert response["Location"] == "/api/v1/tags/weak-demand/"
        assert response["Access-Control-Allow-Origin"] == "*"

    def test_tag_in_another_script(self, api, knowledge):
        from tests.factories import TagFactory

        TagFactory(slug="需求", name="x")
        address = next(row for row in api("tags/").json()["results"] if row["id"] == "需求")[
            "api_url"
        ]
        assert "%E9%9C%80" in address
        assert api(address).json()["id"] == "需求"

    def test_dispute(self, api, knowledge):
        body = api("disputes/when-closed/").json()
        assert body["url"] == f"{ROOT}/en/disputes/#when-closed"
        assert (body["state"], body["resolution"]["en"]) == ("resolved", "In June.")
        position = body["positions"][0]
        assert [row["id"] for row in position["claims"] + position["events"]] == [
            "harbour-loss", "harbour-closed",
        ]  # fmt: skip

    def test_evidence_in_a_digest_is_marked(self, api, knowledge):
        snapshot = snapshot_of(
            SourceFactory(language="zh-Hans"), "It closed in June 2019.", "digest"
        )
        published_event(slug="digested", snapshot=snapshot)
        item = api("events/digested/").json()["evidence"][0]
        assert (item["text"], item["language"]) == ("digest", "en")

    def test_passage_is_listed_once(self, api, knowledge):
        event, snapshot = knowledge["event"], knowledge["snapshot"]
        evidence_for(event, snapshot, block_start=0, block_end=19, quoted=True)
        assert len(api("events/harbour-closed/").json()["evidence"]) == 1

    @pytest.mark.slow
    @pytest.mark.parametrize("name", LISTS)
    def test_row_in_a_list_matches_its_detail(self, api, knowledge, name):
        rows = {row["id"]: row for row in api(f"{name}/").json()["results"]}
        detail = api(f"{name}/{DETAIL_IDS[name]}/").json()
        assert rows[DETAIL_IDS[name]].items() <= detail.items()
        assert api(detail["api_url"]).json() == detail
        assert Client().get(detail["url"]).status_code == 200

    @pytest.mark.parametrize(
        ("accepted", "prefix"),
        [
            ("", "/en/"), ("zh-CN,en;q=0.5", "/zh-hans/"), ("zh-Hant", "/zh-hans/"), ("en-GB,zh", "/en/"),
            ("fr", "/en/"), ("fr,zh;q=0.4,en;q=0.3", "/zh-hans/"), ("%%", "/en/"),
        ],
    )  # fmt: skip
    def test_linked_page_is_in_the_accepted_language(self, api, knowledge, accepted, prefix):
        api.client.cookies["django_language"] = "zh-hans" if prefix == "/en/" else "en"
        body = api("events/harbour-closed/", Accept_Language=accepted).json()
        assert body["url"].startswith(f"{ROOT}{prefix}")
        assert body["evidence"][0]["url"].startswith(f"{ROOT}{prefix}")


@pytest.mark.parametrize("model", [Event, Platform, Claim, Source, Tag, Dispute])
def test_uid_stays_when_the_id_changes(model, api, knowledge):
    kind = f"{model._meta.model_name}s"
    before = api(f"{kind}/").json()["results"][0]
    field = "key" if model is Claim else "slug"
    model.objects.filter(pk=before["uid"].partition("-")[2]).update(**{field: "renamed"})
    after = api(f"{kind}/renamed/").json()
    assert (after["id"], after["uid"]) == ("renamed", before["uid"])
