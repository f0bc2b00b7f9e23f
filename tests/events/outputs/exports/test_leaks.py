"""No output contains what only editors may see, for any user."""

import pytest

from tests.events.outputs.exports.conftest import HIDDEN_TEXTS

FILES = (
    *(f"events.{name}" for name in ("csv", "jsonl", "jsonld", "ics", "timelinejs.json")),
    *(f"claims.{name}" for name in ("csv", "jsonl", "jsonld")),
    "annotations.jsonld",
)


class TestExports:
    @pytest.mark.parametrize("name", FILES)
    @pytest.mark.parametrize("role", ["reader", "curator"])
    def test_export_is_public_data_only(self, exported, request, name, role):
        assert exported(name, client=request.getfixturevalue(role))

    @pytest.mark.parametrize("name", FILES)
    def test_filtered_export_is_public_data_only(self, exported, name):
        assert "harbour" in exported(name, "?platform=quay").lower()

    @pytest.mark.parametrize("name", FILES)
    def test_state_is_no_filter_even_for_curators(self, base, curator, name):
        response = curator.get(f"/export/{name}?state=draft")
        assert response.status_code == 400
        assert "state" in response.content.decode()


class TestPages:
    @pytest.mark.slow
    @pytest.mark.parametrize("address", ["/en/events/harbour-closes/", "claim"])
    def test_json_ld_of_a_page_leaves_out_unaccepted_articles_for_editors_too(
        self, base, curator, address
    ):
        if address == "claim":
            address = base.ranked.get_absolute_url()
        html = curator.get(address).content.decode()
        data = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
        assert "gazette" in data
        assert [word for word in HIDDEN_TEXTS if word in data] == []

    def test_page_of_a_draft_has_no_json_ld(self, base, curator):
        assert b"ld+json" not in curator.get("/en/events/hidden-draft/").content
