"""Bulk actions of the admin: run them row by row, confirm them, and report the results."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, models, transaction
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sources.admin.curated import shortened
from sources.models.deadlocks import busy, is_deadlock

Row = TypeVar("Row", bound=models.Model)

MAX_ROWS_SHOWN = 20
"""Maximum number of rows and of failures that are listed; the rest is counted."""


def run_for_each(
    rows: Iterable[Row], do: Callable[[Row], object]
) -> tuple[int, list[tuple[str, str]]]:
    """Call `do` for each row in its own transaction; return the number done and the failures.

    A failure is (row, reason). ValidationError, PermissionDenied and errors of the database count
    as failures. A failure of one row does not roll back the others.
    """
    done = 0
    failures: list[tuple[str, str]] = []
    for row in rows:
        try:
            with transaction.atomic():
                do(row)
            done += 1
        except ValidationError as error:
            failures.append((shortened(row, 60), " ".join(error.messages)))
        except PermissionDenied as error:
            reason = str(error) or _("You do not have permission to do this.")
            failures.append((shortened(row, 60), reason))
        except DatabaseError as error:
            reason = busy() if is_deadlock(error) else str(error).splitlines()[0]
            failures.append((shortened(row, 60), reason))
    return done, failures


def message_results(
    page: ModelAdmin, request: HttpRequest, summary: str, failures: list[tuple[str, str]]
) -> None:
    """Show a success message (`summary`, empty for none) and a warning for each failed row."""
    if summary:
        page.message_user(request, summary, messages.SUCCESS)
    for row, reason in failures[:MAX_ROWS_SHOWN]:
        page.message_user(
            request,
            _("“%(row)s” was not changed: %(reason)s") % {"row": row, "reason": reason},
            messages.WARNING,
        )
    if (more := len(failures) - MAX_ROWS_SHOWN) > 0:
        text = ngettext("%d more was not changed.", "%d more were not changed.", more)
        page.message_user(request, text % more, messages.WARNING)


def confirm_page(
    page: ModelAdmin,
    request: HttpRequest,
    rows: models.QuerySet,
    form: forms.Form,
    *,
    title: str,
    button: str,
    consequences: tuple[str, SafeString] | None = None,
) -> TemplateResponse:
    """Return the confirmation page of an action: the selected rows and `form`.

    `consequences` says what else the action does, in a sentence and an HTML list.
    """
    listed = list(rows[: MAX_ROWS_SHOWN + 1])
    context = {
        **page.admin_site.each_context(request),
        "title": title,
        "subtitle": None,
        "opts": page.opts,
        "form": form,
        "media": page.media + form.media,
        "button": button,
        "consequences": consequences,
        "rows": [shortened(row) for row in listed[:MAX_ROWS_SHOWN]],
        "has_more": len(listed) > MAX_ROWS_SHOWN,
        "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "checkbox": ACTION_CHECKBOX_NAME,
        "action": request.POST["action"],
        "select_across": request.POST.get("select_across", "0"),
    }
    request.current_app = page.admin_site.name
    return TemplateResponse(request, "admin/bulk.html", context)


def is_confirmed(request: HttpRequest) -> bool:
    """Return whether the confirmation page was submitted."""
    return "confirmed" in request.POST
