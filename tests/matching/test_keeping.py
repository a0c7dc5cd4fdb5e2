"""Between sealing an answer and storing it nothing is locked, so somebody may be erased there."""

import pytest
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.foundation.keys.store import KeyMissing
from mentorship.matching import settings_history
from mentorship.matching.rounds import services as rounds
from mentorship.matching.rounds.computing import solved
from mentorship.matching.rounds.gathering import gather
from mentorship.matching.rounds.keeping import sealed_answer
from mentorship.matching.rounds.models import MatchRound, RoundMentee, RoundStatus
from tests.accounts.people import HOUSE, make_person
from tests.matching.pool import ready_mentor, waiting_mentee


def test_who_was_erased_meanwhile_is_in_no_round(database: Database) -> None:
    with database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        ready_mentor(db, by)
        subject_id = waiting_mentee(db, by).subject_id
        round_id = rounds.start(db, HOUSE, by.id).id
        db.commit()
    with database.reading() as db:
        row = db.get_one(MatchRound, round_id)
        people, settings = gather(db, row.day, frozenset({HOUSE})), settings_history.current(db)
        round_ = people.as_round(row.day, settings.policy, row.seed, settings.objective)
        ready = sealed_answer(db, row, people, round_, solved(round_))
    assert {one.subject_id for one in ready.people} >= {subject_id}
    database.keys.destroy(subject_id)
    with database.writing() as db, pytest.raises(KeyMissing):
        rounds.keep(db, db.get_one(MatchRound, round_id), ready)
    with database.reading() as db:
        assert db.get_one(MatchRound, round_id).status is RoundStatus.WAITING
        assert db.exec(select(RoundMentee)).all() == []
