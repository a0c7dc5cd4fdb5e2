"""Where a caseload meets an ended role, an erased account, or somebody else at the same moment."""

import pytest
from sqlmodel import col, select

from mentorship.accounts.models import RoleGrant
from mentorship.accounts.roles import Role
from mentorship.foundation import erasure
from mentorship.foundation.db import ChangedMeanwhile, Database, Db, now
from mentorship.foundation.erasure import ErasureBlocked
from mentorship.matching import services
from mentorship.matching.caseloads.models import ConsultantCaseload
from mentorship.matching.models import AnsweredBy, LookedFor, LookOutcome
from tests.accounts.people import HOUSE, Person, make_person, person
from tests.matching.pool import look_again, ready_mentor, run_round
from tests.matching.test_caseloads import NO, asked, cases_of, grant_of, takes_on
from tests.matching.test_decisions import at_once


@pytest.fixture
def anna(database: Database) -> Person:
    return person(database, Role.MENTOR_CONSULTANT)


def set_at(database: Database, most: int, of: Person, by: Person) -> None:
    with database.writing() as db:
        found = select(RoleGrant).where(col(RoleGrant.user_id) == of.id)
        services.set_caseload(db, db.exec(found).one(), most, by.id, seen=0)
        db.commit()


def caseloads(database: Database) -> list[int | None]:
    with database.reading() as db:
        return [one.most for one in db.exec(select(ConsultantCaseload))]


def test_a_second_look_asks_no_caseload_of_who_is_no_consultant_any_more(db: Db) -> None:
    anna = make_person(db, Role.MENTOR_CONSULTANT)
    (mentee,) = cases_of(db, anna, 1)
    for _ in range(2):
        ready_mentor(db, anna)
    match = asked(db, anna, mentee, run_round(db, anna, HOUSE))
    takes_on(db, anna, 0)
    grant_of(db, anna).ended_at = now(db)
    services.answer(db, match, NO, AnsweredBy.PAGE)
    assert look_again(db, match)[LookedFor.MENTEE].outcome is LookOutcome.PROPOSED


def test_of_two_who_set_it_first_at_once_one_is_told(database: Database, anna: Person) -> None:
    coordinator = person(database, Role.COORDINATOR)
    results = at_once(
        lambda: set_at(database, 4, anna, anna), lambda: set_at(database, 7, anna, coordinator)
    )
    (refused,) = (one for one in results if one is not None)
    assert isinstance(refused, ChangedMeanwhile)
    assert len(caseloads(database)) == 1


def test_an_account_goes_with_the_caseload_it_set_for_itself(
    database: Database, anna: Person
) -> None:
    set_at(database, 4, anna, anna)
    erasure.erase(database, anna.user.subject_id)
    assert caseloads(database) == []


def test_who_set_it_for_somebody_else_stays_until_that_one_goes(
    database: Database, anna: Person
) -> None:
    coordinator = person(database, Role.COORDINATOR)
    set_at(database, 4, anna, coordinator)
    with pytest.raises(ErasureBlocked):
        erasure.erase(database, coordinator.user.subject_id)
    assert caseloads(database) == [4]
    erasure.erase(database, anna.user.subject_id)
    erasure.erase(database, coordinator.user.subject_id)
    assert caseloads(database) == []
