"""The schema is valid OpenAPI 3.1 by independent validators, and matches the code."""

import re

import jsonschema
import pytest
from django.core.management import call_command
from django.urls import get_resolver
from drf_spectacular.validation import validate_schema
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from events.filters.events import EventFilter
from events.outputs.api.descriptions import DESCRIPTIONS
from events.outputs.api.schema import schema_in


@pytest.fixture
def document(api):
    return api("schema/").json()


def operations(document):
    return {path: item["get"] for path, item in document["paths"].items()}


@pytest.mark.slow
def test_schema_is_openapi(document):
    assert document["openapi"] == "3.1.0"
    validate(document, cls=OpenAPIV31SpecValidator)
    validate_schema(document)


@pytest.mark.slow
def test_schema_is_generated_without_warnings(db, tmp_path, capsys):
    call_command("spectacular", "--validate", "--fail-on-warn", file=str(tmp_path / "schema.yaml"))
    assert "Warning" not in capsys.readouterr().err


def test_schema_has_every_path_but_its_own(document):
    names = {name for name in get_resolver().reverse_dict if str(name).startswith("api-")} - {
        "api-schema"
    }
    assert len(document["paths"]) == len(names) == 12


def test_schema_has_every_filter_but_those_for_editors(document):
    names = {item["name"] for item in operations(document)["/api/v1/events/"]["parameters"]}
    assert names == set(EventFilter.base_filters) - {"state"} | {"limit", "cursor", "sort"}


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/api/v1/events/", "/api/v1/claims/", "/api/v1/disputes/"])
def test_choices_of_parameters_are_those_of_the_filter(api, document, path):
    for item in operations(document)[path]["parameters"]:
        schema = item["schema"].get("items", item["schema"])
        for value in schema.get("enum", []):
            assert api(f"{path}?{item['name']}={value}")
    assert operations(document)["/api/v1/events/"]["parameters"]


def test_schema_has_each_status_of_each_path(document):
    for path, operation in operations(document).items():
        expected = {"200", "304", "405", "406", "412", "429", "500", "400"}
        expected |= {"404"} if "{id}" in path else set()
        expected |= {"302"} if "{id}" in path else set()
        assert set(operation["responses"]) == expected


def test_schema_has_no_enum_ids(document):
    assert "x-spec-enum-id" not in str(document)


@pytest.mark.slow
def test_structure_is_the_same_in_both_languages():
    english, chinese = schema_in("en"), schema_in("zh-hans")
    assert set(english["components"]["schemas"]) == set(chinese["components"]["schemas"])
    assert list(english["paths"]) == list(chinese["paths"])


@pytest.mark.slow
def test_validation_refuses_responses_that_differ_from_the_schema(api, knowledge, monkeypatch):
    """Validation fails for an additional property, and for a missing one."""
    from events.outputs.api.serializers.tag import TagSerializer

    original = TagSerializer.to_representation
    monkeypatch.setattr(
        TagSerializer, "to_representation", lambda *arguments: {**original(*arguments), "x": 1}
    )
    with pytest.raises(jsonschema.ValidationError, match="'x' was unexpected"):
        api("tags/")
    monkeypatch.setattr(TagSerializer, "to_representation", lambda *arguments: {"id": "x"})
    with pytest.raises(jsonschema.ValidationError, match="is a required property"):
        api("tags/")


def published_descriptions(document: dict) -> list[str]:
    """Return the descriptions of all operations and components in the schema."""
    operations = [item for methods in document["paths"].values() for item in methods.values()]
    components = list(document["components"]["schemas"].values())
    return [item["description"] for item in (*operations, *components) if item.get("description")]


def test_descriptions_are_listed_for_translators():
    assert set(published_descriptions(schema_in("en"))) == set(DESCRIPTIONS)


def test_chinese_schema_describes_everything_in_chinese():
    document = schema_in("zh-hans")
    texts = [*published_descriptions(document), document["info"]["description"]]
    assert [item for item in texts if not re.search("[\u4e00-\u9fff]", item)] == []
