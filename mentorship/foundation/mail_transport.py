"""The two ways an e-mail leaves: an SMTP server by the settings, otherwise a file in a folder."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import UUID

from mentorship.foundation.settings import Settings, replace_private

_TIMEOUT = 30  # seconds
_PERMANENT = range(500, 600)
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class AddressRefused(Exception):
    """The server will never take mail for this address."""


@dataclass(frozen=True)
class Mail:
    """An e-mail in plain text; shows nothing of itself in a log."""

    id: UUID
    address: str = field(repr=False)
    title: str = field(repr=False)
    body: str = field(repr=False)
    created_at: datetime

    def message(self, sender: str) -> EmailMessage:
        """The same mail has the same Message-ID and date, however often it is sent."""
        message = EmailMessage(policy=SMTP)
        message["From"] = sender
        message["To"] = self.address
        message["Subject"] = self.title
        message["Date"] = format_datetime(self.created_at)
        message["Message-ID"] = f"<{self.id}@{sender.rpartition('@')[2].strip('>')}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.body)
        return message


def deliver(settings: Settings, mail: Mail) -> None:
    """Returns when the mail is in safe hands; AddressRefused never gets better, others may."""
    message = mail.message(settings.mail_from)
    if settings.smtp_url is None:
        _write(settings.mail / f"{mail.id}.eml", message)
    else:
        _hand_over(settings.smtp_url.get_secret_value(), message)


def _write(file: Path, message: EmailMessage) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    replace_private(file, message.as_bytes())


def _hand_over(url: str, message: EmailMessage) -> None:
    with _connection(urlsplit(url)) as server:
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            if all(code in _PERMANENT for code, _ in refused.recipients.values()):
                raise AddressRefused from None  # its own message holds the address
            raise


@contextmanager
def _connection(url: SplitResult) -> Iterator[smtplib.SMTP]:
    """`smtps://` is TLS from the start, `smtp://` is STARTTLS or nothing.

    `smtp+plain://` has no TLS at all and goes to this machine only.
    """
    host = url.hostname or ""
    if url.scheme == "smtps":
        tls = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, url.port or 465, timeout=_TIMEOUT, context=tls
        )
    elif url.scheme == "smtp" or (url.scheme == "smtp+plain" and host in _LOOPBACK):
        server = smtplib.SMTP(host, url.port or 587, timeout=_TIMEOUT)
    else:
        raise ValueError("smtp_url must be smtps://…, smtp://… or smtp+plain:// to this machine")
    with server:
        if url.scheme == "smtp":
            server.starttls(context=ssl.create_default_context())
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        yield server
