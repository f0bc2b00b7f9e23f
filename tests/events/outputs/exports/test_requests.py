"""Requests for exports: parameters, problems and headers."""

import pytest
from django.utils import timezone

FILES = ("events.csv", "claims.jsonl", "annotations.jsonld", "events.timelinejs.json")
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", [*FILES, "feed"])
def test_every_problem_is_named(reader, name):
    address = "/feeds/events.atom" if name == "feed" else f"/export/{name}"
    response = reader.get(f"{address}?platform=nowhere&since=soon&colour=red")
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert [
        word for word in ("nowhere", "soon", "colour") if not any(word in x for x in lines)
    ] == []
    assert len(lines) == 3


def test_problems_are_json_if_the_client_prefers_it(reader):
    response = reader.get("/export/events.csv?colour=1", headers={"Accept": "application/json"})
    assert response.status_code == 400
    assert response.json() == {"problems": ["Unknown parameter: “colour”."]}


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("events.csv", "cursor=2019-01-01.1.after"),
        ("events.csv", "lang=en"),
        ("events.ics", "lang=de"),
        ("claims.csv", "sort=oldest"),
        ("events.csv", "sort=sideways"),
    ],
)
def test_parameters_of_other_outputs_are_refused(reader, name, query):
    assert reader.get(f"/export/{name}?{query}").status_code == 400


def test_problems_are_in_the_requested_language(reader):
    text = reader.get("/export/events.ics?lang=zh-hans&colour=1").content.decode()
    assert "colour" in text
    assert "Unknown parameter" not in text


@pytest.mark.parametrize("name", ["events.xml", "claims.ics", "events."])
def test_unknown_format_is_404(reader, name):
    assert reader.get(f"/export/{name}").status_code == 404


def test_file_name_has_the_filter_and_the_date(reader):
    header = reader.get("/export/events.csv?outcome=shut_down&kind=shutdown")["Content-Disposition"]
    day = timezone.localdate()
    assert header == (
        f'attachment; filename="social-commerce-events-kind-shutdown-outcome-shut-down-{day}.csv"'
    )


def test_file_name_of_a_long_chinese_filter(reader):
    header = reader.get("/export/events.csv?q=%E6%B8%AF%E6%B9%BE" + "x" * 180)[
        "Content-Disposition"
    ]
    assert "filename*=utf-8''social-commerce-events-q-%E6%B8%AF" in header
    assert len(header) < 300


def test_head_has_the_headers_without_rows(reader, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        response = reader.head("/export/events.csv")
    assert response.content == b""
    assert response["Content-Type"].startswith("text/csv")


def test_post_is_refused(reader):
    assert reader.post("/export/events.csv").status_code == 405
