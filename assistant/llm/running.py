"""Calls with a deadline: on a loop of its own, so that a call that takes too long is cancelled and its line closed."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from threading import Lock, Thread
from typing import Any, TypeVar

from assistant.errors import LlmError
from assistant.llm.limits import Limits

T = TypeVar("T")
_AGAIN = frozenset((408, 409, 425, 429, 500, 502, 503, 504, 529))
_BROKEN_LINE = frozenset(
    ("TransportError", "APIConnectionError", "ConnectionError")
)  # of httpx, the clients, Python
_LONGEST_WAIT = 20.0  # seconds


class Runner:
    """One loop in one thread that dies with the process. `limits` say when a call may start."""

    def __init__(self, retries: int, limits: Limits) -> None:
        self._retries, self._limits = retries, limits
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._under_way: set[Future[Any]] = set()

    def run(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        """Raises LlmError where it does not end in `seconds`. An interrupt cancels it."""
        future = asyncio.run_coroutine_threadsafe(_within(work, seconds), self._started())
        self._under_way.add(future)
        try:
            return future.result(max(0.0, seconds) + 1)
        except CancelledError as error:
            raise LlmError("the call was cancelled") from error
        except (TimeoutError, FutureTimeoutError) as error:
            raise LlmError("it did not answer in time: see the setting llm_deadline") from error
        finally:
            self._under_way.discard(future)
            future.cancel()

    def cancel(self) -> None:
        for future in tuple(self._under_way):
            future.cancel()

    async def tried(self, call: Callable[[], Awaitable[T]], until: float) -> T:
        """The call, again after a while where its failure may pass: later each time, or when the server says.

        Raises LlmError where its turn would come after `until`, by `time.monotonic()`.
        """
        for attempt in range(self._retries + 1):
            # The file may be another process's for a while; the other calls of this loop go on.
            await asyncio.sleep(await asyncio.to_thread(self._limits.turn, until - time.monotonic()))
            try:
                return await call()
            except Exception as error:
                if attempt == self._retries or not passing(error):
                    raise
                await asyncio.sleep(wait_after(error, attempt))
        raise AssertionError

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                Thread(target=self._loop.run_forever, name="llm", daemon=True).start()
            return self._loop


async def _within(work: Coroutine[Any, Any, T], seconds: float) -> T:
    return await asyncio.wait_for(work, max(0.0, seconds))


def passing(error: Exception) -> bool:
    """Whether a failure may be gone at the next try: overload, a fault of the server, a broken line."""
    status = getattr(error, "status_code", None)
    if status is not None:
        return status in _AGAIN
    return any(kind.__name__ in _BROKEN_LINE for kind in type(error).__mro__)


def wait_after(error: Exception, attempt: int) -> float:
    """Seconds: what the server asks for, else half a second and double each time, with some chance in it."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    try:
        return float(min(float(headers.get("retry-after", "")), _LONGEST_WAIT))
    except ValueError:
        return min(0.5 * 2.0**attempt, _LONGEST_WAIT) * random.uniform(0.8, 1.2)  # noqa: S311
