from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from kb.database import database_settings

MISSING_DIR = Path("/nonexistent/postgres")
VISIBLE = st.text(st.characters(min_codepoint=0x21, blacklist_categories=["Cs"]), min_size=1)


def settings_of(url):
    settings = database_settings(url, MISSING_DIR)
    return tuple(settings[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME"))


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("postgres://ann:pw@db.example:6543/kb", ("ann", "pw", "db.example", "6543", "kb")),
        ("postgresql://ann@db.example/kb", ("ann", "", "db.example", "", "kb")),
        ("postgres://ann:p%40ss%2Fw%23@h/kb", ("ann", "p@ss/w#", "h", "", "kb")),
        ("postgres://ann:pw@[::1]:5432/kb", ("ann", "pw", "::1", "5432", "kb")),
        ("postgres:///kb", ("", "", "", "", "kb")),
        (
            "postgres:///kb?host=/run/postgresql&port=5433",
            ("", "", "/run/postgresql", "5433", "kb"),
        ),
        ("postgres://ann@%2Frun%2Fpostgresql/kb", ("ann", "", "/run/postgresql", "", "kb")),
        ("postgres://h/kb?user=ann&password=p%26w", ("ann", "p&w", "h", "", "kb")),
        ("postgres://h/%E7%9F%A5%E8%AF%86", ("", "", "h", "", "知识")),
    ],
)
def test_url_parts_become_settings(url, parts):
    assert settings_of(url) == parts


def test_url_query_becomes_options():
    settings = database_settings("postgres://h/kb?sslmode=require&application_name=kb", MISSING_DIR)
    assert settings["OPTIONS"] == {
        "sslmode": "require",
        "application_name": "kb",
        "connect_timeout": 10,
    }


def test_url_timeout_overrides_the_default():
    settings = database_settings("postgres://h/kb?connect_timeout=3", MISSING_DIR)
    assert settings["OPTIONS"]["connect_timeout"] == "3"


@pytest.mark.slow
@given(user=VISIBLE, password=VISIBLE, name=VISIBLE)
def test_url_with_percent_encoding_is_decoded(user, password, name):
    url = f"postgres://{quote(user, safe='')}:{quote(password, safe='')}@h/{quote(name, safe='')}"
    assert settings_of(url) == (user, password, "h", "", name)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://ann:secret@h/kb",
        "sqlite:///kb.sqlite3",
        "host=h dbname=kb",
        "postgres://ann:secret@h",
        "postgres://ann:secret@h/",
        "postgres://ann:sec/ret@h:5432/kb",
        "postgres://ann:secret@h:port/kb?unknown=1",
        "postgres://ann:secret@h/kb?sslmod=require",
        "postgres://ann:secret%zz@h/kb",
        "postgres://[::1/kb",
    ],
)
def test_invalid_url_raises_an_error_with_the_form_and_without_the_password(url):
    with pytest.raises(ImproperlyConfigured) as caught:
        database_settings(url, MISSING_DIR)
    assert "postgres://user:password@host:5432/name" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert "sec" not in str(caught.value)


@pytest.mark.parametrize("url", [None, ""])
def test_missing_url_selects_the_embedded_server_without_starting_it(url, tmp_path):
    settings = database_settings(url, tmp_path / "postgres")
    assert settings["ENGINE"] == "kb.postgres"
    assert settings["EMBEDDED"] == {"data_dir": tmp_path.resolve() / "postgres", "durable": True}
    assert list(tmp_path.iterdir()) == []
