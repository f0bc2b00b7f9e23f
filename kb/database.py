"""Which database the project talks to: the one in DATABASE_URL, else the embedded server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import psycopg2
from django.core.exceptions import ImproperlyConfigured
from psycopg2.extensions import parse_dsn

EXAMPLE = "postgres://user:password@host:5432/name"
SCHEMES = ("postgres://", "postgresql://")
CONNECT_TIMEOUT = 10
"""Seconds after which a server that does not answer is an error rather than a hang."""


def database_settings(url: str | None, data_dir: Path) -> dict[str, Any]:
    """Django's `DATABASES["default"]`.

    With `url` (postgres://…, percent-encoded as RFC 3986 says) the server it names. Without, the
    embedded server whose files are in `data_dir`; it starts with the first connection, so commands
    that need no database start none. Raises ImproperlyConfigured for a URL that cannot be used.
    """
    settings = from_url(url) if url else embedded(data_dir)
    # A thread keeps its connection for a minute, and asks whether it still lives before use.
    return settings | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def from_url(url: str) -> dict[str, Any]:
    """Read a PostgreSQL URL with libpq's own parser, so every form libpq knows is understood.

    Forms: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS. What
    has no setting of its own in Django (sslmode, application_name, …) becomes an option. Raises
    ImproperlyConfigured without repeating the password.
    """
    if not url.startswith(SCHEMES):
        raise ImproperlyConfigured(f"DATABASE_URL must look like {EXAMPLE}.")
    try:
        parts = parse_dsn(url)
    except psycopg2.ProgrammingError as error:
        # libpq quotes pieces of the URL, which may be pieces of the password.
        raise url_error(re.sub(r'".*"', '"…"', str(error).strip())) from None
    # libpq looks at the port when it connects. A bare / in a password makes a port of what is
    # before it.
    if not re.fullmatch(r"[\d,]*", parts.get("port", "")):
        raise url_error("the port is not a number")
    if not parts.get("dbname"):
        raise url_error("it names no database")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": {"connect_timeout": CONNECT_TIMEOUT} | parts,
    }


def url_error(reason: str) -> ImproperlyConfigured:
    """The error for a DATABASE_URL that cannot be used, with what to do."""
    return ImproperlyConfigured(
        f"DATABASE_URL cannot be read: {reason}. It must look like {EXAMPLE}; special characters "
        "in a password are percent-encoded (@ is %40, / is %2F, # is %23)."
    )


def embedded(data_dir: Path) -> dict[str, Any]:
    """Settings of the embedded server; `EMBEDDED` is read by `kb.postgres` alone."""
    return {
        "ENGINE": "kb.postgres",
        "NAME": "postgres",
        "USER": "postgres",
        # The socket's folder, filled in by kb.postgres when the server runs.
        "HOST": "",
        "OPTIONS": {"connect_timeout": CONNECT_TIMEOUT},
        "EMBEDDED": {"data_dir": data_dir.resolve(), "durable": True},
    }
