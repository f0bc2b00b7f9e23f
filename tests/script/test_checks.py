"""Each check of script/check finds the faults it is meant to find."""

import runpy
from contextlib import suppress
from pathlib import Path

import pytest

CHECKS = Path(__file__).resolve().parents[2] / "script" / "checks"
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def faults(check, argument):
    return function_of(check, "faults")(argument)


def function_of(check, name):
    return runpy.run_path(str(CHECKS / f"{check}.py"))[name]


@pytest.mark.parametrize(
    "line",
    [
        "Django  # web framework of the project",
        "Django>=5.2  # web framework of the project",
        "Django==5.2.19",
        "Django==5.2.19  #",
        "Django==5.2.19  # web",
    ],
)
def test_requirement_without_pin_or_reason_is_found(line):
    assert len(faults("requirements", f"# The site\n{line}\n")) == 1


def test_requirement_that_occurs_twice_is_found():
    line = "{}==1.0  # a reason long enough\n"
    assert faults("requirements", line.format("django-csp")) == []
    assert faults("requirements", line.format("django-csp") + line.format("Django_CSP")) == [
        "line 2: django-csp occurs twice"
    ]


@pytest.mark.parametrize(
    ("lock", "is_fault"),
    [
        ("django-csp==4.0 \\\n    --hash=sha256:1\n", False),
        ("django-csp==4.0 ; sys_platform == 'linux' \\\n    --hash=sha256:1\n", False),
        ("django-csp==3.9 \\\n    --hash=sha256:1\n", True),
        ("django==4.0 \\\n    --hash=sha256:1\n", True),
        ("--index-url https://example.org\ndjango-csp==4.0\n", True),
    ],
)
def test_requirement_that_the_lock_lacks_is_found(lock, is_fault):
    requirements = "Django_CSP==4.0  # a reason long enough\n"
    assert bool(function_of("requirements", "lock_faults")(requirements, lock)) is is_fault


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ('msgid "One"\nmsgstr "一"\n', None),
        ('msgid "One"\nmsgstr ""\n', "not translated"),
        ('#, fuzzy\nmsgid "One"\nmsgstr "一"\n', "fuzzy"),
        ('#, python-format\nmsgid "%(n)s of them"\nmsgstr "%(m)s 个"\n', "unknown"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\n', "not translated"),
    ],
)
def test_message_with_a_faulty_translation_is_found(tmp_path, message, fault):
    catalogue = tmp_path / "django.po"
    catalogue.write_text(HEADER + message, encoding="utf-8")
    messages = faults("translations", catalogue)
    assert len(messages) == (fault is not None)
    assert fault is None or fault in messages[0]


def test_message_that_is_missing_or_unused_is_found(tmp_path):
    catalogue, page, code = tmp_path / "django.po", tmp_path / "page.html", tmp_path / "code.py"
    used = 'msgid "Claims"\nmsgstr "说法"\n\nmsgctxt "date"\nmsgid "Old"\nmsgstr "旧"\n\n'
    catalogue.write_text(HEADER + used + 'msgid "Idle"\nmsgstr "闲"\n', encoding="utf-8")
    page.write_text('{% translate "Claims" %}{{ names|join:_(", ") }}')
    code.write_text('words = pgettext("date", "Old"), ngettext("%d day", "%d days", 2)\n')
    messages = function_of("translations", "catalogue_differences")(
        catalogue, [page, code], tmp_path
    )
    assert [text.split(": ", 1)[1].split(" is ")[0] for text in messages] == [
        "'Idle'",
        "'%d day'",
        "', '",
    ]


def test_comment_that_names_the_wrong_file_is_found(tmp_path):
    catalogue, page = tmp_path / "django.po", tmp_path / "page.html"
    page.write_text('{% translate "Claims" %}')
    catalogue.write_text(
        HEADER + '#: page.html gone.html\nmsgid "Claims"\nmsgstr "说法"\n', encoding="utf-8"
    )
    messages = function_of("translations", "catalogue_differences")(catalogue, [page], tmp_path)
    assert [text.split(": ", 1)[1] for text in messages] == ["'Claims' is not used in gone.html"]


def test_template_that_does_not_compile_is_found(tmp_path):
    (tmp_path / "good.html").write_text("{% if a %}{{ a }}{% endif %}")
    (tmp_path / "bad.html").write_text("{% if a %}{{ a }}")
    messages = faults("templates", [tmp_path])
    assert len(messages) == 1
    assert "bad.html" in messages[0]


def test_template_line_over_120_columns_is_found(tmp_path):
    template = tmp_path / "page.html"
    template.write_text(f"{'a' * 120}\n{'b' * 121}\n")
    long_lines = function_of("templates", "long_lines")(template, template.read_text())
    assert long_lines == [f"{template}:2: 121 columns, more than 120"]


@pytest.mark.parametrize(
    ("line", "is_fault"),
    [
        ("  color: red;", False),
        ('  content: ";}"; /* color: red; */', False),
        ("  src: url(data:a;b) format(c);", False),
        ("a:not([b], .c) {", False),
        ("  color: red; margin: 0;", True),
        ("a { color: red; }", True),
        ("a { color: red }", True),
    ],
)
def test_line_with_two_declarations_is_found(tmp_path, line, is_fault):
    sheet = tmp_path / "sheet.css"
    sheet.write_text(f"/* One\ncolor: red; margin: 0; */\n{line}\n")
    assert [fault.split(": ")[0] for fault in faults("stylesheets", [sheet])] == (
        [f"{sheet}:3"] if is_fault else []
    )


def test_message_of_an_indented_template_is_found(tmp_path):
    catalogue, page = tmp_path / "django.po", tmp_path / "page.html"
    catalogue.write_text(HEADER, encoding="utf-8")
    page.write_text('<ul>\n    <li>\n  {% translate "Claims" %}\n    </li>\n</ul>\n')
    found = function_of("translations", "catalogue_differences")(catalogue, [page], tmp_path)
    assert [fault.split(": ", 1)[1].split(" is ")[0] for fault in found] == ["'Claims'"]


def change(old, file="events/web/links.py"):
    return function_of("mutations", "Mutation")(file, old, "new", "The reason.")


@pytest.fixture
def project(tmp_path):
    """Create a project with one module and its tests."""
    for name in (
        "events/web/links.py",
        "tests/events/test_web.py",
        "tests/events/web/test_links.py",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("once\ntwice\ntwice\n")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "file", "count"),
    [
        ("once", "events/web/links.py", None),
        ("twice", "events/web/links.py", 2),
        ("never", "events/web/links.py", 0),
        ("once", "events/web/gone.py", 0),
    ],
)
def test_listed_mistake_that_is_out_of_date_is_found(project, old, file, count):
    stale = function_of("mutations", "stale")([change(old, file)], project)
    expected = [] if count is None else [f"{file}: The reason.\n    occurs {count} times: {old}"]
    assert stale == expected


def test_mistakes_are_undone_after_the_tests_also_if_they_are_interrupted(project):
    applied = function_of("mutations", "applied")
    file = project / "events" / "web" / "links.py"
    before = file.read_text()
    changes = [change("once\n"), change("twice\ntwice")]
    with suppress(KeyboardInterrupt), applied(changes, project):
        assert file.read_text() == "newnew\n"
        raise KeyboardInterrupt
    assert file.read_text() == before


def test_first_tests_of_a_mistake_are_those_at_the_same_path(project):
    assert change("once").first_tests(project) == [
        "tests/events/web/test_links.py", "tests/events/test_web.py", "tests/events/web",
    ]  # fmt: skip
    assert change("once", "events/web/api/views.py").first_tests(project) == [
        "tests/events/test_web.py", "tests/events/web",
    ]  # fmt: skip
    assert change("once", "kb/settings.py").first_tests(project) == ["tests"]
