"""A mail server of a few lines: takes what it is given, with or without TLS, and can be unkind."""

import socket
import socketserver
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Postbox:
    """What arrived, and what the server answers to a recipient."""

    arrived: list[Message] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)  # one a recipient, then "250 fine"
    was_encrypted: list[bool] = field(default_factory=list)


class SmallSmtp:
    """`certificate` is what it shows for TLS; without, it offers none."""

    def __init__(self, postbox: Postbox, certificate: Path | None = None) -> None:
        self.postbox = postbox
        self.tls = None
        if certificate:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(certificate)

    def __enter__(self) -> int:
        owner = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                conversation = _Conversation(self.request, owner.postbox, owner.tls)
                with suppress(OSError):
                    conversation.hold()
                conversation.end()

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, args=[0.05], daemon=True).start()
        return int(self._server.server_address[1])

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Conversation:
    def __init__(self, line: socket.socket, postbox: Postbox, tls: ssl.SSLContext | None) -> None:
        self._line, self._postbox, self._tls = line, postbox, tls
        self._is_encrypted = False
        self._file = line.makefile("rb")

    def hold(self) -> None:
        self._say("220 here")
        while command := self._file.readline().decode().strip().upper():
            if command.startswith("EHLO"):
                self._say("250-here\r\n250 STARTTLS" if self._may_encrypt else "250 here")
            elif command == "STARTTLS":
                self._encrypt()
            elif command.startswith("RCPT"):
                self._say(self._postbox.answers.pop(0) if self._postbox.answers else "250 fine")
            elif command == "DATA":
                self._take()
            else:
                self._say("221 bye" if command == "QUIT" else "250 fine")

    def end(self) -> None:
        self._file.close()
        self._line.close()

    @property
    def _may_encrypt(self) -> bool:
        return self._tls is not None and not self._is_encrypted

    def _encrypt(self) -> None:
        assert self._tls is not None
        self._say("220 go on")
        self._line = self._tls.wrap_socket(self._line, server_side=True)
        self._file = self._line.makefile("rb")
        self._is_encrypted = True

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self._file.readline()) != b".\r\n":
            lines.append(line)
        self._postbox.arrived.append(message_from_bytes(b"".join(lines)))
        self._postbox.was_encrypted.append(self._is_encrypted)
        self._say("250 fine")

    def _say(self, words: str) -> None:
        self._line.sendall(f"{words}\r\n".encode())


def make_certificate(file: Path) -> Path:
    """A key and a certificate for this machine that nobody signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return file
