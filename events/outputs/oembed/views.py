"""oEmbed's endpoint. Statuses are the specification's: 404 for foreign addresses, 501 for formats
that this site does not have; what cannot be understood is a 400."""

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
    """What to show for `url`, no larger than `maxwidth` by `maxheight`."""
    form = request.GET.get("format", "json")
    if form not in FORMATS:
        return HttpResponse(
            _("There are the formats json and xml.") + "\n", status=501, content_type="text/plain"
        )
    problems, sizes = [], {}
    for name in ("maxwidth", "maxheight"):
        given = request.GET.get(name, "")
        if given and not (given.isascii() and given.isdigit() and int(given[:9]) > 0):
            problems.append(_("%(name)s is a number of pixels.") % {"name": name})
        sizes[name.removeprefix("max")] = int(given[:9]) if given and not problems else None
    if not request.GET.get("url"):
        problems.append(_("Name the page in the parameter url."))
    if problems:
        return bad_request(request, problems)
    try:
        told = oembed_response(request.GET["url"], Site.of(request), Limits(**sizes))
    except NotEmbeddableError as error:
        raise Http404(str(error)) from error
    headers = {"Access-Control-Allow-Origin": "*"}
    if form == "xml":
        return HttpResponse(to_xml(told), content_type="text/xml; charset=utf-8", headers=headers)
    return JsonResponse(told, headers=headers)
