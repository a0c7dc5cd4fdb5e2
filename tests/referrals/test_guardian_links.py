"""A link for a guardian belongs to the person who stood in the file when it was made."""

import pytest

from mentorship.accounts.roles import Role
from mentorship.foundation import links
from mentorship.foundation.db import Db
from mentorship.referrals import services
from mentorship.referrals.mentees import consents
from mentorship.referrals.mentees.facts import Guardians
from mentorship.referrals.mentees.intake_models import GivenBy
from mentorship.referrals.mentees.models import Authority, Mentee
from tests.accounts.people import Person, make_person
from tests.referrals.courses import accepted
from tests.referrals.senders import make_referrer

BOTH = Guardians(Authority.BOTH_PARENTS, "A", "06 1", "B", "06 2")


@pytest.fixture
def consultant(db: Db) -> Person:
    return make_person(db, Role.MENTOR_CONSULTANT)


@pytest.fixture
def mentee(db: Db, consultant: Person) -> Mentee:
    mentee = accepted(db, make_referrer(db), consultant, birth_year=2012)
    services.set_guardians(db, mentee, BOTH)
    return mentee


def asked(db: Db, mentee: Mentee, who: GivenBy) -> str:
    return services.ask_by_link(db, mentee, who).rsplit("/", 1)[1]


def test_it_stops_when_somebody_else_is_the_guardian(db: Db, mentee: Mentee) -> None:
    first, second = (asked(db, mentee, who) for who in (GivenBy.GUARDIAN, GivenBy.SECOND_GUARDIAN))
    to = Guardians(Authority.BOTH_PARENTS, "C", "06 3", "B", "06 2")
    services.set_guardians(db, mentee, to)
    with pytest.raises(links.LinkExpired):
        consents.find_asked(db, first)
    assert consents.find_asked(db, second).given_by is GivenBy.SECOND_GUARDIAN


def test_it_stops_when_they_are_reached_along_another_way(db: Db, mentee: Mentee) -> None:
    token = asked(db, mentee, GivenBy.GUARDIAN)
    to = Guardians(Authority.BOTH_PARENTS, "A", "06 9", "B", "06 2")
    services.set_guardians(db, mentee, to)
    with pytest.raises(links.LinkExpired):
        consents.find_asked(db, token)


def test_it_goes_on_when_the_same_is_saved_again(db: Db, mentee: Mentee) -> None:
    token = asked(db, mentee, GivenBy.GUARDIAN)
    services.set_guardians(db, mentee, BOTH)
    assert consents.find_asked(db, token).given_by is GivenBy.GUARDIAN
