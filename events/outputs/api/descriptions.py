"""What the schema says of views and serializers: docstrings, which makemessages does not read.

They are listed for makemessages alone; the schema looks them up in our catalogue by the docstrings.
"""

from django.utils.translation import gettext_noop

DESCRIPTIONS = (
    gettext_noop(
        "A claim with the passages that support or dispute it, its events and its disputes."
    ),
    gettext_noop("A company, platform, product, feature, payment system or programme."),
    gettext_noop("A date as far as it is known."),
    gettext_noop("A dispute, with its positions and what readers may see of what holds them."),
    gettext_noop("A passage of an article that bears on an event or a claim."),
    gettext_noop("A platform that another one became, or came from."),
    gettext_noop("A platform that takes part in an event."),
    gettext_noop("A platform with its life, its parts, and what it came from and became."),
    gettext_noop("A platform, with its life as its events tell it."),
    gettext_noop("A publication or site."),
    gettext_noop("A published claim, with its evidence."),
    gettext_noop("A published event, with its evidence."),
    gettext_noop("A related row."),
    gettext_noop("A tag with the narrower ones."),
    gettext_noop("A tag. One that was merged into another leads on to it."),
    gettext_noop("A term of the controlled vocabulary, in one facet."),
    gettext_noop(
        "A text in English and in Simplified Chinese; null where it has not been written."
    ),
    gettext_noop("Accepted articles, the last published first."),
    gettext_noop("An accepted article."),
    gettext_noop(
        "An article that events and claims rest on. Its text is its publisher's and not given."
    ),
    gettext_noop(
        "An event with the passages that say so, what is claimed about it, and its disputes."
    ),
    gettext_noop(
        "Claims or events that cannot all hold: the question, the positions, and how it stands."
    ),
    gettext_noop("Disputes by id, with their positions."),
    gettext_noop("From when to when a platform lived, read off its events."),
    gettext_noop("One answer to the question, with the claims and events that hold it."),
    gettext_noop(
        "One assertion that somebody makes. It says what is claimed, never that it is so."
    ),
    gettext_noop("One thing that is wrong."),
    gettext_noop("Platforms by id. `parent` finds what is directly a part of another one."),
    gettext_noop("Published claims, the last recorded first."),
    gettext_noop("Published events, newest first, as the timeline's filter finds them."),
    gettext_noop("Something that happened to one or more platforms."),
    gettext_noop("The beginning or the end of a life, and the event that says so."),
    gettext_noop("The number in a claim, in whole units: 30000000000 dollars, not 30 billion."),
    gettext_noop("The vocabulary by id, without tags that were merged into others."),
    gettext_noop("What is wrong with a request (RFC 9457)."),
    gettext_noop("Who asserts something."),
    gettext_noop("Whole months, as far as the dates tell."),
)
