"""E-mail: leaves once the act is committed, says what to do, names nobody, and is not lost."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Event
from typing import cast
from uuid import uuid4

import pytest
from pydantic import SecretStr
from sqlmodel import select

from mentorship.foundation import outbox, upkeep
from mentorship.foundation.db import Database
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.jobs import Job, JobStatus
from mentorship.foundation.mail_transport import AddressRefused, Mail, deliver
from mentorship.foundation.outbox import Letter, MailStatus, OutboxMail
from mentorship.foundation.queues.runs import run_job
from mentorship.foundation.settings import Settings
from tests.factories import FixedNow
from tests.foundation.small_smtp import Postbox, SmallSmtp, make_certificate

ADDRESS = "canary.jansen@example.org"
LINK = "https://mentor.example/invitation/canary-token"
LETTER = Letter(
    "tests.invitation",
    subject=_l("Invitation for %(days)s days"),
    paragraphs=(_l("Open the link."), _l("It works for %(days)s days.")),
)


def test_in_the_demo_a_mail_is_a_file_that_says_what_to_do(database: Database) -> None:
    row = sent(database)
    do_jobs(database)

    message = only_file(database)
    assert message["To"] == ADDRESS
    assert message["Subject"] == "Invitation for 7 days"
    text = message.get_content()
    assert "Open the link." in text
    assert "It works for 7 days." in text
    assert LINK in text
    assert message["Message-ID"] == f"<{row.id}@example.org>"
    file = next(database.settings.mail.glob("*.eml"))
    assert file.name == f"{row.id}.eml"
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_words_around_a_letter_are_in_the_language_of_the_reader(database: Database) -> None:
    with database.writing() as db:
        outbox.send(db, LETTER, to=ADDRESS, subject_id=uuid4(), language="en", days=1)
        db.commit()
    do_jobs(database)
    text = only_file(database).get_content()
    assert text.startswith("Hello,")
    assert "Kind regards" in text


def test_nothing_leaves_for_an_act_that_is_rolled_back(database: Database) -> None:
    with database.writing() as db:
        outbox.send(db, LETTER, to=ADDRESS, subject_id=uuid4(), days=7)
    do_jobs(database)
    assert not list(database.settings.mail.glob("*"))


def test_address_and_link_are_stored_sealed_and_gone_after_sending(database: Database) -> None:
    row = sent(database)
    assert_nowhere(database)
    do_jobs(database)
    assert_nowhere(database)
    stored = now_stored(database, row)
    assert stored.status is MailStatus.SENT
    assert (stored.address, stored.title, stored.body) == (None, None, None)


def test_a_name_can_not_be_filled_in(database: Database) -> None:
    with database.writing() as db, pytest.raises(TypeError, match="only numbers"):
        outbox.send(db, LETTER, to=ADDRESS, subject_id=uuid4(), days="Aisha")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "to", ["a@example.org\r\nBcc: everybody@example.org", "a@example.org b@example.org", "a", ""]
)
def test_an_address_can_not_bring_headers_of_its_own(database: Database, to: str) -> None:
    with database.writing() as db, pytest.raises(ValueError, match="no e-mail address"):
        outbox.send(db, LETTER, to=to, subject_id=uuid4(), days=7)


def test_sent_twice_after_a_crash_it_has_one_message_id(
    tmp_path: Path, fixed_now: FixedNow
) -> None:
    mail = Mail(uuid4(), ADDRESS, "Title", "Body", fixed_now())
    postbox = Postbox()
    with SmallSmtp(postbox) as port:
        settings = smtp_settings(tmp_path, f"smtp+plain://127.0.0.1:{port}")
        deliver(settings, mail)
        deliver(settings, mail)
    first, second = postbox.arrived
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]


def test_a_server_that_is_away_is_tried_again_later(
    database: Database, fixed_now: FixedNow, tmp_path: Path
) -> None:
    postbox = Postbox(answers=["451 try later"])
    with SmallSmtp(postbox) as port:
        address = f"smtp+plain://127.0.0.1:{port}"
        posting = with_smtp(database, address)
        row = sent(posting)
        do_jobs(posting)
        assert postbox.arrived == []
        assert now_stored(posting, row).status is MailStatus.WAITING
        do_jobs(posting)  # too early
        assert postbox.arrived == []
        fixed_now.advance(seconds=30)
        do_jobs(posting)
    assert len(postbox.arrived) == 1
    assert now_stored(posting, row).status is MailStatus.SENT
    posting.dispose()


def test_an_address_that_does_not_exist_is_not_tried_again(database: Database) -> None:
    postbox = Postbox(answers=["550 no such user"])
    with SmallSmtp(postbox) as port:
        posting = with_smtp(database, f"smtp+plain://127.0.0.1:{port}")
        row = sent(posting)
        do_jobs(posting)
        stored = now_stored(posting, row)
    assert stored.status is MailStatus.REFUSED
    assert stored.address is None
    assert [job.error for job in all_jobs(posting)] == ["address_refused"]
    posting.dispose()


def test_mail_to_a_person_who_was_erased_is_not_sent(database: Database) -> None:
    row = sent(database)
    database.keys.destroy(row.subject_id)
    do_jobs(database)
    assert now_stored(database, row).status is MailStatus.GIVEN_UP
    assert not list(database.settings.mail.glob("*.eml"))


def test_mail_whose_job_failed_is_taken_up_again_for_three_days(
    database: Database, fixed_now: FixedNow
) -> None:
    row = sent(database)
    give_up_jobs(database)
    upkeep.retry_mail(database)
    do_jobs(database)
    assert now_stored(database, row).status is MailStatus.SENT

    late = sent(database)
    give_up_jobs(database)
    fixed_now.advance(days=3, seconds=1)
    upkeep.retry_mail(database)
    stored = now_stored(database, late)
    assert (stored.status, stored.address) == (MailStatus.GIVEN_UP, None)


def test_mail_on_its_way_is_left_alone(database: Database, fixed_now: FixedNow) -> None:
    sent(database)
    upkeep.retry_mail(database)
    assert len(all_jobs(database)) == 1


def test_a_month_later_it_is_forgotten_that_mail_was_sent(
    database: Database, fixed_now: FixedNow
) -> None:
    sent(database)
    do_jobs(database)
    fixed_now.advance(days=31)
    upkeep.expire(database)
    with database.reading() as db:
        assert db.exec(select(OutboxMail)).all() == []
    assert all_jobs(database) == []


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_server_without_tls_gets_nothing(
    tmp_path: Path, fixed_now: FixedNow, scheme: str
) -> None:
    postbox = Postbox()
    with SmallSmtp(postbox) as port, pytest.raises(Exception, match=r"STARTTLS|SSL|ssl"):
        deliver(smtp_settings(tmp_path, f"{scheme}://127.0.0.1:{port}"), a_mail(fixed_now))
    assert postbox.arrived == []


def test_a_server_with_a_certificate_of_its_own_making_gets_nothing(
    tmp_path: Path, fixed_now: FixedNow
) -> None:
    postbox = Postbox()
    certificate = make_certificate(tmp_path / "certificate.pem")
    with (
        SmallSmtp(postbox, certificate) as port,
        pytest.raises(Exception, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        deliver(smtp_settings(tmp_path, f"smtp://127.0.0.1:{port}"), a_mail(fixed_now))
    assert postbox.arrived == []


def test_a_trusted_server_gets_it_encrypted(
    tmp_path: Path, fixed_now: FixedNow, monkeypatch: pytest.MonkeyPatch
) -> None:
    postbox = Postbox()
    certificate = make_certificate(tmp_path / "certificate.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with SmallSmtp(postbox, certificate) as port:
        deliver(smtp_settings(tmp_path, f"smtp://127.0.0.1:{port}"), a_mail(fixed_now))
    assert postbox.was_encrypted == [True]


@pytest.mark.parametrize(
    "url", ["smtp+plain://mail.example.org", "http://127.0.0.1", "mail.example.org", ""]
)
def test_mail_never_leaves_this_machine_in_plain(
    tmp_path: Path, fixed_now: FixedNow, url: str
) -> None:
    with pytest.raises(ValueError, match="smtp_url must be"):
        deliver(smtp_settings(tmp_path, url), a_mail(fixed_now))


def test_one_refused_address_says_so_without_repeating_it(
    tmp_path: Path, fixed_now: FixedNow
) -> None:
    postbox = Postbox(answers=["550 no such user"])
    with SmallSmtp(postbox) as port, pytest.raises(AddressRefused) as refused:
        deliver(smtp_settings(tmp_path, f"smtp+plain://127.0.0.1:{port}"), a_mail(fixed_now))
    assert "canary" not in repr(refused.value)
    assert "canary" not in repr(a_mail(fixed_now))


def a_mail(fixed_now: FixedNow) -> Mail:
    return Mail(uuid4(), ADDRESS, "Title", "Body", fixed_now())


def smtp_settings(folder: Path, url: str) -> Settings:
    """Also with an address that the settings themselves refuse."""
    return Settings(data_dir=folder / "data").model_copy(update={"smtp_url": SecretStr(url)})


def with_smtp(database: Database, url: str) -> Database:
    settings = database.settings.model_copy(update={"smtp_url": SecretStr(url)})
    return Database(settings, database.clock)


def sent(database: Database) -> OutboxMail:
    with database.writing() as db:
        row = outbox.send(db, LETTER, to=ADDRESS, subject_id=uuid4(), link=LINK, days=7)
        db.commit()
    return row


def all_jobs(database: Database) -> list[Job]:
    with database.reading() as db:
        return list(db.exec(select(Job)))


def do_jobs(database: Database) -> None:
    for row in all_jobs(database):
        run_job(database, Event(), row.id)


def give_up_jobs(database: Database) -> None:
    with database.writing() as db:
        for row in db.exec(select(Job)):
            row.status = JobStatus.FAILED
            db.add(row)
        db.commit()


def now_stored(database: Database, row: OutboxMail) -> OutboxMail:
    with database.reading() as db:
        return db.get_one(OutboxMail, row.id)


def only_file(database: Database) -> EmailMessage:
    (file,) = database.settings.mail.glob("*.eml")
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    return cast(EmailMessage, message)


def assert_nowhere(database: Database) -> None:
    with database.reading() as db:
        for table in ("outbox_mail", "job", "audit_event"):
            rows = db.connection().exec_driver_sql(f"SELECT * FROM {table}").all()
            assert "canary" not in repr(rows)
    files = [file for file in database.settings.data_dir.rglob("*") if file.is_file()]
    assert not any(b"canary" in file.read_bytes() for file in files)
