"""A young person's word about the status counts for the referrer of whom it was said."""

from datetime import UTC, datetime, timedelta

from mentorship.referrals.mentees.intake_models import GivenBy
from mentorship.referrals.mentees.models import Authority
from mentorship.referrals.mentees.words import StatusWords

ASKED = datetime(2026, 3, 2, 9, tzinfo=UTC)
BEFORE, AFTER = ASKED - timedelta(days=1), ASKED + timedelta(days=1)


def words(**answers: bool) -> StatusWords:
    said = {GivenBy(who): (is_yes, ASKED) for who, is_yes in answers.items()}
    return StatusWords(None, None, Authority.YOUNG_PERSON, said)


def test_a_yes_is_of_the_referrer_who_was_there() -> None:
    yes = words(young_person=True)
    assert yes.is_shared(told=False, received_at=BEFORE)
    assert not yes.is_shared(told=False, received_at=AFTER)
    assert yes.is_shared(told=True, received_at=AFTER)  # they asked this one themselves


def test_a_no_holds_for_everybody_who_refers() -> None:
    no = words(young_person=False)
    assert not no.is_shared(told=True, received_at=BEFORE)
    assert not no.is_shared(told=True, received_at=AFTER)
