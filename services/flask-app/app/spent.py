"""How long a request spent waiting for others: for its log line, and as a span of its trace."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import g, has_request_context
from opentelemetry.trace import SpanKind

from app.tracing import tracer

P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def spent_on(name: str) -> Iterator[None]:
    """Adds up, as a request may ask more than once; outside of a request nobody reads it."""
    if not has_request_context():
        yield
        return
    began = time.monotonic()
    try:
        with tracer.start_as_current_span(name, kind=SpanKind.CLIENT):
            yield
    finally:
        spent = g.setdefault("spent", {})
        spent[name] = spent.get(name, 0.0) + time.monotonic() - began


def spends_on(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def timed(*arguments: P.args, **options: P.kwargs) -> R:
            with spent_on(name):
                return function(*arguments, **options)

        return timed

    return decorate


def spent_ms() -> dict[str, float]:
    return {f"{name}_ms": round(seconds * 1000, 1) for name, seconds in g.get("spent", {}).items()}
