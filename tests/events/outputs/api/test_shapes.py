"""What each resource says of one row."""

import pytest
from django.test import Client

from tests.factories import SourceFactory, evidence_for, published_event, snapshot_of

HOST = "http://testserver"
LISTS = ["events", "platforms", "claims", "sources", "tags", "disputes"]
ONES = {
    "events": "harbour-closed", "platforms": "harbour", "claims": "harbour-loss",
    "sources": "article", "tags": "weak-demand", "disputes": "when-closed",
}  # fmt: skip


def test_event(ask, knowledge):
    body = ask("events/harbour-closed/").json()
    assert body == {
        "id": "harbour-closed",
        "url": f"{HOST}/en/events/harbour-closed/",
        "api_url": f"{HOST}/api/v1/events/harbour-closed/",
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
                "api_url": f"{HOST}/api/v1/platforms/harbour/",
                "name": {"en": "Harbour", "zh-Hans": "港湾"},
                "role": "subject",
            }
        ],
        "tags": [
            {
                "id": "weak-demand",
                "api_url": f"{HOST}/api/v1/tags/weak-demand/",
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
                "stance": "supports",
                "block": 1,
                "url": f"{HOST}/en/sources/article/#evidence-{knowledge['event'].evidence.get().pk}",
                "source": {
                    "id": "article",
                    "api_url": f"{HOST}/api/v1/sources/article/",
                    "title": {"en": "An article", "zh-Hans": "文章"},
                },
            }
        ],
        "claims": [
            {
                "id": "harbour-loss",
                "api_url": f"{HOST}/api/v1/claims/harbour-loss/",
                "statement": {"en": "Harbour lost money", "zh-Hans": None},
            }
        ],
        "disputes": [
            {
                "id": "when-closed",
                "api_url": f"{HOST}/api/v1/disputes/when-closed/",
                "question": {"en": "When was it closed?", "zh-Hans": None},
            }
        ],
    }


def test_claim_has_its_figures_as_text(ask, knowledge):
    body = ask("claims/harbour-loss/").json()
    assert body["url"] == f"{HOST}/en/claims/{knowledge['claim'].pk}/"
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
def test_figure_is_a_plain_decimal(ask, knowledge, value, text):
    claim = knowledge["claim"]
    claim.value = value
    claim.save()
    assert ask("claims/harbour-loss/").json()["figure"]["value"] == text


def test_claim_without_a_figure(ask, knowledge):
    claim = knowledge["claim"]
    claim.value, claim.metric, claim.period = None, "", ""
    claim.save()
    body = ask("claims/harbour-loss/").json()
    assert (body["figure"], body["metric"], body["period"]) == (None, None, None)


def test_platform_with_its_life(ask, knowledge):
    body = ask("platforms/harbour/").json()
    assert body["aliases"] == ["海港"]
    assert body["parent"]["id"] == "quay"
    assert body["life"]["began"]["event"]["id"] == "harbour-opened"
    assert body["life"]["ended"]["when"]["edtf"] == "2019-06"
    assert body["life"]["months"] == {"fewest": 25, "most": 29}
    assert (body["life"]["outcome"], body["life"]["is_failure"]) == ("shut_down", True)
    assert [(step["id"], step["how"]) for step in body["successors"]] == [("quay", "merged")]
    assert ask.ids(body["events_url"]) == ["harbour-closed", "harbour-opened"]
    assert ask.ids(body["claims_url"]) == ["harbour-loss"]


def test_platform_with_its_parts(ask, knowledge):
    body = ask("platforms/quay/").json()
    assert [part["id"] for part in body["parts"]] == ["harbour"]
    assert [step["id"] for step in body["predecessors"]] == ["harbour"]
    assert body["life"] == {
        "began": None, "ended": None, "outcome": None, "is_failure": False, "months": None,
    }  # fmt: skip


def test_source_is_a_record_without_its_text(ask, knowledge):
    body = ask("sources/article/").json()
    assert body["title"] == {"en": "An article", "zh-Hans": "文章"}
    assert body["outlet"]["id"] == "post"
    assert body["original_url"] == "https://post.example/1"
    assert body["published"]["edtf"] == "2020-06-01"
    assert "Nobody used it" not in str(body)
    assert ask.ids(body["events_url"]) == ["harbour-closed", "harbour-opened"]
    assert ask.ids(body["claims_url"]) == ["harbour-loss"]


def test_source_with_a_dangerous_address(ask, knowledge):
    SourceFactory(slug="evil", url="javascript:alert(1)")
    assert ask("sources/evil/").json()["original_url"] is None


def test_tag(ask, knowledge):
    body = ask("tags/weak-demand/").json()
    assert (body["parent"]["id"], body["aliases"]) == ("money", ["no buyers"])
    assert [tag["id"] for tag in ask("tags/money/").json()["narrower"]] == ["weak-demand"]
    assert ask.ids(body["events_url"]) == ["harbour-closed"]


def test_merged_tag_leads_on(ask, knowledge):
    response = ask("tags/low-demand/", 302)
    assert response["Location"] == f"{HOST}/api/v1/tags/weak-demand/"
    assert response["Access-Control-Allow-Origin"] == "*"


def test_tag_of_another_script(ask, knowledge):
    from tests.factories import TagFactory

    TagFactory(slug="需求", name="x")
    address = next(row for row in ask("tags/").json()["results"] if row["id"] == "需求")["api_url"]
    assert "%E9%9C%80" in address
    assert ask(address).json()["id"] == "需求"


def test_dispute(ask, knowledge):
    body = ask("disputes/when-closed/").json()
    assert body["url"] == f"{HOST}/en/disputes/#when-closed"
    assert (body["state"], body["resolution"]["en"]) == ("resolved", "In June.")
    position = body["positions"][0]
    assert [row["id"] for row in position["claims"] + position["events"]] == [
        "harbour-loss", "harbour-closed",
    ]  # fmt: skip


def test_quotation_of_a_digest_says_so(ask, knowledge):
    snapshot = snapshot_of(SourceFactory(language="zh-Hans"), "It closed in June 2019.", "digest")
    published_event(slug="digested", snapshot=snapshot)
    item = ask("events/digested/").json()["evidence"][0]
    assert (item["text"], item["language"]) == ("digest", "en")


def test_passage_is_there_once(ask, knowledge):
    event, snapshot = knowledge["event"], knowledge["snapshot"]
    evidence_for(event, snapshot, block_start=0, block_end=3)
    assert len(ask("events/harbour-closed/").json()["evidence"]) == 1


@pytest.mark.parametrize("name", LISTS)
def test_list_says_of_a_row_what_the_row_says(ask, knowledge, name):
    rows = {row["id"]: row for row in ask(f"{name}/").json()["results"]}
    one = ask(f"{name}/{ONES[name]}/").json()
    assert rows[ONES[name]].items() <= one.items()
    assert ask(one["api_url"]).json() == one
    assert Client().get(one["url"]).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "prefix"),
    [
        ("", "/en/"), ("zh-CN,en;q=0.5", "/zh-hans/"), ("zh-Hant", "/zh-hans/"), ("en-GB,zh", "/en/"),
        ("fr", "/en/"), ("fr,zh;q=0.4,en;q=0.3", "/zh-hans/"), ("%%", "/en/"),
    ],
)  # fmt: skip
def test_page_is_in_the_language_accepted(ask, knowledge, accepted, prefix):
    ask.client.cookies["django_language"] = "zh-hans" if prefix == "/en/" else "en"
    body = ask("events/harbour-closed/", Accept_Language=accepted).json()
    assert body["url"].startswith(f"{HOST}{prefix}")
    assert body["evidence"][0]["url"].startswith(f"{HOST}{prefix}")
