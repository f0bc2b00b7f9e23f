import os
import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from kb.environment import boolean, comma_separated, rate, secret, variable


@pytest.mark.parametrize("text", ["1", "true", "YES", "on"])
def test_boolean_true(text):
    assert boolean(text) is True


@pytest.mark.parametrize("text", ["0", "False", "no", "off", ""])
def test_boolean_false(text):
    assert boolean(text) is False


def test_comma_separated_list_is_stripped_and_drops_empty_items():
    assert comma_separated(" a, b ,,c") == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("600/min", (600, 60)), ("1/s", (1, 1)), ("5/hour", (5, 3600)), ("off", None), ("OFF", None)],
)
def test_rate(text, expected):
    assert rate(text) == expected


@pytest.mark.parametrize(
    "text", ["", "600", "600/", "0/min", "-1/min", "many/min", "6/week", "٣/min"]
)
def test_rate_that_is_invalid(text):
    with pytest.raises(ValueError, match="write a number, a slash"):
        rate(text)


def test_variable_takes_the_environment_before_its_default(monkeypatch):
    monkeypatch.setenv("KB_THING", "2")
    assert variable("KB_THING", default="1", cast=int) == 2
    monkeypatch.delenv("KB_THING")
    assert variable("KB_THING", default="1", cast=int) == 1


def test_variable_error_says_how_to_set_it(monkeypatch):
    monkeypatch.setenv("KB_THING", "maybe")
    with pytest.raises(
        ImproperlyConfigured, match=r"KB_THING='maybe'.*write 1 or 0.*\.env\.example"
    ):
        variable("KB_THING", default="1", cast=boolean)
    monkeypatch.delenv("KB_THING")
    with pytest.raises(ImproperlyConfigured, match=r"KB_THING is not set.*\.env\.example"):
        variable("KB_THING", default=None)


def test_secret_file_is_created_once_and_only_its_owner_can_read_it(tmp_path, monkeypatch):
    monkeypatch.delenv("KB_THING", raising=False)
    file = tmp_path / "var" / "secret"
    value = secret("KB_THING", file)
    assert len(value) >= 50
    assert secret("KB_THING", file) == value
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600


def test_secret_in_the_environment_creates_no_file(tmp_path, monkeypatch):
    monkeypatch.setenv("KB_THING", "given")
    assert secret("KB_THING", tmp_path / "secret") == "given"
    assert not (tmp_path / "secret").exists()


def test_secret_file_that_is_empty_is_an_error(tmp_path, monkeypatch):
    monkeypatch.delenv("KB_THING", raising=False)
    (tmp_path / "secret").touch()
    with pytest.raises(ImproperlyConfigured, match="is empty"):
        secret("KB_THING", tmp_path / "secret")
