"""The invented region is complete: every role, every state, every position of the clock."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from mentorship.accounts.demo import demo_choices, mark_demo_database
from mentorship.accounts.models import User
from mentorship.accounts.roles import Role
from mentorship.demo.people import fill
from mentorship.foundation import audit, migrations
from mentorship.foundation.db import Database
from mentorship.foundation.drafts import Draft
from mentorship.foundation.settings import Settings
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.referrals import queries
from mentorship.referrals.models import Referral, ReferralStatus, TriageOutcome
from mentorship.referrals.terms import Urgency
from tests.accounts.people import Person
from tests.referrals.senders import acting

# A Wednesday at noon, a Monday in the small hours, a Sunday.
MOMENTS = [
    datetime(2026, 5, 20, 12, 0, tzinfo=UTC),
    datetime(2026, 11, 23, 1, 10, tzinfo=UTC),
    datetime(2027, 1, 3, 20, 0, tzinfo=UTC),
]


@pytest.fixture(params=MOMENTS, ids=lambda moment: moment.strftime("%A"), scope="module")
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("demo")
    database = Database(Settings(data_dir=folder / "data"), lambda: request.param)
    migrations.upgrade(database)
    with database.writing() as db:
        mark_demo_database(db)
        db.commit()
    fill(database)
    yield database
    database.dispose()


def test_there_is_an_account_for_every_role(filled: Database) -> None:
    with filled.reading() as db:
        assert {choice.role for choice in demo_choices(db)} == set(Role)


def test_every_state_and_outcome_is_there(filled: Database) -> None:
    with filled.reading() as db:
        referrals = db.exec(select(Referral)).all()
        outcomes = {step.outcome for found in referrals for step in queries.steps_of(db, found)}
        drafts = db.exec(select(Draft)).all()
    assert {referral.status for referral in referrals} == set(ReferralStatus)
    assert outcomes == set(TriageOutcome)
    assert len(referrals) >= 12
    assert len(drafts) == 1


def test_a_consultant_finds_something_late_something_due_and_something_in_time(
    filled: Database,
) -> None:
    with filled.reading() as db:
        choices = demo_choices(db)
        found = next(choice for choice in choices if choice.role is Role.MENTOR_CONSULTANT
                     and "Noord-Holland Noord" in choice.place)  # fmt: skip
        person = Person(db.get_one(User, found.user_id), "", "")
        counts = queries.count_by_urgency(db, acting(db, person))
    assert counts[Urgency.OVERDUE]
    assert counts[Urgency.LATER]


def test_everything_happened_in_order_and_before_now(filled: Database) -> None:
    with filled.reading() as db:
        moments = db.exec(select(AuditEvent.at).order_by(AuditEvent.seq)).all()
    assert list(moments[1:]) == sorted(moments[1:])
    assert all(moment <= filled.clock() for moment in moments)
    assert audit.verify(filled).problems == ()
