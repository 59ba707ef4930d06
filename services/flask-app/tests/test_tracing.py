from collections.abc import Iterator

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from app.exporting import GivenIds
from app.spent import spent_on

ROOT = "Root=1-67891233-abcdef012345678912345678"
TRACE_ID = int("67891233abcdef012345678912345678", 16)


@pytest.fixture(scope="module")
def exporter() -> InMemorySpanExporter:
    exporter = InMemorySpanExporter()
    provider = TracerProvider(id_generator=GivenIds())
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    # Once per process, as OpenTelemetry has it.
    trace.set_tracer_provider(provider)
    return exporter


@pytest.fixture
def spans(exporter: InMemorySpanExporter) -> Iterator[dict[str, ReadableSpan]]:
    exporter.clear()

    class Spans(dict[str, ReadableSpan]):
        def __missing__(self, name: str) -> ReadableSpan:
            return next(span for span in exporter.get_finished_spans() if span.name == name)

        def names(self) -> list[str]:
            return [span.name for span in exporter.get_finished_spans()]

    yield Spans()


def test_a_request_and_its_waits(world, client, spans):
    world.redis.set("items:1", "{}", ex=60)
    client.get("/api/items/1")
    assert spans.names() == ["redis", "GET /api/items/<id>"]
    request, wait = spans["GET /api/items/<id>"], spans["redis"]
    assert wait.parent.span_id == request.context.span_id
    assert request.parent is None
    assert (request.kind.name, wait.kind.name) == ("SERVER", "CLIENT")
    assert request.attributes["http.response.status_code"] == 200
    assert request.attributes["http.route"] == "/api/items/<id>"
    assert "items:1" not in str(wait.attributes)


@pytest.mark.parametrize("header", [ROOT, f"Self=1-1-2;{ROOT}", f"{ROOT};Sampled=?"])
def test_the_trace_is_the_load_balancers(client, spans, header):
    client.get("/version", headers={"X-Amzn-Trace-Id": header})
    assert spans["GET /version"].context.trace_id == TRACE_ID
    assert spans["GET /version"].parent is None


def test_a_caller_that_traces_is_the_parent(client, spans):
    client.get("/version", headers={"X-Amzn-Trace-Id": f"{ROOT};Parent=53995c3f42cd8ad8;Sampled=1"})
    span = spans["GET /version"]
    assert (span.context.trace_id, span.parent.span_id) == (TRACE_ID, int("53995c3f42cd8ad8", 16))


def test_a_caller_that_does_not_sample_is_followed(client, spans):
    client.get("/version", headers={"X-Amzn-Trace-Id": f"{ROOT};Parent=53995c3f42cd8ad8;Sampled=0"})
    assert spans.names() == []


@pytest.mark.parametrize("header", ["", "Root=1-x-y", "Root=1-67891233-ABCDEF012345678912345678", "x" * 5000])
def test_another_header_is_no_trace(client, spans, header):
    client.get("/version", headers={"X-Amzn-Trace-Id": header})
    assert spans["GET /version"].context.trace_id not in (0, TRACE_ID)


def test_traces_do_not_run_into_each_other(client, spans):
    client.get("/version", headers={"X-Amzn-Trace-Id": ROOT})
    client.get("/api/items")
    assert spans["GET /api/items"].context.trace_id != TRACE_ID
    assert spans["GET /api/items"].parent is None


def test_health_checks_are_no_traces(client, spans):
    client.get("/health")
    assert spans.names() == []


def test_an_error_is_one(world, client, spans):
    world.items.away = True
    client.get("/api/items")
    assert spans["GET /api/items"].status.status_code.name == "ERROR"
    client.get("/api/items/x")
    assert spans["GET /api/items/<id>"].status.status_code.name == "UNSET"


def test_what_nobody_asked_for_is_no_trace(spans):
    with spent_on("database"):
        pass
    assert spans.names() == []
