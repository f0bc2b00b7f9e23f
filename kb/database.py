"""Database settings: the server in DATABASE_URL, or else the embedded PostgreSQL server."""

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
"""Seconds to wait for a connection; without a limit, an unreachable server would block."""


def database_settings(url: str | None, data_dir: Path) -> dict[str, Any]:
    """Return Django's `DATABASES["default"]`.

    With `url` (postgres://…, percent-encoded according to RFC 3986): the settings of that server.
    Without: those of the embedded server, whose files are in `data_dir`. It starts with the first
    connection, so commands that need no database do not start it. Raises ImproperlyConfigured for
    an invalid URL.
    """
    settings = from_url(url) if url else embedded(data_dir)
    # A thread keeps its connection for one minute. Django checks the connection before each use.
    return settings | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def from_url(url: str) -> dict[str, Any]:
    """Parse a PostgreSQL URL with libpq's own parser, so that every valid form is accepted.

    Forms: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS.
    Parameters without a Django setting (sslmode, application_name, …) become OPTIONS. Raises
    ImproperlyConfigured; the message never contains the password.
    """
    if not url.startswith(SCHEMES):
        raise ImproperlyConfigured(f"DATABASE_URL must look like {EXAMPLE}.")
    try:
        parts = parse_dsn(url)
    except psycopg2.ProgrammingError as error:
        # libpq quotes parts of the URL, which may include parts of the password.
        raise url_error(re.sub(r'".*"', '"…"', str(error).strip())) from None
    # libpq checks the port only when it connects. An unencoded / in a password makes libpq read the
    # text before it as the port.
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
    """Return the error for an invalid DATABASE_URL, with the reason and the expected form."""
    return ImproperlyConfigured(
        f"DATABASE_URL cannot be read: {reason}. It must look like {EXAMPLE}; special characters "
        "in a password are percent-encoded (@ is %40, / is %2F, # is %23)."
    )


def embedded(data_dir: Path) -> dict[str, Any]:
    """Return the settings of the embedded server; only `kb.postgres` reads `EMBEDDED`."""
    return {
        "ENGINE": "kb.postgres",
        "NAME": "postgres",
        "USER": "postgres",
        # The folder of the socket; kb.postgres sets it when the server runs.
        "HOST": "",
        "OPTIONS": {"connect_timeout": CONNECT_TIMEOUT},
        "EMBEDDED": {"data_dir": data_dir.resolve(), "durable": True},
    }
