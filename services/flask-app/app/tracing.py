"""A span for each request, and one within it for each wait. Without a provider the API makes spans of nothing.

The trace's id is the load balancer's where it gave one, so that a log line's trace_id is found in X-Ray.
"""

import re

from flask import Flask, Response, g, request
from opentelemetry import context, trace
from opentelemetry.trace import NonRecordingSpan, SpanContext, SpanKind, Status, StatusCode, TraceFlags

# https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
ROOT = re.compile(r"(?:^|;) *Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?:;|$)")
PARENT = re.compile(r"(?:^|;) *Parent=([0-9a-f]{16})(?:;|$)")
SAMPLED = re.compile(r"(?:^|;) *Sampled=([01])(?:;|$)")
GIVEN_ID = context.create_key("trace-id")

tracer = trace.get_tracer("flask-app")


def context_of(header: str) -> context.Context:
    """The load balancer gives a trace and no parent: then whether it is sampled is decided here."""
    root = ROOT.search(header)
    if root is None:
        return context.Context()
    trace_id = int(root[1] + root[2], 16)
    parent, sampled = PARENT.search(header), SAMPLED.search(header)
    if parent is None or sampled is None:
        return context.set_value(GIVEN_ID, trace_id, context.Context())
    flags = TraceFlags(TraceFlags.SAMPLED if sampled[1] == "1" else TraceFlags.DEFAULT)
    caller = SpanContext(trace_id, int(parent[1], 16), is_remote=True, trace_flags=flags)
    return trace.set_span_in_context(NonRecordingSpan(caller), context.Context())


def install(app: Flask, quiet: tuple[str, ...]) -> None:
    def begin() -> None:
        if request.path in quiet:
            return
        around = context_of(request.headers.get("X-Amzn-Trace-Id", ""))
        name = f"{request.method} {request.url_rule or 'unknown'}"
        # The ids are made in the context that holds, not in one that is passed.
        token = context.attach(around)
        g.span = tracer.start_span(name, kind=SpanKind.SERVER)
        context.detach(token)
        g.span_token = context.attach(trace.set_span_in_context(g.span, around))

    def told(response: Response) -> Response:
        if "span" in g:
            g.span.set_attributes(
                {
                    "http.request.method": request.method,
                    "http.response.status_code": response.status_code,
                    "http.route": str(request.url_rule or ""),
                    "url.path": request.path,
                    "request_id": g.request_id,
                }
            )
            if response.status_code >= 500:
                g.span.set_status(Status(StatusCode.ERROR))
        return response

    def end(_: BaseException | None) -> None:
        if "span" in g:
            context.detach(g.span_token)
            g.span.end()

    app.before_request(begin)
    app.after_request(told)
    app.teardown_request(end)
