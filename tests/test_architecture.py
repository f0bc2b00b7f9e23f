"""Structure that no other check covers: model dependencies, module size, templates."""

from pathlib import Path

import pytest
from django.apps import apps
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[1]
MAX_LINES = 300


def modules(*folders):
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def test_models_of_sources_have_no_relation_to_events():
    relations = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("sources").get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete
        and field.is_relation
        and field.related_model
        and field.related_model._meta.app_label == "events"
    ]
    assert relations == []


@pytest.mark.slow
def test_no_module_is_too_long():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules("kb", "sources", "events", "bench", "script")
        if "migrations" not in path.parts
    }
    assert len(lengths) > 100
    assert {path: length for path, length in lengths.items() if length > MAX_LINES} == {}


TEMPLATES = sorted(
    str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.html")
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_compiles(name):
    get_template(name)


def test_templates_hold_no_inline_code():
    """Check for inline code, which the content security policy blocks in the browser."""
    for name in TEMPLATES:
        text = (ROOT / "templates" / name).read_text(encoding="utf-8").lower()
        for inline in (
            " style=",
            " onclick=",
            " onload=",
            "<style",
            "javascript:",
            "|safe",
            "autoescape off",
        ):
            assert inline not in text, (name, inline)
