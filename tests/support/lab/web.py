# A web server that has nothing, so that a port for HTTP answers as one does.
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Nothing(BaseHTTPRequestHandler):
    def do_GET(self):
        try:
            self.send_error(404)
        except OSError:
            pass  # Who sends a single packet so does not wait for an answer.


server = ThreadingHTTPServer(("0.0.0.0", int(sys.argv[1])), Nothing)
print("ready", flush=True)
server.serve_forever()
