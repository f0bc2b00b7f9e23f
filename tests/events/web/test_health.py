"""The health check, with the database running and without it."""

import socket
import subprocess
import sys

import pytest

PROGRAM = """
import django
django.setup()
from django.test import Client
response = Client(SERVER_NAME="localhost").get("/healthz")
print(response.status_code, response.content.decode(), end="")
"""


def test_healthz_of_a_running_site(reader):
    response = reader.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.slow
def test_healthz_is_503_without_a_database(process_environment):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # Nobody listens, so that connections are refused.
        url = f"postgresql://kb@127.0.0.1:{closed.getsockname()[1]}/kb"
        process = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**process_environment, "DATABASE_URL": url},
            capture_output=True,
            text=True,
            timeout=300,
        )
    assert process.stdout == "503 database does not answer\n"
    assert "Traceback" not in process.stderr
    assert process.returncode == 0
