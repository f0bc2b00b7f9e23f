import socket

import pytest
from django.core.exceptions import ImproperlyConfigured

from kb.server import Address
from kb.setup import StepError


@pytest.mark.parametrize(
    ("host", "text"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/"),
        ("localhost", "http://localhost:8000/"),
        ("::1", "http://[::1]:8000/"),
    ],
)
def test_address_as_text_is_a_url(host, text):
    assert str(Address(host, 8000)) == text


def test_address_comes_from_the_environment(monkeypatch):
    monkeypatch.setenv("HOST", "0.0.0.0")
    monkeypatch.setenv("PORT", "9000")
    assert Address.from_environment() == Address("0.0.0.0", 9000)
    monkeypatch.setenv("PORT", "http")
    with pytest.raises(ImproperlyConfigured, match="PORT"):
        Address.from_environment()


@pytest.mark.enable_socket
def test_address_in_use_is_an_error_that_suggests_another_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(StepError, match=f"PORT={port + 1}"):
            Address("127.0.0.1", port).check_free()
    Address("127.0.0.1", port).check_free()


@pytest.mark.enable_socket
@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 65536), ("192.0.2.1", 8000)])
def test_address_of_another_machine_is_an_error(host, port):
    with pytest.raises(StepError, match="HOST is an address of this machine"):
        Address(host, port).check_free()
