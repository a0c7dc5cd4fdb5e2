"""E-mail that leaves after the commit: worded in the transaction, sealed until it is delivered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlmodel import col, delete, select

from mentorship.foundation import audit, vault
from mentorship.foundation.columns import (
    Row,
    choice,
    identifier,
    key,
    sealed,
    subject_ref,
    text,
    utc,
)
from mentorship.foundation.db import Database, Db, now
from mentorship.foundation.i18n import LazyText, speaking
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.jobs import FINISHED, Job, JobFailed, enqueue, job
from mentorship.foundation.keys.store import KeyMissing
from mentorship.foundation.mail_transport import AddressRefused, Mail, deliver
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Purpose, Retention

_KEPT = timedelta(days=30)
_TRIED_FOR = timedelta(days=3)


class MailStatus(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"  # the address doesn't exist, says the receiving server
    GIVEN_UP = "given_up"


class OutboxMail(Row, table=True):
    """One e-mail; address and words are sealed under the addressee and go once it is sent."""

    __retention__ = Retention.MESSAGE

    id: UUID = key()
    subject_id: UUID = subject_ref()
    letter: str = text(D.OPERATION, max_length=60)
    status: MailStatus = choice(MailStatus, D.OPERATION, default=MailStatus.WAITING)
    address: Sealed | None = sealed(D.CONTACT, nullable=True, max_length=320)
    title: Sealed | None = sealed(D.CONTACT, nullable=True, max_length=200)
    # It may hold a link that opens something, which nobody else gets to see, also not in an export.
    body: Sealed | None = sealed(D.CREDENTIAL, nullable=True)
    job_id: UUID | None = identifier(D.OPERATION, nullable=True)
    created_at: datetime = utc(D.OPERATION, index=True)
    closed_at: datetime | None = utc(D.OPERATION, nullable=True)


@dataclass(frozen=True)
class Letter:
    """The words of one kind of e-mail: what to do, and a link.

    Numbers are filled in, never names.
    """

    name: str
    subject: LazyText
    paragraphs: tuple[LazyText, ...]

    def say(self, language: str, link: str | None, numbers: Mapping[str, int]) -> tuple[str, str]:
        """Title and body as plain text."""
        with speaking(language):
            said = [paragraph % numbers for paragraph in self.paragraphs]
            greeting, closing = _("Hello,"), _("Kind regards,\nthe team of ONE-on-ONE")
            ending = _("This e-mail is sent automatically. You cannot reply to it.")
            parts = [greeting, *said, *([link] if link else []), closing, ending]
            return self.subject % numbers, "\n\n".join(parts) + "\n"


def send(
    db: Db,
    letter: Letter,
    *,
    to: str,
    subject_id: UUID,
    link: str | None = None,
    language: str = "nl",
    **numbers: int,
) -> OutboxMail:
    """The mail leaves once the caller's transaction is committed, at least once."""
    if not to.isprintable() or " " in to or "@" not in to:
        raise ValueError("this is no e-mail address")  # not repeated: it is personal all the same
    title, body = letter.say(language, link, _only_numbers(numbers))
    row = OutboxMail(subject_id=subject_id, letter=letter.name, created_at=now(db))
    vault.write(db, row, address=to, title=title, body=body)
    row.job_id = enqueue(db, "foundation.deliver_mail", mail_id=row.id).id
    db.add(row)
    db.flush()
    return row


@job("foundation.deliver_mail", attempts=12, first_pause=timedelta(seconds=30))
def deliver_mail(database: Database, *, mail_id: UUID) -> None:
    """Hands the mail to the transport, then forgets it; a crash between sends it again.

    The Message-ID is the same each time, so that mail programs show it once.
    """
    try:
        mail = _open(database, mail_id)
    except KeyMissing:
        _close(database, mail_id, MailStatus.GIVEN_UP)
        raise JobFailed("addressee_erased") from None
    if mail is None:
        return
    try:
        deliver(database.settings, mail)
    except AddressRefused:
        _close(database, mail_id, MailStatus.REFUSED)
        raise JobFailed("address_refused") from None
    _close(database, mail_id, MailStatus.SENT)


def take_up_again(db: Db) -> int:
    """Mail whose job ended without sending it gets a new one, for three days; tells how many."""
    left = db.exec(
        select(OutboxMail)
        .join(Job, col(Job.id) == col(OutboxMail.job_id), isouter=True)
        .where(
            col(OutboxMail.status) == MailStatus.WAITING,
            col(Job.id).is_(None) | col(Job.status).in_(FINISHED),
        )
        .with_for_update(of=OutboxMail)
    ).all()
    for row in left:
        if now(db) - row.created_at > _TRIED_FOR:
            _forget(db, row, MailStatus.GIVEN_UP)
        else:
            row.job_id = enqueue(db, "foundation.deliver_mail", mail_id=row.id).id
        db.add(row)
    return len(left)


def remove_old(db: Db) -> int:
    """Forgets that mail was ever sent, a month after; tells how many."""
    long_ago = now(db) - _KEPT
    return db.exec(delete(OutboxMail).where(col(OutboxMail.closed_at) < long_ago)).rowcount


def _only_numbers(numbers: Mapping[str, int]) -> Mapping[str, int]:
    for name, value in numbers.items():
        if not isinstance(value, int):
            raise TypeError(f"{name}: only numbers are filled in, so that no name gets into mail")
    return numbers


def _open(database: Database, mail_id: UUID) -> Mail | None:
    with database.reading() as db:
        row = db.get(OutboxMail, mail_id)
        if row is None or row.status is not MailStatus.WAITING:
            return None
        address, title, body = (
            vault.read(db, row, name, purpose=Purpose.MESSAGING) or ""
            for name in ("address", "title", "body")
        )
        return Mail(row.id, address, title, body, row.created_at)


def _close(database: Database, mail_id: UUID, status: MailStatus) -> None:
    with database.writing() as db:
        row = db.get(OutboxMail, mail_id, with_for_update=True)
        if row is not None:
            _forget(db, row, status)
            db.commit()


def _forget(db: Db, row: OutboxMail, status: MailStatus) -> None:
    vault.write(db, row, address=None, title=None, body=None)
    row.status, row.closed_at = status, now(db)
    db.add(row)
    audit.record(db, f"mail.{status}", subject_id=row.subject_id, object_id=row.id)
