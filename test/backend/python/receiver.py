"""Receives webhooks, and refuses those whose signature is not the service's."""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key


class Receiver:
    """Keeps the bodies of deliveries, in the order in which they came."""

    def __init__(self, public_key: str):
        key = load_pem_public_key(public_key.encode())
        told: list[dict[str, Any]] = []
        refused: list[bytes] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                try:
                    signature = base64.b64decode(self.headers["rtk-signature"])
                    key.verify(signature, body, PKCS1v15(), SHA256())
                except InvalidSignature:
                    refused.append(body)
                    self.send_response(401)
                else:
                    told.append(json.loads(body))
                    self.send_response(200)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.told, self.refused = told, refused
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/webhooks"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
