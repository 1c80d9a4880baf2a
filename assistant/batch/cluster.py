"""Workers on a Ray cluster: actors that load the assistant once. Rows are read, ordered and written here.

Not Ray Data: it has blocks flow one way, and here a turn waits for the turn before it, a repeat for the first of its
kind, and the journal for the order. Whoever drives the workers keeps all three, for both engines.
"""

import os
import socket
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from assistant.assistant import Assistant
from assistant.batch.asking import Unit, answer_units
from assistant.batch.records import Form, Outcome
from assistant.batch.team import ATTEMPTS, Done
from assistant.errors import BatchError
from assistant.settings import Settings

__all__ = ["RayTeam"]

_PATIENCE = 5.0  # seconds


class _Answering:
    """What an actor holds."""

    def __init__(self, settings: Settings, form: Form) -> None:
        self._assistant, self._form = Assistant(settings), form

    def answer(self, units: Sequence[Unit]) -> list[list[Outcome]]:
        return answer_units(self._assistant, units, self._form)


class RayTeam:
    """One actor for each CPU of the cluster but one, which Ray itself needs; `size` of them where that is given.

    Raises:
        BatchError: Ray is not installed, or no cluster is at `address`.
    """

    def __init__(self, settings: Settings, form: Form, address: str | None, size: int = 0) -> None:
        self._ray = _ray()
        self._own = not self._ray.is_initialized()
        self._connect(address)
        size = size or max(1, int(self._ray.cluster_resources().get("CPU", 2)) - 1)
        actor = self._ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=ATTEMPTS)(_Answering)
        self._idle = [actor.remote(settings, form) for _ in range(size)]
        self._busy: dict[Any, tuple[int, Any, Sequence[Unit]]] = {}

    def _connect(self, address: str | None) -> None:
        if not self._own:
            return
        # A local Ray counts two CPUs at least: one is left free, and one has to work.
        _knock(address)
        local = {} if address else {"num_cpus": max(2, os.cpu_count() or 2), "include_dashboard": False}
        try:
            self._ray.init(address=address, log_to_driver=False, logging_level="error", **local)
        except (ConnectionError, ValueError, RuntimeError) as error:
            reason = " ".join(str(error).split())[:160]
            raise BatchError(f"--address {address}: no Ray cluster can be reached ({reason})") from error

    @property
    def free(self) -> int:
        return len(self._idle)

    def send(self, number: int, units: Sequence[Unit]) -> None:
        actor = self._idle.pop()
        self._busy[actor.answer.remote(units)] = number, actor, units

    def receive(self, seconds: float) -> Done | None:
        ready, _ = self._ray.wait(list(self._busy), num_returns=1, timeout=seconds)
        if not ready:
            return None
        number, actor, units = self._busy.pop(ready[0])
        self._idle.append(actor)
        return number, self._found(ready[0]) or [self._alone(actor, unit) for unit in units]

    def _found(self, task: Any) -> list[list[Outcome]] | None:
        """None where the actor, made anew each time, died of every attempt."""
        try:
            found: list[list[Outcome]] = self._ray.get(task)
        except self._ray.exceptions.RayError:
            return None
        return found

    def _alone(self, actor: Any, unit: Unit) -> list[Outcome]:
        """One of several has ended the actor: the others are not to pay for it."""
        if found := self._found(actor.answer.remote([unit])):
            return found[0]
        error = f"the worker ended {ATTEMPTS + 1} times while it answered this row: is there enough memory?"
        return [Outcome("", (), "", error, 0.0) for _ in unit.turns]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for actor in [*self._idle, *(actor for _, actor, _ in self._busy.values())]:
            self._ray.kill(actor)
        if self._own:
            self._ray.shutdown()


def _knock(address: str | None) -> None:
    """Ray itself tries for two minutes, and then ends the process.

    Raises:
        BatchError: nobody listens at `address`, where that is a host and a port.
    """
    host, _, port = (address or "").rpartition("://")[2].rpartition(":")
    if not host or not port.isdecimal():
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), _PATIENCE).close()
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BatchError(f"--address {address}: no Ray cluster can be reached ({reason})") from error


def _ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        import ray
    except ImportError as error:
        raise BatchError(
            "--engine ray: Ray is not installed: pip install 'stock-token-licence-assistant[ray]'"
        ) from error
    return ray
