"""The people of the whole main job, each in a browser of their own, on the screen they have."""

from dataclasses import dataclass
from threading import Event

from flask import Flask
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Database
from mentorship.foundation.i18n import format_date
from mentorship.foundation.jobs import Job, JobStatus
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.queues.runs import run_job
from mentorship.foundation.subjects import Purpose
from mentorship.matching.matches.closing import LOOK_AGAIN
from mentorship.matching.rounds.models import MatchRound, RoundStatus
from mentorship.mentors.models import Mentor
from tests.accounts.people import Person
from tests.browser.accessibility import DESKTOP, PHONE, assert_accessible
from tests.conftest_web import OpenPage, sign_in_with
from tests.factories import FixedNow
from tests.matching.pool import ready_mentor

CONSULTANT, COORDINATOR, TRAINER = "consultant", "coordinator", "trainer"
SCHOOL, SANNE, BRAM = "school", "first mentor", "second mentor"
ON_A_PHONE = (SANNE, BRAM, None)
ROLES = {
    CONSULTANT: Role.MENTOR_CONSULTANT,
    COORDINATOR: Role.COORDINATOR,
    TRAINER: Role.TRAINER,
    SANNE: Role.MENTOR,
    BRAM: Role.MENTOR,
}


@dataclass
class People:
    """Mentors and who follows a link have a phone, the others sit at a desk."""

    app: Flask
    database: Database
    open_page: OpenPage
    clock: FixedNow
    users: dict[str, Person]

    @property
    def today(self) -> str:
        return format_date(self.clock().date())

    def page_of(self, who: str | None, path: str) -> Page:
        """Signed in just now, for the clock of the tests moves; or nobody's browser."""
        page = self.open_page()
        page.set_viewport_size(PHONE if who in ON_A_PHONE else DESKTOP)
        if who is not None:
            sign_in_with(page, self.app, self.database, self.users[who])
        page.goto(path)
        return page

    def look(self, page: Page, name: str) -> None:
        assert_accessible(page, f"whole-{name}")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def fill(page: Page, texts: dict[str, str]) -> None:
    for label, text in texts.items():
        page.get_by_label(label).first.fill(text)


def says(page: Page, words: str) -> None:
    expect(page.get_by_text(words).first).to_be_visible()


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def links_in_mails(database: Database, letter: str, start: str) -> list[str]:
    """The pages behind the e-mails that wait in the outbox; each begins like this."""
    found = select(OutboxMail).where(col(OutboxMail.letter) == letter)
    with database.reading() as db:
        mails = db.exec(found).all()
        bodies = [vault.read(db, mail, "body", purpose=Purpose.MESSAGING) or "" for mail in mails]
    return [start + body.split(start)[1].split()[0] for body in bodies]


def compute_round(database: Database) -> None:
    """The round that waits, here instead of in the process that takes jobs."""
    waits = select(MatchRound).where(col(MatchRound.status) == RoundStatus.WAITING)
    with database.reading() as db:
        job_id = db.exec(waits).one().job_id
    assert job_id is not None
    run_job(database, Event(), job_id)


def look_again(database: Database) -> None:
    """What the worker does once a place came free, here too."""
    waits = select(Job.id).where(col(Job.name) == LOOK_AGAIN, col(Job.status) == JobStatus.WAITING)
    with database.reading() as db:
        job_id = db.exec(waits).one()
    run_job(database, Event(), job_id)


def let_mentors_sign_in(people: People) -> None:
    """The mentor has an account by now; a second mentor fits, though less well."""
    with people.database.writing() as db:
        db.exec(select(Mentor)).one().user_id = people.users[SANNE].id
        ready_mentor(
            db, people.users[CONSULTANT], user=people.users[BRAM], first_name="Bram",
            place="Zandvoort", slots=frozenset({"wed-evening"}),
        )  # fmt: skip
        db.commit()
