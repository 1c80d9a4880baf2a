"""What is held back where a page is open to others: how much one person may ask, and whether it is open at all."""

import time
from collections import deque
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from threading import Lock

from assistant.errors import QuestionError

_MINUTE = 60.0
_PROXIES = frozenset({"forwarded", "x-forwarded-for", "x-real-ip"})


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_own_machine(host: str | None, client: str | None, headers: Mapping[str, str]) -> bool:
    """Whether only the person at this machine can be looking: a loopback address, and no proxy in front of it.

    `host` is what the server listens on, None for every address; `client` is where the request is from, None for
    this machine.
    """
    if host is None or not is_loopback(host) or not (client is None or is_loopback(client)):
        return False
    return _PROXIES.isdisjoint(name.casefold() for name in headers)


class Rate:
    """At most `per_minute` questions of one person in any minute.

    Example:
        >>> Rate(30).admit("ann")
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute, self._clock, self._lock = per_minute, clock, Lock()
        self._asked: dict[str, deque[float]] = {}

    def admit(self, who: str) -> None:
        """Raises QuestionError where they have asked too much, and says how long to wait."""
        now = self._clock()
        with self._lock:
            for name in [name for name, times in self._asked.items() if times[-1] <= now - _MINUTE]:
                del self._asked[name]
            times = self._asked.setdefault(who, deque())
            while times and times[0] <= now - _MINUTE:
                times.popleft()
            if len(times) >= self.per_minute:
                wait = round(times[0] + _MINUTE - now) + 1
                raise QuestionError(f"{self.per_minute} questions a minute are the limit: wait {wait} s")
            times.append(now)
