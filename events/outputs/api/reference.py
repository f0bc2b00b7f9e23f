"""The schema as the reference page shows it: resources, parameters and objects."""

from __future__ import annotations

from dataclasses import dataclass

from events.outputs.api.schema import schema_in

SCHEMA_PREFIX = "#/components/schemas/"


@dataclass(frozen=True)
class Parameter:
    """One parameter of a list. `choices` are its values if the schema lists them."""

    name: str
    words: str
    is_repeatable: bool
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """One property of an object: of a plain `type`, or the object named by `shape`."""

    name: str
    words: str
    type: str
    shape: str
    is_list: bool
    may_be_null: bool
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    """An object in responses."""

    name: str
    words: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Resource:
    """A list, and the detail view of its rows."""

    name: str
    words: str
    list_address: str
    one_address: str
    parameters: tuple[Parameter, ...]
    shape: str
    detail_shape: str


@dataclass(frozen=True)
class Reference:
    """Every resource and every object of the API."""

    resources: tuple[Resource, ...]
    shapes: tuple[Shape, ...]


def reference(language: str) -> Reference:
    """Return the reference with its descriptions in a language, "en" or "zh-hans"."""
    document = schema_in(language)
    components = document["components"]["schemas"]
    lists = [path for path in document["paths"] if "{id}" not in path]
    return Reference(
        tuple(_resource(path, document["paths"]) for path in lists),
        tuple(
            Shape(
                name,
                component.get("description", ""),
                tuple(_field(*item) for item in component["properties"].items()),
            )
            for name, component in components.items()
            if not name.endswith("List")
        ),
    )


def _resource(path: str, paths: dict) -> Resource:
    one_address = f"{path}{{id}}/"
    list_operation, detail_operation = paths[path]["get"], paths[one_address]["get"]
    shape = _response_shape(list_operation).removesuffix("List")
    parameters = tuple(_parameter(item) for item in list_operation["parameters"])
    return Resource(
        list_operation["tags"][0],
        list_operation["description"],
        path,
        one_address,
        parameters,
        shape,
        _response_shape(detail_operation),
    )


def _response_shape(operation: dict) -> str:
    """Return the name of the object that an operation responds with."""
    content = operation["responses"]["200"]["content"]["application/json"]
    return content["schema"]["$ref"].removeprefix(SCHEMA_PREFIX)


def _parameter(item: dict) -> Parameter:
    schema = item["schema"]
    values = schema.get("items", schema)
    return Parameter(
        item["name"],
        item.get("description", ""),
        schema["type"] == "array",
        tuple(values.get("enum", ())),
    )


def _field(name: str, schema: dict) -> Field:
    value = schema.get("items", schema)
    choices = tuple(choice for choice in value.get("enum", ()) if choice is not None)
    types = value.get("type", ())
    types = [types] if isinstance(types, str) else list(types)
    parts = [value, *value.get("oneOf", ()), *value.get("allOf", ())]
    shape = next((part["$ref"].removeprefix(SCHEMA_PREFIX) for part in parts if "$ref" in part), "")
    return Field(
        name,
        schema.get("description", ""),
        value.get("format") or next((kind for kind in types if kind != "null"), ""),
        shape,
        "items" in schema,
        "null" in types or {"type": "null"} in value.get("oneOf", ()),
        choices,
    )
