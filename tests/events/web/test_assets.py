"""Style sheets of a template joined by collectstatic, and the modules that its scripts import."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

from events.web.assets import imported_modules, joined_name, stylesheet_lists
from events.web.storage import StaticFilesStorage

STATIC = settings.BASE_DIR / "static"


def rendered(source: str) -> str:
    return Template("{% load assets %}" + source).render(Context())


@pytest.fixture
def collected(tmp_path) -> StaticFilesStorage:
    """Return a storage with the project's static files, collected and joined."""
    storage = StaticFilesStorage(location=tmp_path)
    names = [f"{kind}/{path.name}" for kind in ("css", "js") for path in (STATIC / kind).iterdir()]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((STATIC / name).read_bytes())
    list(storage.post_process({name: (storage, name) for name in names}))
    return storage


def test_lists_are_read_from_templates(tmp_path):
    (tmp_path / "a.html").write_text("{% stylesheets %}css/a.css css/b.css{% endstylesheets %}")
    (tmp_path / "b.html").write_text("<p>{% stylesheets %}\n css/c.css\n{% endstylesheets %}")
    assert stylesheet_lists([tmp_path]) == [("css/a.css", "css/b.css"), ("css/c.css",)]


def test_name_depends_on_the_files_and_their_order():
    assert len({joined_name(names) for names in (["a", "b"], ["b", "a"], ["a"])}) == 3


def test_joined_file_is_in_the_folder_of_its_type():
    assert joined_name(["css/a.css"]).startswith("css/joined-")


def test_uncollected_style_sheets_are_linked_one_by_one():
    html = rendered("{% stylesheets %}css/base.css css/marks.css{% endstylesheets %}")
    assert html.index("css/base") < html.index("css/marks")
    assert html.count("<link") == 2


@pytest.mark.slow
def test_collected_style_sheets_are_one_file(collected):
    for names in stylesheet_lists(settings.TEMPLATES[0]["DIRS"]):
        joined = Path(collected.path(collected.hashed_files[joined_name(names)])).read_text()
        for name in names:
            assert (STATIC / name).read_text().strip() in joined


@pytest.mark.parametrize(
    "statement",
    [
        'import "./b.js";',
        "import './b.js';",
        'import{b}from"./b.js";',
        'import b from "../js/b.js";',
        'import * as b from "./b.js";',
        'import {\n  a,\n  b as c,\n} from "./b.js";',
        'export { b } from "./b.js";',
        'export * from "./b.js";',
    ],
)
def test_every_form_of_static_import_is_read(statement):
    texts = {"js/a.js": f'const path = "./no.js";\n{statement}\n', "js/b.js": ""}
    assert imported_modules(["js/a.js"], texts.__getitem__) == ["js/b.js"]


@pytest.mark.parametrize(
    "text",
    [
        '// import "./b.js";',
        '/** @param {import("./b.js").B} b */',
        ' * import "./b.js";',
        'export const path = "./b.js";',
        'export function load() { return import("./b.js"); }',
    ],
)
def test_other_mentions_of_a_module_are_no_imports(text):
    assert imported_modules(["js/a.js"], {"js/a.js": text}.__getitem__) == []


def test_imports_of_imports_follow_once_even_in_a_circle():
    texts = {
        "js/a.js": 'import "./b.js";\nimport "./sub/c.js";',
        "js/b.js": 'import "./sub/c.js";',
        "js/sub/c.js": 'import "../d.js";\nimport "../a.js";',
        "js/d.js": 'import "./b.js";',
    }
    assert imported_modules(["js/a.js"], texts.__getitem__) == ["js/b.js", "js/sub/c.js", "js/d.js"]
    assert "js/b.js" not in imported_modules(["js/a.js", "js/b.js"], texts.__getitem__)


def test_scripts_are_linked_after_links_that_preload_their_imports():
    html = rendered('{% scripts "js/chart-rail.js" "js/copy-link.js" %}')
    preloaded = re.findall(r'<link rel="modulepreload" href="/static/js/([\w-]+)\.js">', html)
    assert preloaded == ["chart-plot-view", "chart-gestures", "chart-keys"]
    loaded = re.findall(r'<script type="module" src="/static/js/([\w-]+)\.js"></script>', html)
    assert loaded == ["chart-rail", "copy-link"]
    assert html.rindex("<link") < html.index("<script")


@pytest.mark.slow
def test_collected_scripts_are_linked_and_import_each_other_by_hashed_name(collected, monkeypatch):
    monkeypatch.setattr("events.templatetags.assets.staticfiles_storage", collected)
    html = rendered('{% scripts "js/timeline-chart.js" %}')
    linked = set(re.findall(r'"/static/(js/[^"]+)"', html))
    imported = {
        f"js/{name}"
        for path in linked
        for name in re.findall(
            r'^import .*"\./(.+)";$', Path(collected.path(path)).read_text(), re.M
        )
    }
    (entry,) = linked - imported
    assert re.fullmatch(r"js/timeline-chart\.[0-9a-f]{12}\.js", entry)
    assert imported == linked - {entry}
