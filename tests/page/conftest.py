from collections.abc import Iterator

import pytest
from browser import chromium, server
from playwright.sync_api import Browser
from scripted_assistant import scripted

from assistant.assistant import Assistant


@pytest.fixture
def assistant() -> Assistant:
    return scripted()


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """Of a chat page that the tests of one module share."""
    with server(tmp_path_factory.mktemp("server")) as where:
        yield where


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one
