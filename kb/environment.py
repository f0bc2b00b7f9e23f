"""Environment variables: read and convert them in one place, with one kind of error."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def boolean(text: str) -> bool:
    """Parse 1/0, true/false, yes/no or on/off in any case. Raises ValueError otherwise."""
    if text.lower() in TRUE:
        return True
    if text.lower() in FALSE:
        return False
    raise ValueError("write 1 or 0")


def comma_separated(text: str) -> list[str]:
    """Parse a comma-separated list; strip spaces and drop empty items."""
    return [item.strip() for item in text.split(",") if item.strip()]


def share(text: str) -> float:
    """Parse a part of a whole, from 0 to 1. Raises ValueError otherwise."""
    if not 0 <= float(text) <= 1:
        raise ValueError("write a number from 0 to 1")
    return float(text)


PERIODS = {"s": 1, "sec": 1, "min": 60, "hour": 3600, "day": 86400}


def rate(text: str) -> tuple[int, int] | None:
    """Parse "600/min" as (600, 60), a count per number of seconds; "off" is None.

    Raises ValueError for any other text.
    """
    if text.lower() == "off":
        return None
    count, _, period = text.partition("/")
    if not (count.isascii() and count.isdigit() and int(count) and period in PERIODS):
        raise ValueError(f"write a number, a slash and one of {', '.join(PERIODS)}; or off")
    return int(count), PERIODS[period]


def variable(name: str, *, default: str | None, cast: Callable[[str], T] = str) -> T:
    """Return the value of an environment variable, or `default`, converted by `cast`.

    Raises ImproperlyConfigured with instructions when the variable is not set and has no default,
    or when `cast` raises ValueError.
    """
    text = os.environ.get(name, default)
    if text is None:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it in the environment; .env.example shows a safe value."
        )
    try:
        return cast(text)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name}={text!r} cannot be used: {error}. See .env.example."
        ) from error


def secret(name: str, file: Path) -> str:
    """Return a secret from the environment, or else from `file`, which is created on first use.

    Only the owner can read the file. Creation is exclusive, so two processes that start at the same
    time get the same secret. Raises ImproperlyConfigured if the file is empty.
    """
    if value := os.environ.get(name):
        return value
    from django.core.management.utils import get_random_secret_key

    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if value := file.read_text().strip():
            return value
        raise ImproperlyConfigured(f"{file} is empty. Delete it, or set {name}.") from None
    with os.fdopen(descriptor, "w") as handle:
        value = get_random_secret_key()
        handle.write(value)
    return value
