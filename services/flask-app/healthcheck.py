"""The container health check: the slim image has no curl."""

import http.client
import sys

try:
    connection = http.client.HTTPConnection("127.0.0.1", 5000, timeout=3)
    connection.request("GET", "/health")
    answer = connection.getresponse()
    body = answer.read(500).decode(errors="replace").strip()
except OSError as error:
    sys.exit(f"GET /health: {error}")
if answer.status != 200:
    sys.exit(f"GET /health answered {answer.status}: {body}")
