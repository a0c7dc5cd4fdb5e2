"""What mentors and consultants were still writing about somebody goes with that person."""

from uuid import uuid4

from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation import drafts, erasure, upkeep
from mentorship.foundation.db import Database
from mentorship.foundation.drafts import Draft
from mentorship.trajectories import drafting
from mentorship.trajectories.concerns import drafting as concerns
from mentorship.trajectories.sessions import drafting as sessions
from tests.accounts.people import make_person
from tests.trajectories.pairs import started

WORDS = {"note": "Yara vertelde over thuis."}


def test_drafts_and_refused_logs_are_erased_with_the_young_person(database: Database) -> None:
    with database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        one, other = started(db, by), started(db, by)
        for trajectory in (one, other):
            key = trajectory.id
            contact = drafting.kind_of("contact", key)
            drafting.keep(db, by.id, contact, WORDS, 0, about=trajectory.subject_id)
            sessions.keep_draft(db, by.id, trajectory, WORDS, 0)
            sessions.keep_refused(db, by.id, trajectory, WORDS, "day")
            concerns.keep(db, by.id, trajectory, WORDS, uuid4(), 0)
        assert len(db.exec(select(Draft)).all()) == 8
        # Whoever throws one away keeps the others readable, and the young person's file.
        drafting.discard(db, by.id, drafting.kind_of("contact", other.id))
        db.commit()
    upkeep.forget_subject(database, subject_id=other.subject_id)
    erasure.erase(database, one.subject_id)
    with database.reading() as db:
        left = db.exec(select(Draft)).all()
        assert {draft.subject_id for draft in left} == {other.subject_id}
        assert len(left) == 3
        assert all(WORDS.items() <= drafts.load(db, by.id, row.id).fields.items() for row in left)
        assert sessions.find_draft(db, by.id, one.id) is None
