"""Error pages that lead back to the form that was submitted."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.urls import reverse
from django.views import defaults
from django.views.decorators.csrf import requires_csrf_token


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page of an unhandled error. It needs no database and no context processors."""
    is_form = request.method == "POST" and request.path.startswith(reverse("admin:index"))
    page = loader.render_to_string("500.html", {"is_form": is_form})
    return HttpResponse(page, status=500)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page of an invalid request, or of a form that is too large."""
    if isinstance(exception, RequestDataTooBig):
        return HttpResponse(loader.render_to_string("413.html", request=request), status=413)
    return defaults.bad_request(request, exception)
