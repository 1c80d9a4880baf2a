"""Nothing that a test keeps or logs goes into the data folder of whoever runs it."""

import os
import tempfile

_DATA = tempfile.TemporaryDirectory(prefix="assistant-data-", ignore_cleanup_errors=True)
os.environ["ASSISTANT_DATA"] = _DATA.name


def pytest_unconfigure() -> None:
    _DATA.cleanup()
