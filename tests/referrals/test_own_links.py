"""A young person's own link belongs to the way to reach them that stood in the file."""

from dataclasses import replace

import pytest

from mentorship.accounts.roles import Role
from mentorship.foundation import links
from mentorship.foundation.db import Db
from mentorship.referrals import services
from mentorship.referrals.facts import ContactRoute
from mentorship.referrals.mentees import consents
from mentorship.referrals.mentees.facts import SafeContact
from mentorship.referrals.mentees.intake_models import GivenBy
from mentorship.referrals.mentees.models import Authority, Mentee
from tests.accounts.people import make_person
from tests.referrals.courses import accepted, guard
from tests.referrals.senders import make_referrer

PHONE = SafeContact(ContactRoute.MESSAGE, "06 22222222", "na school")


@pytest.fixture
def mentee(db: Db) -> Mentee:
    consultant = make_person(db, Role.MENTOR_CONSULTANT)
    mentee = accepted(db, make_referrer(db), consultant, birth_year=2012)
    services.change_contact(db, mentee, PHONE)
    guard(db, mentee, Authority.ONE_PARENT)
    return mentee


def asked(db: Db, mentee: Mentee, who: GivenBy = GivenBy.YOUNG_PERSON) -> str:
    return services.ask_by_link(db, mentee, who).rsplit("/", 1)[1]


@pytest.mark.parametrize(
    "to",
    [replace(PHONE, details="06 99999999"), replace(PHONE, route=ContactRoute.PHONE)],
)
def test_it_stops_when_they_are_reached_along_another_way(
    db: Db, mentee: Mentee, to: SafeContact
) -> None:
    own, guardians = asked(db, mentee), asked(db, mentee, GivenBy.GUARDIAN)
    assert services.change_contact(db, mentee, to)
    with pytest.raises(links.LinkExpired):
        consents.find_asked(db, own)
    assert consents.find_asked(db, guardians).given_by is GivenBy.GUARDIAN


def test_it_goes_on_when_only_the_times_are_others(db: Db, mentee: Mentee) -> None:
    own = asked(db, mentee)
    assert not services.change_contact(db, mentee, replace(PHONE, times="'s avonds"))
    assert consents.find_asked(db, own).given_by is GivenBy.YOUNG_PERSON
