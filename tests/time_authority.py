"""A real time-stamping authority on loopback: OpenSSL signs, with certificates made for the test."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

CONFIG = """
[tsa]
default_tsa = local
[local]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {folder}/chain.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = {digests}
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""
KEY = {
    "ec": ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
    "rsa": ("-newkey", "rsa:2048"),
}
FOR_TIMESTAMPS = (
    "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\nbasicConstraints=CA:FALSE\n"
)
FOR_CERTIFICATES = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nextendedKeyUsage=timeStamping\n"


def openssl(*arguments: object) -> bytes:
    return subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True).stdout


@dataclass(frozen=True, slots=True)
class Authority:
    """Keys and certificates in a folder: a root, an authority under it, the signer under that."""

    folder: Path

    @classmethod
    def make(
        cls, folder: Path, *, key: str = "ec", purpose: str = FOR_TIMESTAMPS, digests: str = "sha256"
    ) -> Authority:
        folder.mkdir(parents=True)
        made = cls(folder)
        root = ("-subj", "/CN=Local Root", "-days", 3650, "-nodes", "-addext", "keyUsage=critical,keyCertSign")
        openssl("req", "-x509", *KEY[key], *root, "-keyout", folder / "root.key", "-out", made.anchor)
        made._issue("between", "root", FOR_CERTIFICATES, key)
        made._issue("tsa", "between", purpose, key)
        (folder / "chain.pem").write_bytes((folder / "between.pem").read_bytes() + made.anchor.read_bytes())
        (folder / "serial").write_text("01\n")
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder, digests=digests))
        return made

    @property
    def anchor(self) -> Path:
        return self.folder / "root.pem"

    def _issue(self, name: str, issuer: str, purpose: str, key: str) -> None:
        folder = self.folder
        (folder / f"{name}.ext").write_text(purpose)
        wanted = ("-subj", f"/CN=Local {name}", "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.csr")
        openssl("req", *KEY[key], "-nodes", *wanted)
        by = ("-CA", folder / f"{issuer}.pem", "-CAkey", folder / f"{issuer}.key", "-CAcreateserial")
        openssl(
            *("x509", "-req", "-in", folder / f"{name}.csr", *by, "-days", 3650),
            *("-extfile", folder / f"{name}.ext", "-out", folder / f"{name}.pem"),
        )

    def answer(self, query: bytes) -> bytes:
        """What OpenSSL answers: a timestamp, or a refusal."""
        (self.folder / "query").write_bytes(query)
        return openssl("ts", "-reply", "-config", self.folder / "tsa.cnf", "-queryfile", self.folder / "query")


Answer = Callable[[BaseHTTPRequestHandler, bytes], None]


def well(authority: Authority) -> Answer:
    def answer(handler: BaseHTTPRequestHandler, query: bytes) -> None:
        assert handler.headers["Content-Type"] == "application/timestamp-query"
        send(handler, authority.answer(query))

    return answer


def send(handler: BaseHTTPRequestHandler, body: bytes, *, status: int = 200) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "application/timestamp-reply")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def serving(answer: Answer, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """The address of a server that answers so, over TLS where it is given a context."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            try:
                answer(self, query)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Tests say what they find themselves."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"{'https' if context else 'http'}://127.0.0.1:{server.server_address[1]}/tsr"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
