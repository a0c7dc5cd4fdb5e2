"""What a mentor reads of several questions: which is which, and the newest first."""

from flask.testing import FlaskClient

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database, Db
from mentorship.matching import policy, services
from mentorship.matching.matches import queries
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import AnsweredBy, DecisionOutcome, Match, Refusal, Side
from mentorship.mentors.models import Mentor
from tests.accounts.people import Person, make_person, sign_in_as
from tests.factories import FixedNow
from tests.matching.at_the_desk import main_of, words
from tests.matching.pool import proposal_for, ready_mentor, run_round, waiting_mentee

NO = Reply(Side.MENTOR, is_yes=False, refusal=Refusal.NO_TIME)


def ask(db: Db, by: Person) -> Match:
    mentee = waiting_mentee(db, by)
    proposal = proposal_for(db, mentee, run_round(db, by))
    made = services.decide(db, proposal, mentee, DecisionOutcome.CHOOSE, "Past.", by.id)
    assert made is not None
    return made


def some_days(db: Db, fixed_now: FixedNow, by: Person, user: Person) -> tuple[Mentor, list[Match]]:
    """Said no to the first; the second is taken back a day later than the third was turned down."""
    mentor, made = ready_mentor(db, by, user=user, seats=3), []
    for _number in range(3):
        made.append(ask(db, by))
        fixed_now.advance(days=1)
    services.answer(db, made[0], NO, AnsweredBy.PAGE)
    fixed_now.advance(days=1)
    services.answer(db, made[2], NO, AnsweredBy.PAGE)
    fixed_now.advance(days=1)
    services.withdraw(db, made[1], "Toch niet.")
    made.append(ask(db, by))
    for side in (Side.MENTOR, Side.MENTEE):
        services.answer(db, made[3], Reply(side, is_yes=True), AnsweredBy.LINK)
    return mentor, made


def test_what_ended_last_stands_first(db: Db, fixed_now: FixedNow) -> None:
    by, user = make_person(db, Role.MENTOR_CONSULTANT), make_person(db, Role.MENTOR)
    mentor, made = some_days(db, fixed_now, by, user)
    own = policy.own_matches(mentor)
    rows = queries.of_mentor(db, own)
    assert [one.match.id for one in rows] == [made[at].id for at in (3, 1, 2, 0)]


def test_each_line_has_its_own_day_and_a_match_says_since_when(
    client: FlaskClient, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    with sqlite_database.writing() as db:
        by, user = make_person(db, Role.MENTOR_CONSULTANT), make_person(db, Role.MENTOR)
        _mentor, made = some_days(db, fixed_now, by, user)
        db.commit()
    sign_in_as(client, sqlite_database, user.user)
    listed = main_of(client.get("/matching/mine")).select(".oo-worklist li strong")
    assert len({words(line) for line in listed}) == len(made)
    assert "gevraagd op 7 maart 2026" in words(listed[0])
    told = words(main_of(client.get(f"/matching/mine/{made[3].id}")))
    assert "Je hebt een match sinds 7 maart 2026" in told
