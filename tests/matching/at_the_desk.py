"""A consultant at work in tests: somebody is proposed, asked, and says yes; what a page says."""

from uuid import UUID

from bs4 import BeautifulSoup, Tag
from sqlmodel import select
from werkzeug.test import TestResponse

from mentorship.foundation.db import Database, Db
from mentorship.matching import services
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import AnsweredBy, DecisionOutcome, Match, Side
from mentorship.matching.rounds.models import MatchRound
from mentorship.mentors.queries import today
from mentorship.referrals import services as referrals
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import Person
from tests.matching.pool import proposal_for, run_round, waiting_mentee
from tests.referrals.courses import talked


def in_order(db: Db, by: Person, **told: str) -> Mentee:
    """Somebody who waits, with whom we talked and who has our letter: only a match is asked."""
    mentee = waiting_mentee(db, by, **told)
    talked(db, mentee, by)
    referrals.note_letter_sent(db, mentee, today(db), "2026-1", by=by.id)
    return mentee


def proposed(database: Database, mentee_id: UUID, by: Person, house: str | None = "KEN") -> str:
    """The page of the proposal for them, out of a round of today."""
    with database.writing() as db:
        row = run_round(db, by, house)
        proposal = proposal_for(db, db.get_one(Mentee, mentee_id), row)
        db.commit()
        return f"/matching/rounds/{row.id}/proposals/{proposal.id}"


def asked(database: Database, mentee_id: UUID, by: Person) -> Match:
    page = proposed(database, mentee_id, by)
    with database.writing() as db:
        mentee = db.get_one(Mentee, mentee_id)
        row = db.get_one(MatchRound, UUID(page.split("/")[3]))
        match = services.decide(
            db, proposal_for(db, mentee, row), mentee, DecisionOutcome.CHOOSE, "Past.", by.id
        )
        assert match is not None
        db.commit()
        return match


def says_yes(database: Database, side: Side) -> None:
    with database.writing() as db:
        match = db.exec(select(Match)).one()
        services.answer(db, match, Reply(side, is_yes=True), AnsweredBy.PAGE)
        db.commit()


def main_of(answer: TestResponse) -> Tag:
    assert answer.status_code == 200
    main = BeautifulSoup(answer.text, "html.parser").find("main")
    assert isinstance(main, Tag)
    return main


def words(found: Tag | None) -> str:
    assert found is not None
    return " ".join(found.get_text(" ").split())


def next_of(page: Tag) -> Tag:
    """What the file says is asked now."""
    section = page.find("section", attrs={"aria-labelledby": "next"})
    assert isinstance(section, Tag)
    return section
