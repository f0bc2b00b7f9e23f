import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.annotation.offsets import code_points_to_utf16

TEXT = "𠮷🎉抖音"
texts = st.text(st.sampled_from("a抖𠮷🎉\n"), max_size=30)


def test_utf16_units_of_astral_characters():
    assert [code_points_to_utf16(TEXT, offset) for offset in range(5)] == [0, 2, 4, 5, 6]


@pytest.mark.parametrize("offset", [-1, 5])
def test_code_points_outside_the_text(offset):
    with pytest.raises(ValueError, match="outside"):
        code_points_to_utf16(TEXT, offset)


@given(texts, st.data())
def test_offset_is_the_number_of_units_before_it(text, data):
    offset = data.draw(st.integers(0, len(text)))
    units = len(text[:offset].encode("utf-16-le")) // 2
    assert code_points_to_utf16(text, offset) == units
