"""Hands the spans of this process to the collector beside it, as OTEL_* of the environment say."""

from collections.abc import Callable

from opentelemetry import context, trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import IdGenerator, RandomIdGenerator

from app.tracing import GIVEN_ID


class GivenIds(IdGenerator):
    """The id that came with the request, and random ones otherwise."""

    def __init__(self) -> None:
        self.random = RandomIdGenerator()

    def generate_span_id(self) -> int:
        return self.random.generate_span_id()

    def generate_trace_id(self) -> int:
        given = context.get_value(GIVEN_ID)
        return given if isinstance(given, int) else self.random.generate_trace_id()


def start(version: str) -> Callable[[], None]:
    """Its thread does not survive a fork: called in each worker. Gives what ends it, once all is handed over."""
    resource = Resource.create({"service.version": version})
    provider = TracerProvider(resource=resource, id_generator=GivenIds())
    # A collector that is away costs spans, and no time at the end.
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(timeout=2)))
    trace.set_tracer_provider(provider)
    return provider.shutdown
