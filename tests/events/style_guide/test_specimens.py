import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory

from events.style_guide.specimens import specimens


@pytest.mark.slow
def test_specimens_render_every_component_without_a_database():
    request = RequestFactory().get("/en/patterns/")
    request.user = AnonymousUser()
    page = render_to_string("style_guide/patterns.html", specimens(), request=request)
    for fragment in (
        'id="evidence-1"',
        'id="evidence-2"',
        "outcome--failure",
        "$30–32 billion",
        'class="gap"',
        "lifespans__rows",
        "bar-chart__count",
        "marks-row__mark",
        "year-columns",
        "metric-chart__range",
        "dot--disputed",
        "dot--deprecated",
        "position-axis__span",
        "minimap__cited",
        "history__fields",
        "cite__text",
        'class="platform-card"',
        '<mark class="found">Harbour</mark> Pay',
        "nothing-found",
    ):
        assert fragment in page
    assert " style=" not in page
    assert "<script>" not in page
