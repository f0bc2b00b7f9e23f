"""Reading the environment: one place, one kind of error."""

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
    """Read 1/0, true/false, yes/no or on/off. Raises ValueError for anything else."""
    if text.lower() in TRUE:
        return True
    if text.lower() in FALSE:
        return False
    raise ValueError("write 1 or 0")


def comma_separated(text: str) -> list[str]:
    """Read a list separated by commas."""
    return [word.strip() for word in text.split(",") if word.strip()]


PERIODS = {"s": 1, "sec": 1, "min": 60, "hour": 3600, "day": 86400}


def rate(text: str) -> tuple[int, int] | None:
    """Read "600/min" as (600, 60): so many in so many seconds. "off" is None. Raises ValueError."""
    if text.lower() == "off":
        return None
    count, _, period = text.partition("/")
    if not (count.isascii() and count.isdigit() and int(count) and period in PERIODS):
        raise ValueError(f"write a number, a slash and one of {', '.join(PERIODS)}; or off")
    return int(count), PERIODS[period]


def variable(name: str, *, default: str | None, cast: Callable[[str], T] = str) -> T:
    """The value of an environment variable, or `default`, passed through `cast`.

    Raises ImproperlyConfigured, saying how to mend it, when the variable has no value and no
    default, or when `cast` refuses the value.
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
    """A secret from the environment, else from `file`, made there on first use.

    The file is created readable by its owner alone; two processes that start together read the
    same secret, because creation is exclusive.
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
