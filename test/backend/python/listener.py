"""A back end's endpoint for webhooks: it refuses forged deliveries, and takes a delivery that comes twice once."""

import base64
import json
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

events: dict[str, dict] = {}
counts = {"forged": 0, "repeated": 0}


def start(origin: str) -> str:
    """Listen on a free port, with the public key of an origin. Returns the URL to give a webhook."""
    with urllib.request.urlopen(f"{origin}/.well-known/webhooks.json") as answer:
        key = load_pem_public_key(json.load(answer)["data"]["publicKey"].encode())

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            # The signature is over the bytes as they came.
            raw = self.rfile.read(int(self.headers["content-length"]))
            try:
                key.verify(base64.b64decode(self.headers["rtk-signature"]), raw, PKCS1v15(), SHA256())
            except InvalidSignature:
                counts["forged"] += 1
                return self.answer(401)
            uuid = self.headers["rtk-uuid"]
            if uuid in events:
                counts["repeated"] += 1
            events.setdefault(uuid, json.loads(raw))
            self.answer(204)

        def answer(self, status: int) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/webhooks"


def of(name: str) -> list[dict]:
    return [event for event in events.values() if event["event"] == name]
