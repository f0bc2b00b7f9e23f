import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from events.filters.events import EventFilter
from events.filters.selection import Selection
from events.index import get_index
from events.models import Event
from tests.factories import (
    EventFactory,
    PlatformFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    published_event,
    snapshot_of,
)

pytestmark = pytest.mark.django_db


def filter_of(query, user=None):
    return EventFilter(QueryDict(query), user=user or AnonymousUser())


def titles_of(query, user=None):
    return sorted(event.title_en for event in filter_of(query, user).qs)


@pytest.fixture(scope="class")
def events(shared_rows):
    """Three published events that differ in every field, and a draft."""
    with shared_rows():
        meta = PlatformFactory(slug="meta", name_en="Meta")
        shops = PlatformFactory(slug="shops", name_en="Shops", parent=meta)
        amazon = PlatformFactory(slug="amazon", name_en="Amazon")
        weak, rules = TagFactory(slug="weak"), TagFactory(slug="rules")
        one, two = (
            snapshot_of(SourceFactory(slug=slug), f"It closed in June 2019. {slug}")
            for slug in ("one", "two")
        )
        published_event(
            title_en="Shops opened", kind="launch", when="2018", platforms=[shops], tags=[weak],
            snapshot=one,
        )  # fmt: skip
        published_event(
            title_en="Shops closed", kind="shutdown", outcome="shut_down", when="2019-06",
            platforms=[shops], snapshot=two,
        )  # fmt: skip
        published_event(
            title_en="Amazon tried", kind="pilot", outcome="mixed", when="2020-03-05",
            platforms=[amazon], tags=[rules, weak], snapshot=two,
        )  # fmt: skip
        EventFactory(title_en="A draft", kind="launch", when="2018")
        yield


ALL = ["Amazon tried", "Shops closed", "Shops opened"]


class TestQueries:
    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("", ALL),
            ("q=shops", ["Shops closed", "Shops opened"]),
            ("q=shops+opened", ["Shops opened"]),
            ("q=", ALL),
            ("platform=shops", ["Shops closed", "Shops opened"]),
            ("platform=meta", ["Shops closed", "Shops opened"]),
            ("platform=meta&platform=amazon", ALL),
            ("kind=pilot", ["Amazon tried"]),
            ("kind=pilot&kind=launch", ["Amazon tried", "Shops opened"]),
            ("outcome=mixed", ["Amazon tried"]),
            ("outcome=failure", ["Shops closed"]),
            ("outcome=failure&outcome=mixed", ["Amazon tried", "Shops closed"]),
            ("tag=weak", ["Amazon tried", "Shops opened"]),
            ("tag=rules&tag=weak", ["Amazon tried", "Shops opened"]),
            ("source=one", ["Shops opened"]),
            ("source=one&source=two", ALL),
            ("since=2019", ["Amazon tried", "Shops closed"]),
            ("since=2018-12", ALL),
            ("until=2018", ["Shops opened"]),
            ("until=2018-01-01", ["Shops opened"]),
            ("since=2019-06-30&until=2019", ["Shops closed"]),
            ("since=2021", []),
            ("platform=meta&outcome=failure", ["Shops closed"]),
            ("tag=weak&source=two", ["Amazon tried"]),
            ("q=closed&kind=launch", []),
            ("sort=oldest", ALL),
        ],
    )
    def test_filter_finds_events(self, events, query, titles):
        assert titles_of(query) == titles
        assert filter_of(query).problems == []

    def test_state_filters_for_editors(self, events, editor_user):
        assert titles_of("state=draft", editor_user) == ["A draft"]
        assert titles_of("state=draft&state=published", editor_user) == ["A draft", *ALL]
        assert titles_of("", editor_user) == ALL
        assert filter_of("state=draft", editor_user).problems == []

    def test_state_is_unknown_to_readers(self, events):
        assert titles_of("state=draft") == ALL
        assert filter_of("state=draft").problems == ["Unknown parameter: “state”."]
        assert "state" not in filter_of("state=draft").applied

    def test_invalid_state_is_no_different_problem_for_readers(self, events):
        assert filter_of("state=nonsense").problems == ["Unknown parameter: “state”."]
        assert titles_of("state=nonsense") == ALL

    @pytest.mark.parametrize(
        ("query", "problem"),
        [
            ("colour=red", "Unknown parameter: “colour”."),
            ("kind=parade", "Kind: “parade” is not a valid choice."),
            ("outcome=parade", "Outcome: “parade” is not a valid choice."),
            ("platform=parade", "Platform: “parade” is not a valid choice."),
            ("tag=parade", "Tag: “parade” is not a valid choice."),
            ("source=parade", "Source: “parade” is not a valid choice."),
            ("since=soon", "From: “soon” is not a valid date."),
            ("until=2019-13", "To: “2019-13” is not a valid date."),
            ("sort=sideways", "Sort order: “sideways” is not a valid choice."),
        ],
    )
    def test_invalid_query_has_one_problem(self, events, query, problem):
        problems = filter_of(query).problems
        assert len(problems) == 1
        assert problems[0].startswith(problem)

    def test_too_long_query_is_a_problem(self, events):
        assert len(filter_of("q=" + "x" * 201).problems) == 1

    @pytest.mark.parametrize(
        "query", ["q=%00", "platform=%00", "since=%00", "kind=%00", "source=%ED%A0%80"]
    )
    def test_invalid_characters_are_a_problem_and_no_error(self, events, query):
        assert filter_of(query).problems
        assert isinstance(titles_of(query), list)

    def test_valid_parameters_apply_beside_an_invalid_one(self, events):
        assert titles_of("kind=pilot&outcome=parade") == ["Amazon tried"]
        assert set(filter_of("kind=pilot&outcome=parade").applied) == {"kind"}

    def test_retracted_events_are_hidden_from_readers(self, events, editor_user):
        Event.objects.filter(title_en="Amazon tried").update(state="retracted")
        assert titles_of("") == ["Shops closed", "Shops opened"]
        assert titles_of("state=retracted", editor_user) == ["Amazon tried"]


@pytest.mark.slow
def test_certain_dates_leave_out_events_possibly_outside(db):
    for when in ("2019-04", "2018/2019-03", "[..2019-06]", "2019/..", "2019"):
        published_event(title_en=when, when=when)
    year = "since=2019&until=2019"
    assert len(titles_of(year)) == 5
    assert titles_of(f"{year}&dates=certain") == ["2019", "2019-04"]
    assert filter_of(f"{year}&dates=perhaps").problems == [
        "Uncertain dates: “perhaps” is not a valid choice."
    ]


@pytest.mark.parametrize("text", ["..", "!", "😀", "/", "'", "%", "_", "*"])
def test_query_without_a_letter_finds_nothing(reader, text):
    published_event()
    response = reader.get("/en/", {"q": text})
    assert response.status_code == 200
    assert b"0 events" in response.content


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("since=../2018", "From: “../2018” has no start date. Enter a date with a known start."),
        ("until=2018/..", "To: “2018/..” has no end date. Enter a date with a known end."),
        ("since=2019&until=2017", "To: The end date is before the start date."),
    ],
)
def test_impossible_period_is_a_problem(db, query, problem):
    assert filter_of(query).problems == [problem]


def test_merged_tag_finds_events_of_its_target(db):
    wide = TagFactory(slug="wide")
    TagFactory(slug="narrow", merged_into=wide)
    published_event(title_en="carried", tags=[wide])
    assert titles_of("tag=narrow") == ["carried"]


@pytest.mark.slow
def test_source_that_is_not_accepted_is_hidden_from_readers(reader):
    snapshot = snapshot_of(SourceFactory(slug="secret", title="Secret", state="rejected"))
    event = published_event(slug="told")
    evidence_for(event, snapshot)
    assert filter_of("source=secret").problems == ["Source: “secret” is not a valid choice."]
    for address in ("/en/", f"/en/events/{event.slug}/"):
        assert b"Secret" not in reader.get(address).content


@pytest.mark.slow
def test_alive_includes_the_first_and_the_last_possible_day(reader):
    """Compare filter, selection and page on both sides of both bounds: March 2015 to June 2018."""
    platform = PlatformFactory()
    # In one market it still lasts.
    for kind, when, markets in (
        ("launch", "2015-03", ["US", "GB"]),
        ("market_exit", "2018-06", ["US"]),
    ):
        published_event(platforms=[platform], kind=kind, when=when, markets=markets)
    published_event(title_en="It partners", kind="partnership", platforms=[platform])
    published_event(title_en="Of no life", kind="partnership", platforms=[PlatformFactory()])
    cases = {
        "2015-02-28": False,
        "2014/2015-02": False,
        "2015-03-01": True,
        "2014/2015-03-01": True,
        "2014/2030": True,
        "2018-06-30": True,
        "2018-06-30/2030": True,
        "2018-07-01": False,
        "2018-07/2030": False,
    }
    for day, is_alive in cases.items():
        expected = {"launch", "market_exit", "partnership"} if is_alive else set()
        query = f"alive={day}&sort=oldest"
        selection = Selection(filter_of(query), get_index())
        assert {event.kind for event in filter_of(query).qs} == expected, day
        kinds = selection.index.kind[selection.rows()]
        assert {Event.Kind.values[kind - 1] for kind in kinds} == expected, day
        page = reader.get("/en/", {"alive": day}).content
        assert (b"It partners" in page) is is_alive, day
        assert b"Of no life" not in page, day
