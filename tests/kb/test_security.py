"""Headers, cookies and the log-in: what protects the site and its readers."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import reverse

from tests.factories import user_in

ROOT = Path(__file__).resolve().parents[2]
TELL = """
import json, django
from django.conf import settings
names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "DEBUG"]
told = {name: getattr(settings, name) for name in names}
told |= {name: getattr(settings, name) for name in ("SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")}
print(json.dumps(told))
"""


def settings_with(tmp_path, **variables):
    own = {"KB_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "kb.settings"}
    environment = {**os.environ, **own, **variables}
    done = subprocess.run(
        [sys.executable, "-c", TELL], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_secure_site_has_secure_cookies_and_hsts(tmp_path):
    assert settings_with(tmp_path, KB_SECURE="1") == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_SECURE": True,
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000,
    }


def test_site_on_loopback_works_without_tls(tmp_path):
    told = settings_with(tmp_path, KB_SECURE="0")
    assert not any(value for name, value in told.items())


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["timeline", "sources", "login", "healthz"])
def test_content_security_policy_allows_nothing_inline(reader, name):
    response = reader.get(reverse(name))
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_log_in_locks_after_five_failures_and_says_so(reader):
    user = user_in("editor")
    address = reverse("login")
    wrong = {"username": user.username, "password": "wrong"}
    statuses = [reader.post(address, wrong).status_code for _ in range(4)]
    assert statuses == [200] * 4
    locked = reader.post(address, wrong)
    assert locked.status_code == 429
    assert "registration/locked_out.html" in {template.name for template in locked.templates}
    right = {"username": user.username, "password": "a long enough passphrase"}
    assert reader.post(address, right).status_code == 429


@pytest.mark.django_db
def test_log_in_works_after_four_failures(reader):
    user = user_in("editor")
    address = reverse("login")
    for _ in range(4):
        reader.post(address, {"username": user.username, "password": "wrong"})
    right = {"username": user.username, "password": "a long enough passphrase"}
    assert reader.post(address, right).status_code == 302


@pytest.mark.django_db
def test_forms_need_their_token():
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("login"), {"username": "a", "password": "b"}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "is_kept"),
    [("abcdef-12345", True), ("short", False), ("a b c d e f g", False), ("x" * 65, False)],
)
def test_request_id_is_a_proxys_or_made(reader, given, is_kept):
    answered = reader.get(reverse("healthz"), headers={"X-Request-ID": given})["X-Request-ID"]
    assert (answered == given) == is_kept
    assert len(answered) >= 8
