"""The oEmbed endpoint, with the statuses of the specification.

404 for addresses of other sites, 501 for unknown formats, 400 for other invalid requests.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.outputs.oembed.response import Limits, NotEmbeddableError, oembed_response, to_xml
from events.outputs.request import bad_request
from events.web.absolute_urls import Site

FORMATS = ("json", "xml")


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """Return the embed of `url`, no larger than `maxwidth` by `maxheight`."""
    response_format = request.GET.get("format", "json")
    if response_format not in FORMATS:
        return HttpResponse(
            _("Unknown format. Use json or xml.") + "\n", status=501, content_type="text/plain"
        )
    problems, sizes = [], {}
    for name in ("maxwidth", "maxheight"):
        value = request.GET.get(name, "")
        if value and not (value.isascii() and value.isdigit() and int(value[:9]) > 0):
            problems.append(_("%(name)s must be a number of pixels.") % {"name": name})
        sizes[name.removeprefix("max")] = int(value[:9]) if value and not problems else None
    if not request.GET.get("url"):
        problems.append(_("The parameter url is required."))
    if problems:
        return bad_request(request, problems)
    try:
        response = oembed_response(request.GET["url"], Site.of(request), Limits(**sizes))
    except NotEmbeddableError as error:
        raise Http404(str(error)) from error
    headers = {"Access-Control-Allow-Origin": "*"}
    if response_format == "xml":
        return HttpResponse(
            to_xml(response), content_type="text/xml; charset=utf-8", headers=headers
        )
    return JsonResponse(response, headers=headers)
