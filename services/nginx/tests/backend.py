"""A stand-in for flask-app behind Service Connect: it tells what reached it."""

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

dropped: set[str] = set()


class Backend(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.rfile.read(length)
        if self.path.startswith("/api/drop-once/") and self.path not in dropped:
            dropped.add(self.path)
            self.close_connection = True
            return
        if self.path == "/api/slow":
            time.sleep(1)
        body = json.dumps({"path": self.path, "headers": dict(self.headers)}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_DELETE = answer


ThreadingHTTPServer(("127.255.0.1", 5000), Backend).serve_forever()
