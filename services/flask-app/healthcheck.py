"""The container health check: the slim image has no curl."""

import http.client
import sys

try:
    connection = http.client.HTTPConnection("127.0.0.1", 5000, timeout=3)
    connection.request("GET", "/health")
    status = connection.getresponse().status
except OSError as error:
    sys.exit(f"GET /health: {error}")
if status != 200:
    sys.exit(f"GET /health answered {status}")
