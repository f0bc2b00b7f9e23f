import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.annotation.offsets import code_points_to_utf16, utf16_to_code_points

TEXT = "𠮷🎉抖音"
texts = st.text(st.sampled_from("a抖𠮷🎉\n"), max_size=30)


def test_utf16_units_of_astral_characters():
    assert [code_points_to_utf16(TEXT, offset) for offset in range(5)] == [0, 2, 4, 5, 6]
    assert [utf16_to_code_points(TEXT, unit) for unit in (0, 2, 4, 5, 6)] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("unit", [1, 3])
def test_utf16_middle_of_a_pair(unit):
    with pytest.raises(ValueError, match="surrogate pair"):
        utf16_to_code_points(TEXT, unit)


@pytest.mark.parametrize("unit", [-1, 7, 100])
def test_utf16_outside_the_text(unit):
    with pytest.raises(ValueError, match="outside"):
        utf16_to_code_points(TEXT, unit)


@pytest.mark.parametrize("offset", [-1, 5])
def test_code_points_outside_the_text(offset):
    with pytest.raises(ValueError, match="outside"):
        code_points_to_utf16(TEXT, offset)


@given(texts, st.data())
def test_offsets_round_trip(text, data):
    offset = data.draw(st.integers(0, len(text)))
    units = code_points_to_utf16(text, offset)
    assert units == len(text[:offset].encode("utf-16-le")) // 2
    assert utf16_to_code_points(text, units) == offset
