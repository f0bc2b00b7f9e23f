"""Sheets that a template asks for together, joined where static files are gathered."""

from django.conf import settings
from django.template import Context, Template

from events.stylesheets import joined_name, lists_in
from kb.static_storage import StaticFilesStorage


def test_lists_are_read_out_of_templates(tmp_path):
    (tmp_path / "a.html").write_text('{% stylesheets "css/a.css" "css/b.css" %}')
    (tmp_path / "b.html").write_text('<p>{% stylesheets "css/c.css" %}</p>')
    assert list(lists_in([tmp_path])) == [("css/a.css", "css/b.css"), ("css/c.css",)]


def test_name_depends_on_the_sheets_and_their_order():
    assert len({joined_name(names) for names in (["a", "b"], ["b", "a"], ["a"])}) == 3


def test_ungathered_sheets_are_linked_one_by_one():
    page = Template('{% load stylesheets %}{% stylesheets "css/base.css" "css/marks.css" %}')
    html = page.render(Context())
    assert html.index("css/base") < html.index("css/marks")
    assert html.count("<link") == 2


def test_gathered_sheets_are_one_file_with_all_of_them(tmp_path):
    storage = StaticFilesStorage(location=tmp_path)
    folder = settings.BASE_DIR / "static" / "css"
    (tmp_path / "css").mkdir()
    for path in folder.glob("*.css"):
        (tmp_path / "css" / path.name).write_bytes(path.read_bytes())
    paths = {f"css/{path.name}": (storage, f"css/{path.name}") for path in folder.glob("*.css")}
    list(storage.post_process(paths))
    for names in lists_in(settings.TEMPLATES[0]["DIRS"]):
        joined = tmp_path / storage.hashed_files[joined_name(names)]
        text = joined.read_text()
        for name in names:
            assert (settings.BASE_DIR / "static" / name).read_text().strip() in text
