"""The schema is OpenAPI 3.1 by others' judgement, and says what the code does."""

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
def document(ask):
    return ask("schema/").json()


def operations(document):
    return {path: item["get"] for path, item in document["paths"].items()}


def test_schema_is_openapi(document):
    assert document["openapi"] == "3.1.0"
    validate(document, cls=OpenAPIV31SpecValidator)
    validate_schema(document)


def test_schema_is_made_without_a_doubt(db, tmp_path, capsys):
    call_command("spectacular", "--validate", "--fail-on-warn", file=str(tmp_path / "schema.yaml"))
    assert "Warning" not in capsys.readouterr().err


def test_schema_has_every_address_of_the_api_but_its_own(document):
    names = {name for name in get_resolver().reverse_dict if str(name).startswith("api-")} - {
        "api-schema"
    }
    assert len(document["paths"]) == len(names) == 12


def test_schema_has_every_parameter_of_the_filter_but_the_editors(document):
    found = {item["name"] for item in operations(document)["/api/v1/events/"]["parameters"]}
    assert found == set(EventFilter.base_filters) - {"state"} | {"limit", "cursor", "sort"}


@pytest.mark.parametrize("path", ["/api/v1/events/", "/api/v1/claims/", "/api/v1/disputes/"])
def test_choices_of_parameters_are_those_of_the_filter(ask, document, path):
    for item in operations(document)[path]["parameters"]:
        schema = item["schema"].get("items", item["schema"])
        for value in schema.get("enum", []):
            ask.client.get(path, {item["name"]: value})
            assert ask(f"{path}?{item['name']}={value}")
    assert operations(document)["/api/v1/events/"]["parameters"]


def test_schema_says_each_status_of_each_address(document):
    for path, operation in operations(document).items():
        expected = {"200", "304", "405", "406", "412", "429", "500", "400"}
        expected |= {"404"} if "{id}" in path else set()
        expected |= {"302"} if path == "/api/v1/tags/{id}/" else set()
        assert set(operation["responses"]) == expected


def test_schema_notes_nothing_of_its_generator(document):
    assert "x-spec-enum-id" not in str(document)


def test_descriptions_follow_the_language_and_the_shape_does_not():
    english, chinese = schema_in("en"), schema_in("zh-hans")
    assert set(english["components"]["schemas"]) == set(chinese["components"]["schemas"])
    assert list(english["paths"]) == list(chinese["paths"])


def test_check_of_answers_refuses_what_the_schema_does_not_have(ask, knowledge, monkeypatch):
    """The tests' own check can fail: on a property too many, and on one too few."""
    from events.outputs.api.serializers.tag import TagSerializer

    whole = TagSerializer.to_representation
    monkeypatch.setattr(
        TagSerializer, "to_representation", lambda *given: {**whole(*given), "x": 1}
    )
    with pytest.raises(jsonschema.ValidationError, match="'x' was unexpected"):
        ask("tags/")
    monkeypatch.setattr(TagSerializer, "to_representation", lambda *given: {"id": "x"})
    with pytest.raises(jsonschema.ValidationError, match="is a required property"):
        ask("tags/")


def described(document: dict) -> list[str]:
    """What the schema says of its operations and shapes, as it says it."""
    operations = [one for methods in document["paths"].values() for one in methods.values()]
    components = list(document["components"]["schemas"].values())
    return [one["description"] for one in (*operations, *components) if one.get("description")]


def test_descriptions_are_listed_for_translators():
    assert set(described(schema_in("en"))) == set(DESCRIPTIONS)


def test_chinese_schema_describes_everything_in_chinese():
    document = schema_in("zh-hans")
    words = [*described(document), document["info"]["description"]]
    assert [one for one in words if not re.search("[\u4e00-\u9fff]", one)] == []
