import pytest

from assistant.assistant import Assistant


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    return Assistant()
