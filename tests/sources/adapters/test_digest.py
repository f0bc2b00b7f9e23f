import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.adapters import digest as digests
from sources.adapters.base import Block
from sources.models import Passage

FIELDS = {
    "title": "A title", "title_en": "", "language": "en", "outlet": "quay", "publisher": "",
    "authors": ["One", "Two"], "published": "2020-06", "url": "", "repost_of": "",
    "text_sha256": "0" * 64,
}  # fmt: skip
line = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff"),
    min_size=1, max_size=40,
).map(str.strip).filter(bool)  # fmt: skip
blocks = st.builds(Block, st.sampled_from(Passage.Kind.values), line, st.none() | st.integers(1, 6))


@pytest.mark.slow
@given(st.lists(blocks, min_size=1, max_size=6), line, st.lists(line, max_size=3))
def test_parse_is_the_inverse_of_format(blocks, title, authors):
    digest = digests.Digest({**FIELDS, "title": title, "authors": authors}, tuple(blocks))
    assert digests.parse(digests.format(digest)) == digest


def test_lines_of_fields():
    text = digests.format(digests.Digest(FIELDS, (Block("paragraph", "Words."),)))
    lines = text.splitlines()
    for name, number in digests.lines_of_fields(text).items():
        if FIELDS[name]:
            assert lines[number - 1].startswith(f"{name}:")
