"""A mentor who stops at the same moment as a yes or a choice: never a match with nobody."""

import threading
from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import ChangedMeanwhile, Database, Db
from mentorship.matching import services
from mentorship.matching.matches import queries
from mentorship.matching.matches.rules import CannotChoose, MatchClosed, Reply
from mentorship.matching.models import LIVE, AnsweredBy, DecisionOutcome, Match, MatchStatus, Side
from mentorship.matching.rounds.models import Proposal
from mentorship.mentors import services as mentors
from mentorship.mentors.models import Mentor, MentorStatus
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.models import Mentee, Stage
from tests.accounts.people import Person, make_person
from tests.matching.pool import ready_mentor, run_round, waiting_mentee
from tests.matching.test_decisions import at_once, undecided_again
from tests.soak import budget

TRIES = budget.examples(8, 200)  # `make soak` takes the long way


class Pair:
    """A mentor and a young person who are proposed to each other again and again."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.writing() as db:
            self.by: Person = make_person(db, Role.MENTOR_CONSULTANT)
            self.mentor = ready_mentor(db, self.by)
            self.mentee = waiting_mentee(db, self.by)
            self.round_id = run_round(db, self.by).id
            db.commit()

    def propose(self) -> UUID:
        """As if nothing had happened before."""
        with self.database.writing() as db:
            db.execute(update(Mentor).values(status=MentorStatus.OPEN, ended_at=None))
            db.execute(update(Mentee).values(stage=Stage.WAITING, closed_on=None))
            mentee = db.get_one(Mentee, self.mentee.id)
            made = undecided_again(db, mentee, db.get_one(Mentor, self.mentor.id), self.round_id)
            db.commit()
        return made

    def choose(self, proposal_id: UUID) -> UUID:
        with self.database.writing() as db:
            mentee = mentees.lock_mentee(db, select(Mentee), self.mentee.id)
            proposal = db.get_one(Proposal, proposal_id)
            assert mentee is not None
            choose = DecisionOutcome.CHOOSE
            match = services.decide(db, proposal, mentee, choose, "Past.", self.by.id)
            assert match is not None
            db.commit()
        return match.id

    def say_yes(self, match_id: UUID, side: Side) -> None:
        with self.database.writing() as db:
            match = queries.lock(db, select(Match), match_id)
            assert match is not None
            reply = Reply(side, is_yes=True)
            services.answer(db, match, reply, AnsweredBy.CONSULTANT, noted_by=self.by.id)
            db.commit()

    def stop(self) -> None:
        with self.database.writing() as db:
            mentor = db.get_one(Mentor, self.mentor.id)
            services.end_mentor(db, mentor, MentorStatus.STOPPED, "Verhuisd.", self.by.id)
            db.commit()


@pytest.fixture
def pair(database: Database) -> Pair:
    return Pair(database)


def live_of(db: Db) -> list[Match]:
    return list(db.exec(select(Match).where(col(Match.status).in_(LIVE))))


def test_a_yes_and_a_stop_at_once_leave_no_match(database: Database, pair: Pair) -> None:
    for _ in range(TRIES):
        match_id = pair.choose(pair.propose())
        pair.say_yes(match_id, Side.MENTOR)
        said, stopped = at_once(lambda key=match_id: pair.say_yes(key, Side.MENTEE), pair.stop)
        assert stopped is None
        assert said is None or isinstance(said, MatchClosed)
        with database.writing() as db:
            match, mentee = db.get_one(Match, match_id), db.get_one(Mentee, pair.mentee.id)
            ended = (MatchStatus.ENDED, Stage.STARTED)
            expected = ended if said is None else (MatchStatus.WITHDRAWN, Stage.WAITING)
            assert (match.status, mentee.stage) == expected
            assert live_of(db) == []


def test_a_choice_and_a_stop_at_once_leave_no_question(database: Database, pair: Pair) -> None:
    for _ in range(TRIES):
        proposal_id = pair.propose()
        chosen, stopped = at_once(lambda key=proposal_id: pair.choose(key), pair.stop)
        assert stopped is None or isinstance(stopped, ChangedMeanwhile)
        assert isinstance(chosen, UUID | CannotChoose)
        with database.writing() as db:
            is_open = db.get_one(Mentor, pair.mentor.id).is_open
            live = live_of(db)
            assert is_open is isinstance(stopped, ChangedMeanwhile)
            assert len(live) == int(is_open)
            for match in live:
                services.withdraw(db, match, "Nog een keer.")
            db.commit()


def test_who_answers_holds_the_mentor_too(database: Database, pair: Pair) -> None:
    """Also against the verb of the mentors' own room, which knows of no match."""
    match_id = pair.choose(pair.propose())
    pair.say_yes(match_id, Side.MENTOR)
    order: list[str] = []
    started = threading.Event()

    def stop() -> None:
        started.set()
        with database.writing() as db:
            mentors.stop(db, db.get_one(Mentor, pair.mentor.id), "Verhuisd.", pair.by.id)
            order.append("stopped")
            db.commit()

    with database.writing() as db:
        match = queries.lock(db, select(Match), match_id)
        assert match is not None
        other = _begun(stop)
        started.wait()
        other.join(0.5)
        reply = Reply(Side.MENTEE, is_yes=True)
        services.answer(db, match, reply, AnsweredBy.CONSULTANT, noted_by=pair.by.id)
        order.append("answered")
        db.commit()
    other.join()
    assert order == ["answered", "stopped"]


def _begun(act: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=act)
    thread.start()
    return thread
