"""Fixtures of the page cache: a published event, and clients of one site."""

import copy

import pytest
from django.test import Client

from tests.factories import published_event


@pytest.fixture
def event(db, class_event):
    return copy.deepcopy(class_event)


@pytest.fixture(scope="class")
def class_event(shared_rows):
    with shared_rows():
        yield published_event(slug="main", title_en="Before", title_zh="港湾")


@pytest.fixture
def new_client(reader):
    """Return a function that makes clients of one site; by default each has its own page cache."""

    def create():
        client = Client()
        client.handler = reader.handler
        return client

    return create
