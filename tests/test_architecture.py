"""What holds the project together: the one-way flow, the size of modules, templates that compile."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[1]
ENTRY_POINTS = {"manage.py"}
LONGEST = 300


def modules(*folders):
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def imported(path):
    """The name of every module that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def importers(package, *folders):
    return [
        str(path.relative_to(ROOT))
        for path in modules(*folders)
        if any(name == package or name.startswith(f"{package}.") for name in imported(path))
    ]


def test_no_model_of_sources_points_at_events():
    pointing = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("sources").get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete
        and field.is_relation
        and field.related_model
        and field.related_model._meta.app_label == "events"
    ]
    assert pointing == []


def test_sources_imports_nothing_of_events():
    assert importers("events", "sources") == []
    assert importers("sources", "events")


def test_nothing_imports_the_projects_configuration():
    assert importers("kb", "sources", "events", "bench") == []


@pytest.mark.parametrize(
    ("folder", "package"), [("sources", "events"), ("sources", "kb"), ("events", "kb")]
)
def test_lint_refuses_imports_against_the_flow(folder, package):
    found = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=concise",
         "--stdin-filename", f"{folder}/against_the_flow.py", "-"],
        cwd=ROOT, input=f"from {package}.models import Thing\n\nprint(Thing)\n",
        capture_output=True, text=True,
    )  # fmt: skip
    assert "TID251" in found.stdout, found.stdout + found.stderr


def test_lint_allows_imports_with_the_flow():
    found = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=concise",
         "--stdin-filename", "events/with_the_flow.py", "-"],
        cwd=ROOT, input="from sources.models import Source\n\nprint(Source)\n",
        capture_output=True, text=True,
    )  # fmt: skip
    assert found.returncode == 0, found.stdout + found.stderr


def test_no_module_is_too_long():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules("kb", "sources", "events", "bench", "script")
        if "migrations" not in path.parts
    }
    assert len(lengths) > 100
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


TEMPLATES = sorted(
    str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.html")
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_compiles(name):
    get_template(name)


def test_templates_hold_no_inline_code():
    """The content security policy would refuse it in the browser, silently."""
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
