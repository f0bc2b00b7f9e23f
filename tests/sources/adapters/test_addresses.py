import pytest

from sources.adapters.addresses import image_source, without_proxy


@pytest.mark.parametrize(
    ("served", "expected"),
    [
        ("https://relay.example.net/?http://a.example.com/x.jpg", "http://a.example.com/x.jpg"),
        ("https://r.example.net/p/https://a.example.com/x?y=1&z=2", "https://a.example.com/x?y=1&z=2"),
        ("https://r.example.net/?url=https%3A%2F%2Fa.example.com%2Fx%3Fy%3D1&w=9", "https://a.example.com/x?y=1"),
        ("https://r.example.net/?url=https://a.example.com/x.jpg&w=9", "https://a.example.com/x.jpg"),
        ("https://a.example.com/x.jpg?w=9", "https://a.example.com/x.jpg?w=9"),
        ("/x.jpg", "/x.jpg"),
        ("https://a.example.com/why-http://-is-shown", "https://a.example.com/why-http://-is-shown"),
    ],
)  # fmt: skip
def test_without_proxy(served, expected):
    assert without_proxy(served) == expected


@pytest.mark.parametrize(
    ("attributes", "source"),
    [
        ({"src": "a.jpg"}, "a.jpg"),
        ({"src": "data:image/gif;base64,R0", "data-src": "a.jpg"}, "a.jpg"),
        ({"src": "/loading.gif", "data-original": "a.jpg"}, "a.jpg"),
        ({"srcset": "a.jpg 1x, b.jpg 2x"}, "a.jpg"),
        ({}, ""),
    ],
)
def test_image_source(attributes, source):
    assert image_source(attributes) == source
