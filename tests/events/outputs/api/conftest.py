"""Requests to the API in tests: every response is validated strictly against the schema."""

from __future__ import annotations

import copy
import json
from functools import cache

import jsonschema
import pytest
from django.test import Client
from django.urls import resolve

from events.models import Evidence
from events.outputs.api.schema import schema_in
from tests.factories import (
    ClaimantFactory,
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


@cache
def strict_schema():
    """Return the schema, changed to forbid properties that it does not name."""
    document = copy.deepcopy(schema_in("en"))
    for component in document["components"]["schemas"].values():
        assert component["type"] == "object"
        component["additionalProperties"] = False
    return document


def validate_response(response):
    """Assert that the response is one that the schema has for its address."""
    path = response.wsgi_request.path_info
    match = resolve(path)
    document = strict_schema()
    if match.url_name is None:  # The schema does not describe unknown addresses.
        schema = {"$ref": "#/components/schemas/ProblemDetails"}
        expected = {"content": {"application/problem+json": {"schema": schema}}}
    else:
        end = "/{id}/" if "id" in match.kwargs else "/"
        template = f"/api/v1/{path.split('/')[3]}{end}"
        expected = document["paths"][template]["get"]["responses"][str(response.status_code)]
    if "content" not in expected:
        assert response.content == b""
        return
    schema = expected["content"][response.headers["Content-Type"]]["schema"]
    validator(json.dumps(schema)).validate(json.loads(response.content))


@cache
def validator(schema):
    """Return the validator of a schema of responses, which is JSON text."""
    return jsonschema.Draft202012Validator(
        {**json.loads(schema), "components": strict_schema()["components"]},
        format_checker=jsonschema.FormatChecker(),
    )


class CheckedClient:
    """A client that validates every response."""

    def __init__(self, client):
        self.client = client

    def __call__(self, address, status=200, **headers):
        path = address if address.startswith(("/", "http")) else f"/api/v1/{address}"
        path = path.removeprefix("http://testserver")
        response = self.client.get(
            path, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        assert response.status_code == status, response.content
        if status != 301 and "/schema/" not in path:
            validate_response(response)
        return response

    def ids(self, address):
        return [row["id"] for row in self(address).json()["results"]]

    def errors(self, address, status=400):
        """Return the problems of a refused request as (parameter, message)."""
        body = self(address, status).json()
        assert body["status"] == status
        return [(item["parameter"], item["message"]) for item in body["errors"]]


@pytest.fixture
def api(db):
    return CheckedClient(Client())


@pytest.fixture
def knowledge(db, class_knowledge):
    """Return complete rows of every resource; one platform is a part of the other."""
    return copy.deepcopy(class_knowledge)


@pytest.fixture(scope="class")
def class_knowledge(shared_rows):
    with shared_rows():
        company = PlatformFactory(slug="quay", name_en="Quay Company", kind="company")
        platform = PlatformFactory(
            slug="harbour", name_en="Harbour", name_zh="港湾", summary_en="A shop.", parent=company
        )
        platform.aliases.create(text="海港")
        platform.successors.add(company, through_defaults={"kind": "merged"})
        wide = TagFactory(slug="money", name="Money", facet="theme")
        tag = TagFactory(
            slug="weak-demand",
            name="Weak demand",
            name_zh="需求不足",
            parent=wide,
            aliases=["no buyers"],
        )
        TagFactory(slug="low-demand", name="Low demand", merged_into=tag)
        outlet = OutletFactory(slug="post", name_en="The Post", url="https://post.example/")
        source = SourceFactory(
            slug="article", title="文章", title_en="An article", language="zh-Hans", authors=["安·莫尔"],
            outlet=outlet, published="2020-06-01", url="https://post.example/1",
        )  # fmt: skip
        snapshot = snapshot_of(source)
        event = published_event(
            slug="harbour-closed", title_en="Harbour closed", title_zh="港湾关闭", when="2019-06",
            kind="shutdown", outcome="shut_down", markets=["US", "europe"], date_note_en="The Post says so.",
            platforms=[platform], tags=[tag], snapshot=snapshot,
        )  # fmt: skip
        published_event(
            slug="harbour-opened", when="2017-37", platforms=[platform], snapshot=snapshot
        )
        claim = published_claim(
            key="harbour-loss", statement_en="Harbour lost money", kind="statistic", metric="loss",
            value="30000000000.5", unit="money", currency="USD", period="2018", asserted="2020-06-01",
            rank="preferred", rank_reason="It is first hand.", platforms=[platform], snapshot=snapshot,
            claimant=ClaimantFactory(slug="ann", name_en="Ann Mole", affiliation_en="Quay"),
        )  # fmt: skip
        claim.tags.add(tag)
        claim.events.add(event)
        evidence_for(claim, snapshot, "Nobody used it", stance="disputes")
        Evidence.objects.update(quoted=True)
        dispute = DisputeFactory(
            slug="when-closed", question_en="When was it closed?", state="resolved",
            resolution_en="In June.",
        )  # fmt: skip
        position = PositionFactory(dispute=dispute)
        position.claims.add(claim)
        position.events.add(event)
        yield {
            "event": event,
            "claim": claim,
            "snapshot": snapshot,
            "platform": platform,
            "tag": tag,
        }
