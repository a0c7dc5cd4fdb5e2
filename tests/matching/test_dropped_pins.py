"""A pin that a round couldn't keep: told to who laid it down, and gone with either of the two."""

import pytest
from sqlalchemy import text as sql
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database, Db
from mentorship.foundation.erasure import erase
from mentorship.matching import services
from mentorship.matching.assignment.model import Rule
from mentorship.matching.models import RuleKind
from mentorship.matching.rounds import telling
from mentorship.matching.rounds.models import DroppedPin, MatchRound
from mentorship.mentors import services as mentors
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import today
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import make_person
from tests.matching.pool import ready_mentor, run_round, waiting_mentee


def dropped(db: Db) -> tuple[Mentor, Mentee, MatchRound]:
    """Laid down while the mentor was free, who then takes a rest."""
    consultant = make_person(db, Role.MENTOR_CONSULTANT)
    mentor, mentee = ready_mentor(db, consultant), waiting_mentee(db, consultant)
    services.lay_down(db, mentee, mentor.id, RuleKind.PIN, "Goed gesprek gehad.", consultant.id)
    mentors.pause(db, mentor, today(db), today(db))
    return mentor, mentee, run_round(db, consultant)


def test_a_pin_that_no_longer_can_be_kept_is_told_and_left_out(db: Db) -> None:
    mentor, mentee, _round = dropped(db)
    pins = db.exec(select(DroppedPin)).all()
    assert [(pin.mentee_id, pin.mentor_id) for pin in pins] == [(mentee.id, mentor.id)]
    (line,) = telling.dropped_pins(db, pins)
    assert (line.mentee, line.mentor) == ("Yara", "Jolanda Vis")
    assert line.rules == (Rule.READY,)
    assert not line.is_caseload_full


@pytest.mark.parametrize("side", ["mentee", "mentor"])
def test_an_erasure_of_either_leaves_nothing_of_it(database: Database, side: str) -> None:
    with database.writing() as db:
        mentor, mentee, _round = dropped(db)
        db.commit()
    erased = mentee if side == "mentee" else mentor
    erase(database, erased.subject_id)
    with database.reading() as db:
        assert db.exec(select(DroppedPin)).all() == []
        (kept,) = db.execute(sql("SELECT * FROM match_round")).mappings()
    told = " ".join(repr(value) for value in kept.values())
    for key in (erased.id, erased.subject_id):
        assert str(key) not in told
        assert key.hex not in told
