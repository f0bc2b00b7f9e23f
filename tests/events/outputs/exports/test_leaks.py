"""No output holds what only editors may see, whoever asks for it."""

import pytest

from tests.events.outputs.exports.conftest import SECRETS

FILES = (
    *(f"events.{form}" for form in ("csv", "jsonl", "jsonld", "ics", "timelinejs.json")),
    *(f"claims.{form}" for form in ("csv", "jsonl", "jsonld")),
    "annotations.jsonld",
)
OTHERS = (
    "/feeds/events.atom", "/en/embed/", "/sitemap.xml", "/sitemap-event-0.xml",
    "/sitemap-claim-0.xml", "/sitemap-source-0.xml", "/en/embed/events/harbour-opens/",
)  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("who", ["reader", "curator"])
def test_export_holds_only_what_readers_see(exported, request, name, who):
    assert exported(name, client=request.getfixturevalue(who))


@pytest.mark.parametrize("name", FILES)
def test_filtered_export_holds_only_what_readers_see(exported, name):
    assert "harbour" in exported(name, "?platform=quay").lower()


@pytest.mark.parametrize("address", OTHERS)
@pytest.mark.parametrize("who", ["reader", "curator"])
def test_other_outputs_hold_only_what_readers_see(base, request, address, who):
    response = request.getfixturevalue(who).get(address)
    assert response.status_code == 200
    text = response.getvalue().decode()
    assert [word for word in SECRETS if word in text] == []


@pytest.mark.parametrize("address", ["/en/events/harbour-closes/", "claim"])
def test_data_of_a_page_leaves_out_unaccepted_articles_for_editors_too(base, curator, address):
    if address == "claim":
        address = base.ranked.get_absolute_url()
    html = curator.get(address).content.decode()
    data = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert "gazette" in data
    assert [word for word in SECRETS if word in data] == []


@pytest.mark.parametrize(
    "address",
    ["/en/embed/events/hidden-draft/", "/en/cards/events/hidden-retracted.png",
     "/oembed?url=http://testserver/en/events/hidden-draft/"],
)  # fmt: skip
def test_hidden_events_are_not_there(base, curator, address):
    assert curator.get(address).status_code == 404


def test_page_of_a_draft_carries_no_data(base, curator):
    assert b"ld+json" not in curator.get("/en/events/hidden-draft/").content


@pytest.mark.parametrize("name", FILES)
def test_states_are_no_filter_of_exports_even_for_curators(base, curator, name):
    response = curator.get(f"/export/{name}?state=draft")
    assert response.status_code == 400
    assert "state" in response.content.decode()
