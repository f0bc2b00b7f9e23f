"""Lives computed from the index equal the life of each platform."""

import random

import pytest

from events.index import get_index
from events.index.lives import NONE, lives_of
from events.models import Event, Platform
from events.models.lifecycle import life_of
from tests.factories import PlatformFactory, published_event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(4))
def test_lives_equal_the_life_of_each_platform(seed):
    rng = random.Random(seed)
    platforms = [PlatformFactory() for _ in range(4)]
    days = iter(rng.sample(range(1, 28), 20))
    for _ in range(20):
        published_event(
            when=f"20{rng.randint(10, 12)}-0{rng.randint(1, 9)}-{next(days):02d}",
            kind=rng.choice(Event.Kind.values),
            outcome=rng.choice(["", "", *Event.Outcome.values]),
            platforms=[rng.choice(platforms)],
        )
    event_index = get_index()
    lives = lives_of(event_index)
    for platform in Platform.objects.without_tree_fields():
        code = event_index.dictionary.platform_codes[platform.pk]
        expected = life_of(platform.events.filter(state="published"))
        rows = [int(lives.born[code]), int(lives.ended[code])]
        ids = [int(event_index.pk[row]) if row != NONE else None for row in rows]
        assert ids == [expected.born and expected.born.pk, expected.ended and expected.ended.pk]
        outcome = int(lives.outcome[code])
        assert (Event.Outcome.values[outcome - 1] if outcome else "") == expected.outcome


def test_alive_on_includes_possibly_alive():
    lasting, closed, never = (PlatformFactory(slug=slug) for slug in ("lasting", "closed", "never"))
    published_event(kind="launch", when="2016", platforms=[lasting])
    published_event(kind="launch", when="2015-03-01", platforms=[closed])
    published_event(kind="shutdown", when="2018", outcome="shut_down", platforms=[closed])
    published_event(kind="cancellation", when="2017", platforms=[never])
    event_index = get_index()

    def alive(day):
        mask = lives_of(event_index).alive_on(day.toordinal(), day.toordinal())
        return {event_index.dictionary.platforms[code].slug for code in mask.nonzero()[0].tolist()}

    import datetime

    assert alive(datetime.date(2014, 1, 1)) == set()
    assert alive(datetime.date(2015, 6, 1)) == {"closed"}
    assert alive(datetime.date(2016, 6, 1)) == {"closed", "lasting"}
    assert alive(datetime.date(2018, 6, 1)) == {"closed", "lasting"}
    assert alive(datetime.date(2019, 1, 1)) == {"lasting"}
