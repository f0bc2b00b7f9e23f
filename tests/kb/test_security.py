"""Security of the site: headers, cookies, sign-in limits, CSRF and request ids."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import reverse

from tests.factories import user_in

ROOT = Path(__file__).resolve().parents[2]
PRINT_SETTINGS = """
import json, django
from django.conf import settings
names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "DEBUG"]
values = {name: getattr(settings, name) for name in names}
values |= {name: getattr(settings, name) for name in ("SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")}
print(json.dumps(values))
"""


def settings_with(tmp_path, **variables):
    defaults = {"KB_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "kb.settings"}
    environment = {**os.environ, **defaults, **variables}
    result = subprocess.run(
        [sys.executable, "-c", PRINT_SETTINGS],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.slow
def test_secure_site_has_secure_cookies_and_hsts(tmp_path):
    assert settings_with(tmp_path, KB_SECURE="1") == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_SECURE": True,
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000,
    }


@pytest.mark.slow
def test_site_on_loopback_works_without_tls(tmp_path):
    values = settings_with(tmp_path, KB_SECURE="0")
    assert not any(value for name, value in values.items())


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


@pytest.mark.slow
@pytest.mark.django_db
def test_sign_in_is_locked_after_five_failures_with_a_message(reader):
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


@pytest.mark.slow
@pytest.mark.django_db
def test_sign_in_works_after_four_failures(reader):
    user = user_in("editor")
    address = reverse("login")
    for _ in range(4):
        reader.post(address, {"username": user.username, "password": "wrong"})
    right = {"username": user.username, "password": "a long enough passphrase"}
    assert reader.post(address, right).status_code == 302


@pytest.mark.django_db
def test_form_without_csrf_token_is_refused():
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("login"), {"username": "a", "password": "b"}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("request_id", "is_kept"),
    [("abcdef-12345", True), ("short", False), ("a b c d e f g", False), ("x" * 65, False)],
)
def test_request_id_is_taken_from_the_proxy_or_created(reader, request_id, is_kept):
    response = reader.get(reverse("healthz"), headers={"X-Request-ID": request_id})
    assert (response["X-Request-ID"] == request_id) == is_kept
    assert len(response["X-Request-ID"]) >= 8
