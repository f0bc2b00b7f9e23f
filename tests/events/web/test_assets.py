"""Style sheets and scripts of a template, joined by collectstatic."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

from events.web.assets import asset_lists, joined_name
from events.web.storage import StaticFilesStorage


def rendered(source: str) -> str:
    return Template("{% load assets %}" + source).render(Context())


@pytest.fixture
def collected(tmp_path) -> StaticFilesStorage:
    """Return a storage with the project's static files, collected and joined."""
    storage = StaticFilesStorage(location=tmp_path)
    names = [
        f"{kind}/{path.name}"
        for kind in ("css", "js")
        for path in (settings.BASE_DIR / "static" / kind).iterdir()
    ]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((settings.BASE_DIR / "static" / name).read_bytes())
    list(storage.post_process({name: (storage, name) for name in names}))
    return storage


def text_of(storage: StaticFilesStorage, names: tuple[str, ...]) -> str:
    return Path(storage.path(storage.hashed_files[joined_name(names)])).read_text()


def test_lists_are_read_from_templates(tmp_path):
    (tmp_path / "a.html").write_text("{% stylesheets %}css/a.css css/b.css{% endstylesheets %}")
    (tmp_path / "b.html").write_text(
        '<p>{% stylesheets %}css/c.css{% endstylesheets %}{% scripts "js/d.js" %}</p>'
    )
    lists = list(asset_lists([tmp_path]))
    assert lists == [("css/a.css", "css/b.css"), ("css/c.css",), ("js/d.js",)]


def test_name_depends_on_the_files_and_their_order():
    assert len({joined_name(names) for names in (["a", "b"], ["b", "a"], ["a"])}) == 3


def test_joined_file_is_in_the_folder_of_its_type():
    assert joined_name(["css/a.css"]).startswith("css/joined-")
    assert joined_name(["js/a.js"]).endswith(".js")


def test_uncollected_files_are_linked_one_by_one():
    html = rendered("{% stylesheets %}css/base.css css/marks.css{% endstylesheets %}")
    assert html.index("css/base") < html.index("css/marks")
    assert html.count("<link") == 2
    assert rendered('{% scripts "js/copy-link.js" "js/facet-rest.js" %}').count("<script") == 2


def test_collected_style_sheets_are_one_file(collected):
    for names in asset_lists(settings.TEMPLATES[0]["DIRS"]):
        text = text_of(collected, names)
        for name in names:
            if name.endswith(".css"):
                assert (settings.BASE_DIR / "static" / name).read_text().strip() in text


def test_collected_scripts_are_one_file_without_imports(collected):
    lists = [names for names in asset_lists(settings.TEMPLATES[0]["DIRS"]) if "js/" in names[0]]
    assert lists
    for names in lists:
        text = text_of(collected, names)
        assert not re.search(r"^\s*(import|export)\b", text, re.M)
        assert text.count("= (() => {") >= len(names)
