"""Doing one thing to many rows: what was done, what was not, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, models, transaction
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sources.admin.curated import shortened

MAX_ROWS_SHOWN = 20
"""Rows and failures that are named one by one; the rest is counted."""


def run_for_each(
    rows: Iterable[models.Model], do: Callable[[models.Model], object]
) -> tuple[int, list[tuple[str, str]]]:
    """Do something to each row on its own: how many it was done to, and (row, reason) for the rest.

    ValidationError, PermissionDenied and what a rule of the database refuses are reasons; one
    row's failure undoes nothing of another's.
    """
    done, failures = 0, []
    for row in rows:
        try:
            with transaction.atomic():
                do(row)
            done += 1
        except ValidationError as error:
            failures.append((shortened(row, 60), " ".join(error.messages)))
        except PermissionDenied:
            failures.append((shortened(row, 60), _("You may not do this.")))
        except DatabaseError as error:
            failures.append((shortened(row, 60), str(error).splitlines()[0]))
    return done, failures


def message_results(
    page: ModelAdmin, request: HttpRequest, said: str, failures: list[tuple[str, str]]
) -> None:
    """Say what was done (`said`, empty for nothing) and name the rows it was not done to."""
    if said:
        page.message_user(request, said, messages.SUCCESS)
    for row, reason in failures[:MAX_ROWS_SHOWN]:
        page.message_user(
            request,
            _("“%(row)s” was left as it is: %(reason)s") % {"row": row, "reason": reason},
            messages.WARNING,
        )
    if (more := len(failures) - MAX_ROWS_SHOWN) > 0:
        text = ngettext("%d more was left as it is.", "%d more were left as they are.", more)
        page.message_user(request, text % more, messages.WARNING)


def confirm_page(
    page: ModelAdmin,
    request: HttpRequest,
    rows: models.QuerySet,
    form: forms.Form,
    *,
    title: str,
    button: str,
) -> TemplateResponse:
    """The page between choosing an action and doing it: the rows it is about, and `form`."""
    shown = list(rows[: MAX_ROWS_SHOWN + 1])
    context = {
        **page.admin_site.each_context(request),
        "title": title,
        "subtitle": None,
        "opts": page.opts,
        "form": form,
        "media": page.media + form.media,
        "button": button,
        "rows": [shortened(row) for row in shown[:MAX_ROWS_SHOWN]],
        "has_more": len(shown) > MAX_ROWS_SHOWN,
        "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "checkbox": ACTION_CHECKBOX_NAME,
        "action": request.POST["action"],
        "select_across": request.POST.get("select_across", "0"),
    }
    request.current_app = page.admin_site.name
    return TemplateResponse(request, "admin/bulk.html", context)


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the page between was sent."""
    return "confirmed" in request.POST
