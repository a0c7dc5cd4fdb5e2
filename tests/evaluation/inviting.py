"""An evaluator with a bundle, young people who agreed to being asked, and invitations to a talk."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.evaluation.interviews import passing, policy, queries, services
from mentorship.evaluation.interviews.models import InterviewInvitation, Outcome
from mentorship.evaluation.interviews.queries import Words
from mentorship.evaluation.interviews.services import Wanted
from mentorship.evaluation.models import (
    BundleBasis,
    BundleDownload,
    BundleStatus,
    EvaluationBundle,
)
from mentorship.foundation import vault
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Database, Db, now
from mentorship.referrals.mentees.consents import give_consent
from mentorship.referrals.mentees.intake_models import ConsentPurpose
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import HOUSE, Person, make_person
from tests.evaluation.world import Office, office
from tests.referrals.courses import answer_of
from tests.referrals.senders import acting
from tests.trajectories.pairs import started

SPRING, LAST_DAY = date(2025, 4, 7), date(2026, 6, 1)
WORDS = Words(
    researcher="Ik ben Renske Doornbos, onderzoeker bij de hogeschool.",
    about="Ik wil graag horen hoe het was om een mentor te hebben.",
    practical="Het duurt een uur. We spreken af in de bibliotheek.",
    languages="Nederlands en Engels",
    reach="06 00000001 of renske@hogeschool.example",
)
WANTED = Wanted(WORDS, ["2025-1"], LAST_DAY)


def people_around(database: Database) -> Office:
    with database.writing() as db:
        around = office(db)
        db.commit()
    return around


def bundle_of(db: Db, around: Office, recipient: Person | None = None) -> EvaluationBundle:
    """Released over 2025 and downloaded; what is in it doesn't matter here."""
    to = recipient or around.evaluator
    bundle = EvaluationBundle(
        recipient_id=to.id, organisation_id=to.user.organisation_id,
        purpose="Procesevaluatie over 2025", legal_basis=BundleBasis.RESEARCH,
        agreement="OVK-2026-1", destroy_by=date(2026, 12, 31), measures=["mentors-trained"],
        cohorts=["2025-1", "2025-2"], status=BundleStatus.RELEASED,
        specified_by=around.coordinator.id, specified_at=now(db), released_by=around.officer.id,
        released_at=now(db), expires_on=date(2026, 5, 31), file_sha256=b"\0" * 32,
    )  # fmt: skip
    db.add(bundle)
    db.flush()
    db.add(BundleDownload(bundle_id=bundle.id, user_id=to.id, downloaded_at=now(db)))
    db.flush()
    return bundle


def bundle(database: Database, around: Office, recipient: Person | None = None) -> UUID:
    with database.writing() as db:
        made = bundle_of(db, around, recipient)
        db.commit()
        return made.id


def young_person(
    db: Db, by: Person, house: str = HOUSE, *,
    name: str = "Yusra", on: date = SPRING, agrees: bool = True,
) -> Mentee:  # fmt: skip
    """Met a mentor on that day in 2025, closed by now; said yes or no to being asked."""
    trajectory = started(db, by, house)
    trajectory.started_on, trajectory.planned_end = on, on.replace(year=on.year + 1)
    trajectory.ended_on = date(2026, 1, 15)
    mentee = db.get_one(Mentee, trajectory.mentee_id)
    mentee.consultant_id = by.id
    vault.write(db, mentee, first_name=name, family_name=None)
    give_consent(db, mentee, answer_of(by), {ConsentPurpose.INTERVIEWS: agrees})
    db.flush()
    return mentee


def written(
    database: Database, bundle_id: UUID, by: Person, key: UUID | None = None, **changed: Any
) -> UUID:
    with database.writing(actor=None) as db:
        of = db.get_one(EvaluationBundle, bundle_id)
        row = services.write(db, of, replace(WANTED, **changed), by.user, key or uuid4())
        db.commit()
        return row.id


def approve(database: Database, invitation_id: UUID, by: Person) -> None:
    with database.writing(actor=None) as db:
        row = db.get_one(InterviewInvitation, invitation_id)
        services.approve(db, row, by.id, seen=row.version)
        db.commit()


def approved(database: Database, around: Office, **changed: Any) -> UUID:
    """Written at a bundle of its own, and approved by the coordinator."""
    invitation_id = written(database, bundle(database, around), around.evaluator, **changed)
    approve(database, invitation_id, around.coordinator)
    return invitation_id


def note(
    database: Database, invitation_id: UUID, mentee_id: UUID, by: Person,
    outcome: Outcome = Outcome.PASSED_ON, key: UUID | None = None,
) -> None:  # fmt: skip
    with database.writing(actor=None) as db:
        mentee = db.exec(select(Mentee).where(col(Mentee.id) == mentee_id).with_for_update()).one()
        row = queries.lock(db, select(InterviewInvitation), invitation_id)
        assert row is not None
        passing.note(db, row, mentee, outcome, now(db).date(), acting(db, by), key or uuid4())
        db.commit()


def consultant(db: Db, house: str = HOUSE) -> Person:
    return make_person(db, Role.MENTOR_CONSULTANT, house)


def asked_by(db: Db, who: Person, invitation_id: UUID) -> Sequence[str]:
    """The names of whom this consultant may ask with it; none where they don't see it at all."""
    actor = acting(db, who)
    row = queries.find(db, policy.passed_on_by(actor, today(db)), invitation_id)
    return [] if row is None else sorted(
        one.name for one in queries.people(db, actor, row, 1).rows
    )  # fmt: skip


def left_for(db: Db, who: Person) -> int:
    return sum(queries.left_to_ask(db, acting(db, who)).values())
