"""Spans for those who collect them: what each stage of an answer did, and how long it took. Off by default.

A question opens a trace (`traced`), its stages put their spans into it (`stage`). Off, and outside a question, both
cost a look-up, and opentelemetry is not imported. Counts and kinds are recorded; words of a question or an answer,
facts and verdicts only where `traces_content` is set.
"""

import os
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, partial, wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

from assistant import __version__
from assistant.errors import SettingsError
from assistant.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer
    from opentelemetry.util.types import AttributeValue

__all__ = ["stage", "traced"]

NAME = "stock-token-licence-assistant"
PATIENCE = 2.0  # seconds
P = ParamSpec("P")
R = TypeVar("R")
Notes = Callable[[Any], "Mapping[str, AttributeValue]"]
"""What to record of a stage's result. Names get `assistant.` in front."""


class _HasSettings(Protocol):
    @property
    def settings(self) -> Settings: ...


S = TypeVar("S", bound=_HasSettings)


def _nothing(_: object) -> "Mapping[str, AttributeValue]":
    return {}


@dataclass(frozen=True)
class _Trace:
    tracer: "Tracer"
    with_content: bool

    def run(self, name: str, call: Callable[[], R], found: Notes, content: Notes) -> R:
        with self.tracer.start_as_current_span(
            f"assistant.{name}", record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                result = call()
            except Exception as error:
                span.set_attribute("error.type", type(error).__name__)
                # A message may repeat what was asked.
                span.set_status(_failed(), str(error) if self.with_content else None)
                raise
            notes = {**found(result), **(content(result) if self.with_content else {})}
            span.set_attributes({f"assistant.{key}": value for key, value in notes.items()})
            return result


_OPEN: ContextVar[_Trace | None] = ContextVar("assistant_trace", default=None)


def stage(
    name: str, found: Notes = _nothing, content: Notes = _nothing
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make each call a span, where a question is being traced.

    Args:
        found: what to record of the result.
        content: what to record besides where content is asked for.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            trace = _OPEN.get()
            if trace is None:
                return function(*args, **kwargs)
            return trace.run(name, partial(function, *args, **kwargs), found, content)

        return call

    return decorate


def traced(
    name: str, found: Notes = _nothing, content: Notes = _nothing
) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    """`stage` for the method that a question comes in by: opens the trace where the object's settings ask for one."""

    def decorate(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
        @wraps(method)
        def call(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if self.settings.traces == "off":
                return method(self, *args, **kwargs)
            trace = _Trace(_tracer(self.settings.traces), self.settings.traces_content)
            before = _OPEN.set(trace)
            try:
                return trace.run(name, partial(method, self, *args, **kwargs), found, content)
            finally:
                _OPEN.reset(before)

        return call

    return decorate


@cache
def _tracer(mode: str) -> "Tracer":
    """`host`: of whatever provider the surrounding program has set. `otlp`: of our own, which sends.

    Raises:
        SettingsError: opentelemetry is not installed.
    """
    try:
        return _sending() if mode == "otlp" else _of_host()
    except ImportError as error:
        raise SettingsError(
            f"setting traces: {mode!r} needs {error.name}: install {NAME}[traces], or leave it off"
        ) from error


def _of_host() -> "Tracer":
    from opentelemetry import trace

    return trace.get_tracer("assistant", __version__)


def _sending() -> "Tracer":
    """Sends to OTEL_EXPORTER_OTLP_ENDPOINT, else to port 4318 of this machine; what is left, when the process ends."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(
        resource=Resource.create({"service.name": NAME, "service.version": __version__})
    )
    # The last spans are sent when the process ends: a collector that is away must not hold that up for long.
    patience = None if "OTEL_EXPORTER_OTLP_TIMEOUT" in os.environ else PATIENCE
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(timeout=patience)))
    return provider.get_tracer("assistant", __version__)


def _failed() -> Any:
    from opentelemetry.trace import StatusCode

    return StatusCode.ERROR
