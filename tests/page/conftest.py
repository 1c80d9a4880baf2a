import pytest
from scripted_assistant import scripted

from assistant.assistant import Assistant


@pytest.fixture
def assistant() -> Assistant:
    return scripted()
